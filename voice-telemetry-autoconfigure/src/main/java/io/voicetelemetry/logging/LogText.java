package io.voicetelemetry.logging;

import org.jspecify.annotations.Nullable;

/**
 * Makes names and ids fit for a line. Callers, tools and providers choose some of them: a
 * line break in one must not forge a line.
 */
final class LogText {

	static final int MAX_LENGTH = 256;

	private static final char REPLACEMENT = '?';

	private LogText() {
	}

	static @Nullable String ofNullable(@Nullable String text) {
		return (text != null) ? of(text) : null;
	}

	static String of(String text) {
		int length = Math.min(text.length(), MAX_LENGTH);
		if (length < text.length() && Character.isHighSurrogate(text.charAt(length - 1))) {
			length--;
		}
		for (int i = 0; i < length; i++) {
			if (breaksLine(text.charAt(i))) {
				return replaced(text, length);
			}
		}
		return text.substring(0, length);
	}

	private static String replaced(String text, int length) {
		StringBuilder replaced = new StringBuilder(text);
		replaced.setLength(length);
		for (int i = 0; i < length; i++) {
			if (breaksLine(replaced.charAt(i))) {
				replaced.setCharAt(i, REPLACEMENT);
			}
		}
		return replaced.toString();
	}

	private static boolean breaksLine(char character) {
		return switch (Character.getType(character)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
			default -> false;
		};
	}

}
