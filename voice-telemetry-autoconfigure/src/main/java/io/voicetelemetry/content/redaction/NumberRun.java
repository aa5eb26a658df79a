package io.voicetelemetry.content.redaction;

import java.util.List;

import io.voicetelemetry.content.redaction.NumberGroup.Form;
import io.voicetelemetry.content.redaction.NumberGroup.Join;

/**
 * Groups of digits with nothing but gaps, dashes or dots between them.
 */
final class NumberRun {

	private final List<NumberGroup> groups;

	private final boolean afterMonth;

	private final int certain;

	private final String digits;

	NumberRun(List<NumberGroup> groups, boolean afterMonth) {
		this.groups = groups;
		this.afterMonth = afterMonth;
		StringBuilder digits = new StringBuilder();
		int certain = 0;
		for (NumberGroup group : groups) {
			digits.append(group.digits());
			certain += group.certain();
		}
		this.digits = digits.toString();
		this.certain = certain;
	}

	List<NumberGroup> groups() {
		return this.groups;
	}

	String digits() {
		return this.digits;
	}

	/**
	 * How many of the digits are some for certain.
	 */
	int certain() {
		return this.certain;
	}

	int start() {
		return this.groups.get(0).start();
	}

	int end() {
		return this.groups.get(this.groups.size() - 1).end();
	}

	/**
	 * Whether nothing but a sign stands between it and the run before.
	 */
	boolean isAfterSign() {
		return this.groups.get(0).join() == Join.SIGN;
	}

	/**
	 * Whether it is so many digits, written as one.
	 */
	boolean isWritten(int length) {
		return this.groups.size() == 1 && this.digits.length() == length && isAll(Form.WRITTEN);
	}

	boolean isAll(Form form) {
		return this.groups.stream().allMatch((group) -> group.form() == form);
	}

	/**
	 * Whether digits are spoken one by one.
	 */
	boolean isUnits() {
		return this.groups.stream().allMatch((group) -> group.form() == Form.UNITS && group.certain() > 0);
	}

	boolean isSpoken() {
		return this.groups.stream().allMatch(NumberGroup::isSpoken);
	}

	/**
	 * Whether digits are written one by one.
	 */
	boolean isSingles() {
		return isAll(Form.WRITTEN) && this.groups.stream().allMatch((group) -> group.digits().length() == 1);
	}

	/**
	 * Whether it is something that is told like a number and is none.
	 */
	boolean isNoNumber() {
		return isDate() || isTimeOrYear();
	}

	private boolean isDate() {
		int size = this.groups.size();
		if (size == 3 && isAll(Form.WRITTEN)) {
			return Dates.isDate(digits(0), digits(1), digits(2));
		}
		if (size == 2 && this.groups.get(1).join() == Join.DASH && Dates.isYear(digits(0)) && Dates.isYear(digits(1))) {
			return true;
		}
		return this.afterMonth && size > 1 && Dates.isDay(digits(0))
				&& Dates.isYear(this.digits.substring(digits(0).length()));
	}

	private String digits(int index) {
		return this.groups.get(index).digits();
	}

	/**
	 * Whether it is spoken as times of day are, or as a year is.
	 */
	boolean isTimeOrYear() {
		if (this.groups.stream().noneMatch((group) -> group.form() == Form.TENS)) {
			return false;
		}
		if (Dates.isYear(this.digits)) {
			return true;
		}
		for (int i = 0; i < this.groups.size(); i += 2) {
			if (i + 1 == this.groups.size() || !Dates.isTime(digits(i), digits(i + 1))) {
				return false;
			}
		}
		return true;
	}

}
