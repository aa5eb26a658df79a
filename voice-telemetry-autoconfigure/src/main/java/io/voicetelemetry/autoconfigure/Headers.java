package io.voicetelemetry.autoconfigure;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What makes headers that can be sent. A secret that was mounted from a file often ends
 * in a line break; HTTP clients print such a value when they refuse it.
 */
final class Headers {

	/** What RFC 9110 calls a token. */
	private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

	private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7E\\t]*");

	/**
	 * The JDK's client refuses some of them at each request; the exporter sets the
	 * others.
	 */
	private static final Set<String> NOT_TO_BE_SET = Set.of("connection", "content-encoding", "content-length",
			"content-type", "expect", "host", "transfer-encoding", "upgrade");

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
		return Collections.unmodifiableMap(checked);
	}

	private static String checkedValue(String value, String property) {
		String trimmed = value.strip();
		if (trimmed.isEmpty()) {
			throw new InvalidVoiceTelemetryConfigurationException(property, "is empty", "Set its value, or remove it.");
		}
		if (!VALUE.matcher(trimmed).matches()) {
			throw new InvalidVoiceTelemetryConfigurationException(property,
					"holds a line break or another character that no header can have",
					"Write its value in one line of plain ASCII.");
		}
		return trimmed;
	}

}
