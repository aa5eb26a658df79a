package io.voicetelemetry.content.redaction;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Puts a mark such as {@code [card]} in place of what should be known to nobody. Where a
 * text is JSON, or the beginning of JSON, it still is afterwards. Takes time in
 * proportion to the length of the text, whatever is in it. Thread-safe.
 *
 * @since 0.1
 */
public final class SensitiveDataRedactor {

	/** JSON in a string of JSON in a string of JSON. */
	private static final int MAX_DEPTH = 4;

	private final Set<SensitiveKind> kinds;

	private SensitiveDataRedactor(Set<SensitiveKind> kinds) {
		this.kinds = kinds;
	}

	/**
	 * A redactor.
	 * @param kinds what it takes out
	 * @return the redactor
	 */
	public static SensitiveDataRedactor of(Set<SensitiveKind> kinds) {
		EnumSet<SensitiveKind> copy = EnumSet.noneOf(SensitiveKind.class);
		copy.addAll(kinds);
		return new SensitiveDataRedactor(copy);
	}

	/**
	 * Redacts a text.
	 * @param text the text
	 * @return the text with marks, or the text itself if nothing was found
	 */
	public String redact(String text) {
		return redact(text, 0);
	}

	private String redact(String text, int depth) {
		if (depth < MAX_DEPTH) {
			String json = JsonText.redact(text, (part) -> redact(part, depth + 1), this::redactPlain);
			if (json != null) {
				return json;
			}
		}
		return redactPlain(text);
	}

	private String redactPlain(String text) {
		return find(text).marked(text);
	}

	/**
	 * What is found in a text that is not JSON.
	 */
	List<Findings.Finding> findings(String text) {
		return find(text).all();
	}

	private Findings find(String text) {
		Findings findings = new Findings(this.kinds);
		if (!this.kinds.isEmpty()) {
			UriDetector.find(text, findings);
			EmailDetector.find(text, findings);
			SpokenEmailDetector.find(text, findings);
			IbanDetector.find(text, findings);
			new NumberScanner(text, findings).scan();
		}
		return findings;
	}

	@Override
	public String toString() {
		return "SensitiveDataRedactor" + this.kinds;
	}

}
