package io.voicetelemetry.content.redaction;

/**
 * Digits that are written or spoken together.
 *
 * @param start where they begin in the text
 * @param end where they end, exclusive
 * @param digits the digits
 * @param form how they are told
 * @param certain how many of them are digits for certain: words that sound like some are
 * not
 * @param join what stands between them and those before
 */
record NumberGroup(int start, int end, String digits, Form form, int certain, Join join) {

	NumberGroup followedBy(String more, int newEnd) {
		return new NumberGroup(this.start, newEnd, this.digits + more, this.form, this.certain, this.join);
	}

	boolean isSpoken() {
		return this.form != Form.WRITTEN;
	}

	/**
	 * How digits are told.
	 */
	enum Form {

		/** As digits. */
		WRITTEN,

		/** One by one. */
		UNITS,

		/** Two at a time. */
		TENS

	}

	/**
	 * What stands between two groups.
	 */
	enum Join {

		/** They are the first. */
		NONE,

		/** A gap. */
		SPACE,

		/** A dash. */
		DASH,

		/** A dot and no gap. */
		DOT,

		/** What may be between parts of one number, but need not. */
		LOOSE,

		/**
		 * Any other sign and no gap: parts of a number, but also of a time or a ratio.
		 */
		SIGN;

		boolean isLoose() {
			return this == LOOSE || this == SIGN || this == NONE;
		}

	}

}
