package io.voicetelemetry.benchmarks.faults;

import java.util.Locale;

/**
 * A line of the table.
 *
 * @param criterion what was promised
 * @param measured what was measured
 * @param verdict whether it was kept
 * @param timed whether a machine that is busy with other things can break it
 */
record Check(String criterion, String measured, Verdict verdict, boolean timed) {

	static Check of(String criterion, boolean pass, String measured, Object... arguments) {
		return new Check(criterion, String.format(Locale.ROOT, measured, arguments), pass ? Verdict.PASS : Verdict.FAIL,
				false);
	}

	/**
	 * Something about time, which a machine that is busy with other things can break.
	 */
	static Check ofTime(String criterion, boolean pass, String measured, Object... arguments) {
		Check check = of(criterion, pass, measured, arguments);
		return new Check(check.criterion(), check.measured(), check.verdict(), true);
	}

	/**
	 * Something to know that promises nothing.
	 */
	static Check note(String what, String measured, Object... arguments) {
		return new Check(what, String.format(Locale.ROOT, measured, arguments), Verdict.NONE, false);
	}

	/**
	 * What came of it.
	 */
	enum Verdict {

		/** As promised. */
		PASS("pass"),

		/** Not as promised. */
		FAIL("FAIL"),

		/** Nothing was promised. */
		NONE("–");

		private final String text;

		Verdict(String text) {
			this.text = text;
		}

		@Override
		public String toString() {
			return this.text;
		}

	}

}
