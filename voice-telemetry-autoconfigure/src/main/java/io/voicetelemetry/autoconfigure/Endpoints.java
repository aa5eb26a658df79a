package io.voicetelemetry.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What makes an endpoint one that spans can be sent to. What is wrong is said without the
 * endpoint itself, which may hold a secret.
 */
final class Endpoints {

	private static final String TRACES_PATH = "/v1/traces";

	private static final String EXAMPLE = "Write the full URL for traces, such as http://localhost:4318/v1/traces.";

	private static final int MAX_PORT = 65535;

	private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

	private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.[0-9]{1,3}){3}");

	private static final Pattern DESCRIBED = Pattern.compile("\\bendpoint=([^,}]+)");

	private Endpoints() {
	}

	/**
	 * Checks an endpoint.
	 * @param endpoint the endpoint
	 * @param property the property that it is from
	 * @param withPath whether spans go to a path of it
	 */
	static void check(String endpoint, String property, boolean withPath) {
		URI uri = checked(endpoint, property, EXAMPLE);
		String path = pathOf(uri);
		if (withPath && path.isEmpty()) {
			throw invalid(property, "has no path", EXAMPLE);
		}
		if (path.endsWith(TRACES_PATH + TRACES_PATH)) {
			throw invalid(property, "ends in " + TRACES_PATH + " twice", "Write it once.");
		}
	}

	/**
	 * Checks a URL that a path is appended to.
	 * @param baseUrl the URL
	 * @param property the property that it is from
	 * @param path the path
	 * @param example what it could be
	 */
	static void checkBase(String baseUrl, String property, String path, String example) {
		String action = "Write the URL of the instance, such as " + example + ".";
		URI uri = checked(baseUrl, property, action);
		if (uri.getRawQuery() != null) {
			throw invalid(property, "has a query, to which no path can be appended", action);
		}
		for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
			if (pathOf(uri).endsWith(path.substring(0, end))) {
				throw invalid(property, "holds the path already, which is appended to it",
						action + " To write the whole URL, use 'endpoint' instead.");
			}
		}
	}

	private static URI checked(String endpoint, String property, String example) {
		URI uri = parse(endpoint);
		if (uri == null) {
			throw invalid(property, "is not a valid URL", example);
		}
		String scheme = schemeOf(uri);
		if (!scheme.equals("http") && !scheme.equals("https")) {
			throw invalid(property, "does not begin with http:// or https://", example);
		}
		if (uri.getRawAuthority() != null && uri.getRawAuthority().contains("@")) {
			throw invalid(property, "holds a user name or password",
					"Take it out of the URL and set it as a header, such as authorization.");
		}
		if (uri.getHost() == null) {
			throw invalid(property, "names no host, or one with a character that a host cannot have, such as '_'",
					example);
		}
		if (uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
			throw invalid(property, "has a port that is not between 1 and " + MAX_PORT, example);
		}
		if (uri.getRawFragment() != null) {
			throw invalid(property, "has a part behind '#', which is never sent", "Write '#' as %23, or leave it out.");
		}
		return uri;
	}

	private static InvalidVoiceTelemetryConfigurationException invalid(String property, String problem, String action) {
		return new InvalidVoiceTelemetryConfigurationException(property, problem, action);
	}

	/**
	 * What is secret and would be sent for all to read: over http, to another host.
	 * @return the header, or the words for a part of the query, or {@code null} if there
	 * is none
	 */
	static @Nullable String credentialInTheClear(String endpoint, Set<String> headers) {
		URI uri = parse(endpoint);
		if (uri == null || uri.getHost() == null || !schemeOf(uri).equals("http") || isLoopback(uri.getHost())) {
			return null;
		}
		for (String header : headers) {
			if (Headers.isCredential(header)) {
				return "the header '" + header + "'";
			}
		}
		return (uri.getRawQuery() != null && Headers.isCredential(uri.getRawQuery()))
				? "what the query of the URL holds" : null;
	}

	private static boolean isLoopback(String host) {
		String lower = host.toLowerCase(Locale.ROOT);
		return LOOPBACK.contains(lower) || lower.endsWith(".localhost") || LOOPBACK_V4.matcher(lower).matches();
	}

	/**
	 * Whether an endpoint is at a host, or at one below it.
	 */
	static boolean isAt(@Nullable String endpoint, String host) {
		URI uri = (endpoint != null) ? parse(endpoint.trim()) : null;
		String actual = (uri != null && uri.getHost() != null) ? uri.getHost().toLowerCase(Locale.ROOT) : "";
		return actual.equals(host) || actual.endsWith("." + host);
	}

	/**
	 * Whether two endpoints are one place.
	 */
	static boolean same(String one, String other) {
		return normalized(one).equals(normalized(other));
	}

	/**
	 * Whether an exporter of the application sends to an endpoint, as far as it describes
	 * itself: it tells its endpoint in no other way.
	 */
	static boolean isSentToBy(Object exporter, String endpoint) {
		Matcher matcher = DESCRIBED.matcher(exporter.toString());
		return matcher.find() && same(matcher.group(1), endpoint);
	}

	private static String normalized(String endpoint) {
		URI uri = parse(endpoint.trim());
		if (uri == null || uri.getHost() == null) {
			return endpoint.trim();
		}
		String scheme = schemeOf(uri);
		String host = uri.getHost().toLowerCase(Locale.ROOT);
		int port = (uri.getPort() >= 0) ? uri.getPort() : (scheme.equals("https") ? 443 : 80);
		return scheme + "://" + (LOOPBACK.contains(host) ? "localhost" : host) + ":" + port + pathOf(uri)
				+ ((uri.getRawQuery() != null) ? "?" + uri.getRawQuery() : "");
	}

	private static @Nullable URI parse(String endpoint) {
		try {
			return new URI(endpoint);
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	private static String schemeOf(URI uri) {
		return (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
	}

	/**
	 * The path without a slash at its end.
	 */
	private static String pathOf(URI uri) {
		String path = (uri.getRawPath() != null) ? uri.getRawPath() : "";
		return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
	}

}
