package io.voicetelemetry.content.redaction;

import org.jspecify.annotations.Nullable;

/**
 * An object or array that is being read. Of an array that has nothing but digits in it,
 * these are kept: a number may have been cut into pieces.
 */
final class JsonLevel {

	private final boolean array;

	private final int start;

	private @Nullable StringBuilder digits;

	private int size;

	/** Whether all so far are one digit, each greater than the one before. */
	private boolean counted = true;

	private char last;

	/**
	 * An object or array.
	 * @param array whether it is an array
	 * @param start where it begins in what is written
	 */
	JsonLevel(boolean array, int start) {
		this.array = array;
		this.start = start;
		this.digits = array ? new StringBuilder() : null;
	}

	boolean isArray() {
		return this.array;
	}

	int start() {
		return this.start;
	}

	/**
	 * Told of an element.
	 * @param scalar what it is, or {@code null} if it is none of digits
	 */
	void add(@Nullable String scalar) {
		if (this.digits == null) {
			return;
		}
		if (scalar == null || !isDigits(scalar)) {
			this.digits = null;
			return;
		}
		this.digits.append((this.size == 0) ? "" : ", ").append(scalar);
		this.size++;
		char digit = scalar.charAt(0);
		this.counted &= scalar.length() == 1 && digit > this.last;
		this.last = digit;
	}

	private static boolean isDigits(String scalar) {
		boolean any = false;
		for (int i = 0; i < scalar.length(); i++) {
			boolean digit = Characters.isDigit(scalar, i);
			if (!digit && !Characters.isGap(scalar.charAt(i)) && !Characters.isDash(scalar.charAt(i))) {
				return false;
			}
			any |= digit;
		}
		return any;
	}

	/**
	 * What is in the array, or {@code null} if it cannot be pieces of a number.
	 */
	@Nullable String digits() {
		return (this.digits != null && this.size > 1 && !this.counted) ? this.digits.toString() : null;
	}

}
