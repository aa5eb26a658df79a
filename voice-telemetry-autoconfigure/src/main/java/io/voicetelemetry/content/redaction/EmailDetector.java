package io.voicetelemetry.content.redaction;

/**
 * Finds written e-mail addresses.
 */
final class EmailDetector {

	private static final String ESCAPED_AT = "%40";

	private static final int MAX_QUOTED = 66;

	private EmailDetector() {
	}

	static void find(String text, Findings findings) {
		if (findings.known(SensitiveKind.EMAIL) == null) {
			return;
		}
		int floor = 0;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			boolean at = c == '@' || c == '\uff20' || c == '\ufe6b';
			if (at || (c == '%' && text.startsWith(ESCAPED_AT, i))) {
				int after = at ? i + 1 : i + ESCAPED_AT.length();
				int start = localPart(text, floor, i);
				int end = domain(text, after);
				if (start < i && end > after) {
					findings.add(start, end, SensitiveKind.EMAIL);
					floor = end;
				}
				else {
					floor = after;
				}
				i = Math.max(after, floor) - 1;
			}
		}
	}

	/**
	 * Where what stands before the sign begins; at the sign if there is nothing.
	 */
	private static int localPart(String text, int floor, int at) {
		int start = at;
		while (start > floor && isLocal(text.charAt(start - 1))) {
			start--;
		}
		while (start < at && !isWord(text.charAt(start))) {
			start++;
		}
		return (start == at) ? quoted(text, floor, at) : start;
	}

	private static int quoted(String text, int floor, int at) {
		if (at - 1 <= floor || text.charAt(at - 1) != '"') {
			return at;
		}
		for (int i = at - 2; i >= Math.max(floor, at - MAX_QUOTED); i--) {
			if (text.charAt(i) == '"') {
				return i;
			}
		}
		return at;
	}

	private static boolean isLocal(char c) {
		return isWord(c) || ".-'%~".indexOf(c) >= 0;
	}

	private static boolean isWord(char c) {
		return Character.isLetterOrDigit(c) || c == '_' || c == '+' || Character.isSurrogate(c);
	}

	/**
	 * Where the domain ends; where it should begin if there is none.
	 */
	private static int domain(String text, int start) {
		int end = start;
		while (end < text.length() && isDomain(text.charAt(end))) {
			end++;
		}
		while (end > start && ".-".indexOf(text.charAt(end - 1)) >= 0) {
			end--;
		}
		int dot = end - 1;
		while (dot > start && text.charAt(dot) != '.') {
			dot--;
		}
		boolean known = dot > start && end - dot > 2 && Character.isLetter(text.charAt(dot + 1));
		return known ? end : start;
	}

	private static boolean isDomain(char c) {
		return Character.isLetterOrDigit(c) || c == '.' || c == '-' || Character.isSurrogate(c);
	}

}
