package io.voicetelemetry.content.redaction;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What was found in one text so far. Nothing is found twice: who comes first has it.
 */
final class Findings {

	private final Set<SensitiveKind> kinds;

	private final BitSet taken = new BitSet();

	private final List<Finding> all = new ArrayList<>();

	Findings(Set<SensitiveKind> kinds) {
		this.kinds = kinds;
	}

	/**
	 * What a finding is called here: its own kind if that is looked for, else a row of
	 * digits if that is, and it is one.
	 */
	@Nullable SensitiveKind known(SensitiveKind kind) {
		if (this.kinds.contains(kind)) {
			return kind;
		}
		boolean digits = kind == SensitiveKind.CARD || kind == SensitiveKind.PHONE || kind == SensitiveKind.SSN;
		return (digits && this.kinds.contains(SensitiveKind.DIGITS)) ? SensitiveKind.DIGITS : null;
	}

	void add(int start, int end, SensitiveKind kind) {
		SensitiveKind known = known(kind);
		if (known != null && firstTaken(start) >= end) {
			this.taken.set(start, end);
			this.all.add(new Finding(start, end, known));
		}
	}

	/**
	 * Whether what is found of a kind is called that.
	 */
	boolean isLookedFor(SensitiveKind kind) {
		return this.kinds.contains(kind);
	}

	boolean isTaken(int index) {
		return this.taken.get(index);
	}

	/**
	 * Where the next that was found begins.
	 */
	int firstTaken(int from) {
		int next = this.taken.nextSetBit(from);
		return (next >= 0) ? next : Integer.MAX_VALUE;
	}

	int firstFree(int from) {
		return this.taken.nextClearBit(from);
	}

	/**
	 * The text with marks in place of what was found.
	 */
	String marked(String text) {
		if (this.all.isEmpty()) {
			return text;
		}
		this.all.sort(Comparator.comparingInt(Finding::start));
		StringBuilder marked = new StringBuilder(text.length());
		int from = 0;
		for (Finding finding : this.all) {
			marked.append(text, from, finding.start()).append(finding.kind().mark());
			from = finding.end();
		}
		return marked.append(text, from, text.length()).toString();
	}

	/**
	 * All that was found, in no particular order.
	 */
	List<Finding> all() {
		return this.all;
	}

	/**
	 * A part of the text.
	 *
	 * @param start where it begins
	 * @param end where it ends, exclusive
	 * @param kind what it is
	 */
	record Finding(int start, int end, SensitiveKind kind) {
	}

}
