package io.voicetelemetry.content.redaction;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells what numbers are, and which are none.
 */
final class NumberJudge {

	/** Shorter ones are not taken out. */
	static final int SHORTEST = 6;

	/** A card that is hidden in a row of digits that is longer is taken out with it. */
	private static final int LONGEST_SEARCHED = 64;

	/** The shortest part that a card begins with where it is written in parts. */
	private static final int CARD_GROUP = 4;

	private static final int SSN_DIGITS = 9;

	private static final int LONGEST_PHONE = 15;

	private static final int SSN_RUNS = 3;

	private static final List<Integer> SSN = List.of(3, 2, 4);

	private final String text;

	private final Findings findings;

	NumberJudge(String text, Findings findings) {
		this.text = text;
		this.findings = findings;
	}

	/**
	 * Judges groups of digits that follow each other.
	 * @param groups the groups
	 * @param prefix where the sign begins that stands before them, or -1
	 * @param lastWord where the word begins that stands before them, or -1
	 */
	void judge(List<NumberGroup> groups, int prefix, int lastWord) {
		if (groups.stream().mapToInt(NumberGroup::certain).sum() < SHORTEST) {
			return;
		}
		List<NumberRun> runs = runs(groups, Dates.isMonth(this.text, lastWord));
		int from = 0;
		for (int i = 0; i + SSN_RUNS <= runs.size(); i++) {
			if (i >= from && isSsn(runs, i)) {
				judgeStretches(runs.subList(from, i), groups.get(0), prefix);
				judge(new NumberStretch(runs.subList(i, i + SSN_RUNS)), groups.get(0), prefix);
				from = i + SSN_RUNS;
			}
		}
		judgeStretches(runs.subList(from, runs.size()), groups.get(0), prefix);
	}

	private void judgeStretches(List<NumberRun> runs, NumberGroup first, int prefix) {
		NumberStretch stretch = null;
		for (NumberRun run : runs) {
			if (stretch == null || !stretch.goesOnWith(run)) {
				if (stretch != null) {
					judge(stretch, first, prefix);
				}
				stretch = new NumberStretch(run);
			}
		}
		if (stretch != null) {
			judge(stretch, first, prefix);
		}
	}

	/**
	 * Whether an SSN begins with a run, in its usual parts and with no more than a sign
	 * between them.
	 */
	private boolean isSsn(List<NumberRun> runs, int first) {
		NumberRun area = runs.get(first);
		NumberRun group = runs.get(first + 1);
		NumberRun serial = runs.get(first + 2);
		if (!area.isWritten(3) || !group.isWritten(2) || !serial.isWritten(4)) {
			return false;
		}
		boolean glued = area.end() + 1 == group.start() && group.end() + 1 == serial.start()
				&& this.text.charAt(area.end()) == this.text.charAt(group.end());
		return glued || NumberWords.isNearSsn(this.text, area.start(), serial.end());
	}

	private static List<NumberRun> runs(List<NumberGroup> groups, boolean afterMonth) {
		List<NumberRun> runs = new ArrayList<>();
		int from = 0;
		for (int i = 1; i <= groups.size(); i++) {
			if (i == groups.size() || groups.get(i).join().isLoose()) {
				runs.add(new NumberRun(groups.subList(from, i), afterMonth && from == 0));
				from = i;
			}
		}
		return runs;
	}

	private void judge(NumberStretch stretch, NumberGroup first, int prefix) {
		boolean signed = prefix >= 0 && stretch.runs().get(0).groups().get(0) == first;
		int from = signed ? prefix : stretch.runs().get(0).start();
		if (stretch.isOne()) {
			List<NumberRun> runs = stretch.runs();
			int end = runs.get(runs.size() - 1).end();
			add(from, end, stretch, signed);
			return;
		}
		if (stretch.runs().size() > 1) {
			markCards(stretch.runs());
		}
		for (NumberRun run : stretch.runs()) {
			if (run.certain() >= SHORTEST && !run.isNoNumber()) {
				boolean ofFirst = signed && run.groups().get(0) == first;
				int start = ofFirst ? prefix : run.start();
				add(start, run.end(), new NumberStretch(run), ofFirst);
			}
		}
	}

	/**
	 * Takes a number out, or, if nobody looks for what it is, what is looked for in it.
	 */
	private void add(int start, int end, NumberStretch stretch, boolean signed) {
		SensitiveKind kind = kind(stretch, start, end, signed);
		if (this.findings.known(kind) != null) {
			this.findings.add(start, end, kind);
			return;
		}
		List<NumberRun> parts = groups(stretch).stream().map((group) -> new NumberRun(List.of(group), false)).toList();
		for (int i = 0; i < parts.size(); i++) {
			int last = cardFrom(parts, i, 0);
			if (last >= 0) {
				this.findings.add(parts.get(i).start(), parts.get(last).end(), SensitiveKind.CARD);
				i = last;
			}
			else if (i + SSN_RUNS <= parts.size()
					&& new NumberStretch(parts.subList(i, i + SSN_RUNS)).sizes().equals(SSN)) {
				this.findings.add(parts.get(i).start(), parts.get(i + SSN_RUNS - 1).end(), SensitiveKind.SSN);
				i += SSN_RUNS - 1;
			}
		}
	}

	/**
	 * Takes cards out of runs that need not belong together.
	 */
	private void markCards(List<NumberRun> runs) {
		for (int i = 0; i < runs.size(); i++) {
			NumberGroup first = runs.get(i).groups().get(0);
			int last = (first.isSpoken() || first.digits().length() >= CARD_GROUP) ? cardFrom(runs, i, 1) : -1;
			if (last >= 0) {
				this.findings.add(runs.get(i).start(), runs.get(last).end(), SensitiveKind.CARD);
				i = last;
			}
		}
	}

	/**
	 * The last run of a card that begins with a run, or -1.
	 * @param more how many more than that it has at least
	 */
	private static int cardFrom(List<NumberRun> runs, int first, int more) {
		StringBuilder digits = new StringBuilder(Luhn.LONGEST);
		for (int i = first; i < runs.size() && digits.length() < Luhn.LONGEST; i++) {
			digits.append(runs.get(i).digits());
			if (i >= first + more && Luhn.isCard(digits, 0, digits.length())) {
				return i;
			}
		}
		return -1;
	}

	private SensitiveKind kind(NumberStretch stretch, int start, int end, boolean signed) {
		StringBuilder digits = new StringBuilder();
		stretch.runs().forEach((run) -> digits.append(run.digits()));
		int length = digits.length();
		List<Integer> sizes = (length <= LONGEST_SEARCHED) ? stretch.sizes() : List.of();
		if (length <= LONGEST_SEARCHED && !(isPhone(signed) && length <= LONGEST_PHONE) && hasCard(groups(stretch))) {
			return SensitiveKind.CARD;
		}
		if (length == SSN_DIGITS && (sizes.equals(SSN) || NumberWords.isNearSsn(this.text, start, end))) {
			return SensitiveKind.SSN;
		}
		boolean phone = signed || length == 10 || (length == 11 && digits.charAt(0) <= '1')
				|| sizes.equals(List.of(3, 4))
				|| (length > SHORTEST && length <= LONGEST_PHONE && NumberWords.isAfterPhone(this.text, start));
		return phone ? SensitiveKind.PHONE : SensitiveKind.DIGITS;
	}

	private boolean isPhone(boolean signed) {
		return signed && this.findings.isLookedFor(SensitiveKind.PHONE);
	}

	private static List<NumberGroup> groups(NumberStretch stretch) {
		return stretch.runs().stream().flatMap((run) -> run.groups().stream()).toList();
	}

	private static boolean hasCard(List<NumberGroup> groups) {
		for (int i = 0; i < groups.size(); i++) {
			StringBuilder digits = new StringBuilder(Luhn.LONGEST);
			for (int j = i; j < groups.size() && digits.length() < Luhn.LONGEST; j++) {
				digits.append(groups.get(j).digits());
				if (Luhn.isCard(digits, 0, digits.length())) {
					return true;
				}
			}
		}
		return false;
	}

}
