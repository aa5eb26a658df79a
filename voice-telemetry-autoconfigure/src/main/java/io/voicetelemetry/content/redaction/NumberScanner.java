package io.voicetelemetry.content.redaction;

import java.util.ArrayList;
import java.util.List;

import io.voicetelemetry.content.redaction.NumberGroup.Form;
import io.voicetelemetry.content.redaction.NumberGroup.Join;
import org.jspecify.annotations.Nullable;

/**
 * Collects digits, written and spoken, that may belong together, and has them judged.
 */
final class NumberScanner {

	private static final int MAX_FILLERS = 3;

	private static final int LONGEST_TAG = 80;

	private static final String PAUSE = "<break";

	private final String text;

	private final Findings findings;

	private final NumberJudge judge;

	private List<NumberGroup> groups = new ArrayList<>();

	private Join join = Join.NONE;

	private int fillers;

	/** Where a sign begins that a phone number may begin with, or -1. */
	private int prefix = -1;

	/** Where the last word begins that stands for no digit, or -1. */
	private int lastWord = -1;

	NumberScanner(String text, Findings findings) {
		this.text = text;
		this.findings = findings;
		this.judge = new NumberJudge(text, findings);
	}

	void scan() {
		int i = 0;
		int taken = this.findings.firstTaken(0);
		while (i < this.text.length()) {
			if (i >= taken) {
				flush();
				i = this.findings.firstFree(i);
				taken = this.findings.firstTaken(i);
				continue;
			}
			char c = this.text.charAt(i);
			if (Characters.digit(this.text, i) >= 0) {
				i = digits(i);
			}
			else if (Character.isLetter(c)) {
				i = word(i, Characters.afterWord(this.text, i));
			}
			else {
				i = (c == '\\') ? escape(i) : sign(i, i + 1, c);
			}
		}
		flush();
	}

	private int digits(int start) {
		int end = NotNumbers.end(this.text, start);
		if (end > start) {
			flush();
			return end;
		}
		StringBuilder digits = new StringBuilder();
		int i = start;
		while (i < this.text.length()) {
			int digit = Characters.digit(this.text, i);
			if (digit < 0) {
				break;
			}
			digits.append((char) ('0' + digit));
			i += Characters.size(this.text, i);
		}
		add(start, i, digits.toString(), Form.WRITTEN, digits.length());
		return i;
	}

	private int word(int start, int end) {
		int identifier = NotNumbers.identifierEnd(this.text, start);
		if (identifier > start) {
			flush();
			return identifier;
		}
		SpokenNumber number = SpokenNumber.of(this.text, start, end);
		if (number == null) {
			flush();
			this.lastWord = start;
			return end;
		}
		return switch (number.role()) {
			case UNIT -> add(start, end, number.digits(), Form.UNITS, 1);
			case TEEN -> add(start, end, number.digits(), Form.TENS, 2);
			case TENS -> tens(start, end, number);
			case REPEAT -> repeat(start, end, number);
			case UNITS -> units(end, number);
			case HUNDRED -> hundred(end);
			case SOUNDS_ALIKE -> soundsAlike(start, end, number);
			case PLUS -> plus(start, end);
			case FILLER -> filler(end);
		};
	}

	private int add(int start, int end, String digits, Form form, int certain) {
		this.groups.add(new NumberGroup(start, end, digits, form, certain, joinBefore(form)));
		this.join = Join.NONE;
		this.fillers = 0;
		return end;
	}

	private Join joinBefore(Form form) {
		NumberGroup last = last();
		if (last == null) {
			return Join.NONE;
		}
		// Nobody writes one half and speaks the other in pairs.
		boolean other = (form == Form.TENS && last.form() == Form.WRITTEN)
				|| (form == Form.WRITTEN && last.form() == Form.TENS);
		if (other) {
			return Join.LOOSE;
		}
		return (this.join != Join.NONE) ? this.join : Join.SPACE;
	}

	private int tens(int start, int end, SpokenNumber tens) {
		int next = afterGapOrHyphen(end);
		SpokenNumber unit = (next > end) ? SpokenNumber.unitAt(this.text, next) : null;
		if (unit == null || unit.digits().equals("0")) {
			return add(start, end, tens.digits(), Form.TENS, 2);
		}
		return add(start, Characters.afterWord(this.text, next), tens.digits().charAt(0) + unit.digits(), Form.TENS, 2);
	}

	private int repeat(int start, int end, SpokenNumber repeat) {
		int next = afterGapOrHyphen(end);
		int times = repeat.digits().charAt(0) - '0';
		SpokenNumber unit = SpokenNumber.unitAt(this.text, next);
		if (unit != null) {
			return add(start, Characters.afterWord(this.text, next), unit.digits().repeat(times), Form.UNITS, times);
		}
		if (Characters.isDigit(this.text, next) && !Characters.isDigit(this.text, next + 1)) {
			String digit = String.valueOf(Characters.digit(this.text, next));
			return add(start, next + 1, digit.repeat(times), Form.UNITS, times);
		}
		flush();
		return end;
	}

	private int units(int end, SpokenNumber units) {
		NumberGroup last = last();
		if (last != null && last.form() != Form.WRITTEN && this.join == Join.SPACE && !last.digits().startsWith("0")
				&& last.digits().length() <= 2) {
			int times = Math.min(Integer.parseInt(last.digits()), Luhn.LONGEST);
			this.groups.set(this.groups.size() - 1,
					new NumberGroup(last.start(), end, units.digits().repeat(times), Form.UNITS, times, last.join()));
			this.join = Join.NONE;
		}
		else {
			flush();
		}
		return end;
	}

	private int hundred(int end) {
		NumberGroup last = last();
		if (last != null && last.isSpoken() && this.join == Join.SPACE) {
			this.groups.set(this.groups.size() - 1, last.followedBy("00", end));
			this.join = Join.NONE;
		}
		else {
			flush();
		}
		return end;
	}

	private int soundsAlike(int start, int end, SpokenNumber number) {
		NumberGroup last = last();
		boolean among = last != null && last.form() == Form.UNITS && this.join == Join.SPACE
				&& SpokenNumber.unitAt(this.text, Characters.afterGap(this.text, end)) != null;
		if (among) {
			return add(start, end, number.digits(), Form.UNITS, 0);
		}
		flush();
		return end;
	}

	private int plus(int start, int end) {
		flush();
		this.prefix = start;
		return end;
	}

	private int filler(int end) {
		if (++this.fillers > MAX_FILLERS) {
			flush();
		}
		this.join = Join.LOOSE;
		return end;
	}

	private int escape(int index) {
		Escape escape = Escape.at(this.text, index);
		if (escape == null) {
			return sign(index, index + 1, '\\');
		}
		int digit = Character.digit(escape.meaning(), 10);
		if (digit >= 0) {
			return add(index, escape.end(), String.valueOf(digit), Form.WRITTEN, 1);
		}
		return sign(index, escape.end(), escape.meaning());
	}

	private int sign(int index, int end, char c) {
		if (Characters.isGap(c) || Characters.isMark(c)) {
			between(Join.SPACE);
		}
		else if (Characters.isDash(c)) {
			between((this.join == Join.DASH) ? Join.LOOSE : Join.DASH);
		}
		else if (c == '(' || c == ')') {
			between(Join.SPACE);
			if (c == '(' && this.groups.isEmpty()) {
				startPrefix(index);
			}
		}
		else if (c == '.') {
			boolean inside = this.join == Join.NONE && Characters.isDigit(this.text, end);
			between(inside ? Join.DOT : Join.LOOSE);
		}
		else if (c == ',' || Characters.isLineEnd(c) || c == '\u2026' || c == '\u3001') {
			between(Join.LOOSE);
		}
		else if (c == '<' && this.text.regionMatches(true, index, PAUSE, 0, PAUSE.length())) {
			int tag = this.text.substring(index, Math.min(this.text.length(), index + LONGEST_TAG)).indexOf('>');
			between(Join.LOOSE);
			return index + Math.max(tag, 0) + 1;
		}
		else if (isBetweenDigits(index, end, c)) {
			between(Join.SIGN);
		}
		else {
			flush();
			if (c == '+') {
				startPrefix(index);
			}
		}
		return end;
	}

	private boolean isBetweenDigits(int start, int end, char c) {
		NumberGroup last = last();
		return last != null && last.end() == start && c != '+' && !Characters.isBound(c) && !Character.isLetter(c)
				&& Characters.isDigit(this.text, end);
	}

	private void between(Join next) {
		if (!this.groups.isEmpty() && next.compareTo(this.join) > 0) {
			this.join = next;
		}
	}

	private void startPrefix(int index) {
		if (this.prefix < 0) {
			this.prefix = index;
		}
	}

	private int afterGapOrHyphen(int index) {
		int after = Characters.afterGap(this.text, index);
		return (after == index && this.text.startsWith("-", index)) ? index + 1 : after;
	}

	private @Nullable NumberGroup last() {
		return this.groups.isEmpty() ? null : this.groups.get(this.groups.size() - 1);
	}

	private void flush() {
		if (!this.groups.isEmpty()) {
			this.judge.judge(this.groups, this.prefix, this.lastWord);
			this.groups = new ArrayList<>();
		}
		this.join = Join.NONE;
		this.fillers = 0;
		this.prefix = -1;
		this.lastWord = -1;
	}

}
