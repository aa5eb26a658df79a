package io.voicetelemetry.content.redaction;

/**
 * What can be found in a text and taken out of it
 * ({@code voice.telemetry.content.redaction.detectors}). Numbers and e-mail addresses are
 * found written and spoken in English.
 *
 * @since 0.1
 */
public enum SensitiveKind {

	/**
	 * Numbers of payment cards: 13 to 19 digits with the right check digit.
	 */
	CARD("[card]"),

	/**
	 * International bank account numbers with the right check digits.
	 */
	IBAN("[iban]"),

	/**
	 * E-mail addresses, also as "jane dot doe at example dot com".
	 */
	EMAIL("[email]"),

	/**
	 * Phone numbers of at least 6 digits, as far as their form or what is said before
	 * tells.
	 */
	PHONE("[phone]"),

	/**
	 * US social security numbers.
	 */
	SSN("[ssn]"),

	/**
	 * SIP and tel URIs.
	 */
	SIP("[sip]"),

	/**
	 * Any other row of 6 or more digits. So a number that is spread over turns, of which
	 * none has all of it, cannot be put together again.
	 */
	DIGITS("[digits]");

	private final String mark;

	SensitiveKind(String mark) {
		this.mark = mark;
	}

	/**
	 * What stands in its place: the kind, and nothing of what was there.
	 * @return the mark
	 */
	public String mark() {
		return this.mark;
	}

}
