package io.voicetelemetry.content.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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

	private static final int CONTEXT_BEFORE = 64;

	private static final int CONTEXT_AFTER = 24;

	private static final int SSN_DIGITS = 9;

	private static final int LONGEST_PHONE = 15;

	private static final List<String> SSN_WORDS = List.of("social", "ssn");

	private static final List<String> PHONE_WORDS = List.of("phone", "mobile", "cell", "call", "text me", "reach me",
			"ring", "landline", "fax", "hotline");

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
		NumberStretch stretch = null;
		for (NumberRun run : runs(groups, Dates.isMonth(this.text, lastWord))) {
			if (stretch == null || !stretch.goesOnWith(run)) {
				if (stretch != null) {
					judge(stretch, groups.get(0), prefix);
				}
				stretch = new NumberStretch(run);
			}
		}
		if (stretch != null) {
			judge(stretch, groups.get(0), prefix);
		}
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
			this.findings.add(from, end, kind(stretch, from, end, signed));
			return;
		}
		if (stretch.runs().size() > 1) {
			markCards(stretch.runs());
		}
		for (NumberRun run : stretch.runs()) {
			if (run.certain() >= SHORTEST && !run.isNoNumber()) {
				boolean ofFirst = signed && run.groups().get(0) == first;
				int start = ofFirst ? prefix : run.start();
				this.findings.add(start, run.end(), kind(new NumberStretch(run), start, run.end(), ofFirst));
			}
		}
	}

	/**
	 * Takes cards out of runs that need not belong together.
	 */
	private void markCards(List<NumberRun> runs) {
		for (int i = 0; i < runs.size(); i++) {
			NumberGroup first = runs.get(i).groups().get(0);
			int last = (first.isSpoken() || first.digits().length() >= CARD_GROUP) ? cardFrom(runs, i) : -1;
			if (last >= 0) {
				this.findings.add(runs.get(i).start(), runs.get(last).end(), SensitiveKind.CARD);
				i = last;
			}
		}
	}

	/**
	 * The last run of a card that begins with a run, or -1.
	 */
	private static int cardFrom(List<NumberRun> runs, int first) {
		StringBuilder digits = new StringBuilder(Luhn.LONGEST);
		for (int i = first; i < runs.size() && digits.length() < Luhn.LONGEST; i++) {
			digits.append(runs.get(i).digits());
			if (i > first && Luhn.isCard(digits, 0, digits.length())) {
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
		if (length <= LONGEST_SEARCHED && !(signed && length <= LONGEST_PHONE) && hasCard(groups(stretch))) {
			return SensitiveKind.CARD;
		}
		if (length == SSN_DIGITS && (sizes.equals(List.of(3, 2, 4)) || isNear(SSN_WORDS, start, end))) {
			return SensitiveKind.SSN;
		}
		boolean phone = signed || length == 10 || (length == 11 && digits.charAt(0) <= '1')
				|| sizes.equals(List.of(3, 4))
				|| (length > SHORTEST && length <= LONGEST_PHONE && isNear(PHONE_WORDS, start, start));
		return phone ? SensitiveKind.PHONE : SensitiveKind.DIGITS;
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

	private boolean isNear(List<String> words, int start, int end) {
		String before = this.text.substring(Math.max(0, start - CONTEXT_BEFORE), start).toLowerCase(Locale.ROOT);
		String after = (end > start)
				? this.text.substring(end, Math.min(this.text.length(), end + CONTEXT_AFTER)).toLowerCase(Locale.ROOT)
				: "";
		return words.stream().anyMatch((word) -> before.contains(word) || after.contains(word));
	}

}
