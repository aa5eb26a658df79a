package io.voicetelemetry.otlp;

import java.util.regex.Pattern;

/**
 * What somebody else has written, as part of a log line.
 */
final class OneLine {

	private static final int MAX_LENGTH = 200;

	/** Control and format characters, which could forge a line or turn its direction. */
	private static final Pattern NOT_PRINTED = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");

	private OneLine() {
	}

	static String of(String text) {
		String line = NOT_PRINTED.matcher((text.length() > MAX_LENGTH) ? text.substring(0, MAX_LENGTH) : text)
			.replaceAll(" ");
		return line.strip();
	}

}
