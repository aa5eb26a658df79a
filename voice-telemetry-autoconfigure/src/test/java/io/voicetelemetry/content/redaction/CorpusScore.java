package io.voicetelemetry.content.redaction;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * How much of what is sensitive in utterances was found, and how much of what was found
 * is. A label counts as found if no letter and no digit of it is left; a finding is right
 * if it has no letter and no digit of anything else.
 */
final class CorpusScore {

	static final String SPOKEN = "spoken";

	private final SensitiveDataRedactor redactor = SensitiveDataRedactor.of(EnumSet.allOf(SensitiveKind.class));

	private final Map<String, int[]> found = new TreeMap<>();

	private int right;

	private int wrong;

	private int otherKind;

	private final List<String> mistakes = new ArrayList<>();

	static CorpusScore of(List<Utterance> utterances) {
		CorpusScore score = new CorpusScore();
		utterances.forEach(score::add);
		return score;
	}

	private void add(Utterance utterance) {
		if (utterance.isJson()) {
			addJson(utterance);
		}
		else {
			addPlain(utterance);
		}
	}

	private void addJson(Utterance utterance) {
		String redacted = this.redactor.redact(utterance.text());
		boolean same = redacted.equals(utterance.expected());
		utterance.labels().forEach((label) -> count(utterance, label, same));
		if (same) {
			this.right += utterance.labels().size();
		}
		else {
			this.wrong++;
			this.mistakes.add(utterance.text() + " => " + redacted);
		}
	}

	private void addPlain(Utterance utterance) {
		String text = utterance.text();
		List<Findings.Finding> findings = this.redactor.findings(text);
		for (Findings.Finding label : utterance.labels()) {
			boolean covered = all(text, label, (i) -> findings.stream().anyMatch((finding) -> isIn(finding, i)));
			count(utterance, label, covered);
			if (!covered) {
				this.mistakes.add("missed " + label.kind() + ": " + this.redactor.redact(text) + " <= " + text);
			}
			else if (findings.stream()
				.noneMatch((finding) -> finding.kind() == label.kind() && isIn(finding, label.start()))) {
				this.otherKind++;
				this.mistakes
					.add("other kind than " + label.kind() + ": " + this.redactor.redact(text) + " <= " + text);
			}
		}
		for (Findings.Finding finding : findings) {
			boolean correct = all(text, finding,
					(i) -> utterance.labels().stream().anyMatch((label) -> isIn(label, i)));
			this.right += correct ? 1 : 0;
			this.wrong += correct ? 0 : 1;
			if (!correct) {
				this.mistakes.add("too much: " + this.redactor.redact(text) + " <= " + text);
			}
		}
	}

	private static boolean all(String text, Findings.Finding part, IntPredicate covered) {
		for (int i = part.start(); i < part.end(); i++) {
			if (Character.isLetterOrDigit(text.charAt(i)) && !covered.test(i)) {
				return false;
			}
		}
		return true;
	}

	private static boolean isIn(Findings.Finding finding, int index) {
		return index >= finding.start() && index < finding.end();
	}

	private void count(Utterance utterance, Findings.Finding label, boolean covered) {
		count(label.kind().name().toLowerCase(Locale.ROOT), covered);
		if (utterance.isSpoken(label)) {
			count(SPOKEN, covered);
		}
	}

	private void count(String kind, boolean covered) {
		int[] counts = this.found.computeIfAbsent(kind, (key) -> new int[2]);
		counts[0] += covered ? 1 : 0;
		counts[1]++;
	}

	double recall(String kind) {
		int[] counts = this.found.getOrDefault(kind, new int[2]);
		return (double) counts[0] / counts[1];
	}

	double precision() {
		return (double) this.right / (this.right + this.wrong);
	}

	List<String> mistakes() {
		return this.mistakes;
	}

	@Override
	public String toString() {
		StringBuilder table = new StringBuilder();
		this.found.forEach((kind, counts) -> table.append(String.format(Locale.ROOT, "%n  recall %-8s %.3f (%d of %d)",
				kind, recall(kind), counts[0], counts[1])));
		return table
			.append(String.format(Locale.ROOT, "%n  precision       %.3f (%d of %d), %d of another kind", precision(),
					this.right, this.right + this.wrong, this.otherKind))
			.toString();
	}

}
