package io.voicetelemetry.content.redaction;

/**
 * Finds SIP and tel URIs.
 */
final class UriDetector {

	private static final String[] SCHEMES = { "sip:", "sips:", "tel:" };

	private static final String ENDS = "<>\"'(){}[],\\|^`";

	private static final String TRAILING = ".;:?!";

	private UriDetector() {
	}

	static void find(String text, Findings findings) {
		if (findings.known(SensitiveKind.SIP) == null) {
			return;
		}
		int from = 0;
		for (int colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', Math.max(colon + 1, from))) {
			for (String scheme : SCHEMES) {
				int start = colon + 1 - scheme.length();
				if (start >= from && text.regionMatches(true, start, scheme, 0, scheme.length())
						&& !Characters.isAlphanumeric(text, start - 1) && beginsAddress(text, colon + 1, scheme)) {
					from = end(text, colon + 1);
					findings.add(start, from, SensitiveKind.SIP);
				}
			}
		}
	}

	private static int end(String text, int start) {
		int end = start;
		while (end < text.length() && !isEnd(text.charAt(end))) {
			end++;
		}
		while (end > start && TRAILING.indexOf(text.charAt(end - 1)) >= 0) {
			end--;
		}
		return end;
	}

	private static boolean isEnd(char c) {
		return c <= ' ' || ENDS.indexOf(c) >= 0 || Character.isWhitespace(c);
	}

	private static boolean beginsAddress(String text, int index, String scheme) {
		boolean number = Characters.isDigit(text, index) || text.startsWith("+", index);
		return number || (scheme.startsWith("sip") && Characters.isAlphanumeric(text, index));
	}

}
