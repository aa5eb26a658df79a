package io.voicetelemetry.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * What makes an endpoint one that spans can be sent to. What is wrong is said without the
 * endpoint itself, which may hold a secret.
 */
final class Endpoints {

	private static final String TRACES_PATH = "/v1/traces";

	private static final String EXAMPLE = "Write the full URL for traces, such as http://localhost:4318/v1/traces.";

	private Endpoints() {
	}

	static void check(String endpoint, String property) {
		URI uri;
		try {
			uri = new URI(endpoint);
		}
		catch (URISyntaxException ex) {
			throw new InvalidVoiceTelemetryConfigurationException(property, "is not a valid URL", EXAMPLE);
		}
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		if (!scheme.equals("http") && !scheme.equals("https")) {
			throw new InvalidVoiceTelemetryConfigurationException(property, "does not begin with http:// or https://",
					EXAMPLE);
		}
		if (uri.getHost() == null) {
			throw new InvalidVoiceTelemetryConfigurationException(property, "names no host", EXAMPLE);
		}
		if (uri.getRawUserInfo() != null) {
			throw new InvalidVoiceTelemetryConfigurationException(property, "holds a user name or password",
					"Take it out of the URL and set it as a header, such as authorization.");
		}
		if (endpoint.endsWith(TRACES_PATH + TRACES_PATH)) {
			throw new InvalidVoiceTelemetryConfigurationException(property, "ends in " + TRACES_PATH + " twice",
					"Write it once.");
		}
	}

	/**
	 * Whether two endpoints are one place.
	 */
	static boolean same(String one, String other) {
		return normalized(one).equals(normalized(other));
	}

	private static String normalized(String endpoint) {
		String trimmed = endpoint.trim();
		return trimmed.endsWith("/") ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
	}

}
