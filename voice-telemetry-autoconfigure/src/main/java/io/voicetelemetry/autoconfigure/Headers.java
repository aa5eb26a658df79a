package io.voicetelemetry.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What makes headers that can be sent. A secret that was mounted from a file often ends
 * in a line break; HTTP clients print such a value when they refuse it.
 */
final class Headers {

	/** What RFC 9110 calls a token. */
	private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

	private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7E\\t]*");

	private Headers() {
	}

	/**
	 * Headers without space around their values.
	 */
	static Map<String, String> checked(Map<String, String> headers, String property) {
		Map<String, String> checked = new LinkedHashMap<>();
		headers.forEach((name, value) -> {
			if (!NAME.matcher(name).matches()) {
				throw new InvalidVoiceTelemetryConfigurationException(property, "has a name that no header can have",
						"Use letters, digits and '-'.");
			}
			String trimmed = value.strip();
			if (trimmed.isEmpty()) {
				throw new InvalidVoiceTelemetryConfigurationException(property + "." + name, "is empty",
						"Set its value, or remove it.");
			}
			if (!VALUE.matcher(trimmed).matches()) {
				throw new InvalidVoiceTelemetryConfigurationException(property + "." + name,
						"holds a line break or another character that no header can have",
						"Write its value in one line of plain ASCII.");
			}
			checked.put(name, trimmed);
		});
		return Map.copyOf(checked);
	}

}
