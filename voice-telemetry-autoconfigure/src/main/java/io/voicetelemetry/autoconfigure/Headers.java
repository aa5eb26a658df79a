package io.voicetelemetry.autoconfigure;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What makes headers that can be sent. A secret that was mounted from a file often ends
 * in a line break; HTTP clients print such a value when they refuse it.
 */
final class Headers {

	static final String AUTHORIZATION = "authorization";

	/** What RFC 9110 calls a token. */
	private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

	private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7E\\t]*");

	/** What is left of {@code Bearer ${TOKEN}} when the token is empty. */
	private static final Pattern SCHEME_ALONE = Pattern.compile("bearer|basic|token|apikey|api-key",
			Pattern.CASE_INSENSITIVE);

	/** More than servers take, and room for the longest tickets. */
	private static final int MAX_LENGTH = 16_384;

	/**
	 * The JDK's client refuses some of them at each request; the exporter sets the
	 * others.
	 */
	private static final Set<String> NOT_TO_BE_SET = Set.of("connection", "content-encoding", "content-length",
			"content-type", "expect", "host", "transfer-encoding", "upgrade");

	/**
	 * What the names of headers, properties and parameters that are secret have in them.
	 */
	private static final List<String> CREDENTIALS = List.of("auth", "key", "token", "secret", "password", "credential",
			"cookie", "signature");

	private Headers() {
	}

	/**
	 * Headers without space around their values, each once: names are the same in upper
	 * and lower case. The first wins, as with a value from the environment and one from a
	 * file.
	 */
	static Map<String, String> checked(Map<String, String> headers, String property) {
		Map<String, String> checked = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.forEach((name, value) -> {
			if (!NAME.matcher(name).matches()) {
				throw new InvalidVoiceTelemetryConfigurationException(property, "has a name that no header can have",
						"Use letters, digits and '-'.");
			}
			if (NOT_TO_BE_SET.contains(name.toLowerCase(Locale.ROOT))) {
				throw new InvalidVoiceTelemetryConfigurationException(property + "." + name,
						"is set, but that header is the exporter's own", "Remove it.");
			}
			checked.putIfAbsent(name, checkedValue(value, property + "." + name));
		});
		return new Unprinted(checked);
	}

	static String checkedValue(String value, String property) {
		String trimmed = value.strip();
		if (trimmed.isEmpty()) {
			throw new InvalidVoiceTelemetryConfigurationException(property, "is empty", "Set its value, or remove it.");
		}
		if (!VALUE.matcher(trimmed).matches()) {
			throw new InvalidVoiceTelemetryConfigurationException(property,
					"holds a line break or another character that no header can have",
					"Write its value in one line of plain ASCII.");
		}
		if (trimmed.length() > MAX_LENGTH) {
			throw new InvalidVoiceTelemetryConfigurationException(property, "has " + trimmed.length() + " characters",
					"Use at most " + MAX_LENGTH + ": no server takes more.");
		}
		if (SCHEME_ALONE.matcher(trimmed).matches()) {
			throw new InvalidVoiceTelemetryConfigurationException(property, "names a scheme, but holds no credentials",
					"Write them behind it, or check where they should come from.");
		}
		if (trimmed.contains("${")) {
			throw new InvalidVoiceTelemetryConfigurationException(property, "holds a placeholder without a value",
					"Set the property or environment variable that it names.");
		}
		return trimmed;
	}

	/**
	 * Whether what has this name is likely a secret.
	 */
	static boolean isCredential(String name) {
		String lower = name.toLowerCase(Locale.ROOT);
		return CREDENTIALS.stream().anyMatch(lower::contains);
	}

	/**
	 * Headers of which the names alone are printed.
	 */
	private static final class Unprinted extends AbstractMap<String, String> {

		private final Map<String, String> headers;

		Unprinted(Map<String, String> headers) {
			this.headers = Collections.unmodifiableMap(headers);
		}

		@Override
		public Set<Entry<String, String>> entrySet() {
			return this.headers.entrySet();
		}

		@Override
		public boolean containsKey(Object name) {
			return this.headers.containsKey(name);
		}

		@Override
		public @Nullable String get(Object name) {
			return this.headers.get(name);
		}

		@Override
		public String toString() {
			return this.headers.keySet().toString();
		}

	}

}
