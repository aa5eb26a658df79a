package io.voicetelemetry.content.redaction;

import java.util.ArrayList;
import java.util.List;

import io.voicetelemetry.content.redaction.NumberGroup.Form;

/**
 * Runs of digits that may be parts of one number: with a comma between them, say, or a
 * word that means nothing.
 */
final class NumberStretch {

	/** As long as parts of a number are that are told in parts. */
	private static final int PART = 3;

	private static final int SPOKEN_PART = 2;

	private static final List<Integer> SSN = List.of(3, 2, 4);

	/** Of a card, as most are told. */
	private static final int QUARTER = 4;

	/** Of what may also be a list of times and rooms, more must be there. */
	private static final int LEAST_OF_MIXED = 7;

	/** Of what may also be a ratio, even more. */
	private static final int LEAST_WITH_SIGNS = 10;

	private final List<NumberRun> runs = new ArrayList<>();

	private int certain;

	NumberStretch(NumberRun first) {
		add(first);
	}

	NumberStretch(List<NumberRun> runs) {
		runs.forEach(this::add);
	}

	private void add(NumberRun run) {
		this.runs.add(run);
		this.certain += run.certain();
	}

	/**
	 * Adds a run if it may go on what is here.
	 */
	boolean goesOnWith(NumberRun run) {
		NumberRun last = this.runs.get(this.runs.size() - 1);
		boolean alike = !run.isAfterSign()
				&& ((last.isUnits() && run.isUnits()) || (last.isSingles() && run.isSingles()));
		if (alike || (isPart(last) && isPart(run))) {
			add(run);
			return true;
		}
		return false;
	}

	private static boolean isPart(NumberRun run) {
		return run.certain() >= (run.isSpoken() ? SPOKEN_PART : PART);
	}

	List<NumberRun> runs() {
		return this.runs;
	}

	int certain() {
		return this.certain;
	}

	/**
	 * Whether it is one number for all that can be told, however long its parts are.
	 */
	boolean isOne() {
		if (this.runs.size() == 1) {
			return this.certain >= NumberJudge.SHORTEST && !this.runs.get(0).isNoNumber();
		}
		if (this.certain < NumberJudge.SHORTEST) {
			return false;
		}
		if (isWritten() && sizes().equals(SSN)) {
			return true;
		}
		if (this.runs.stream().skip(1).anyMatch(NumberRun::isAfterSign) && this.certain < LEAST_WITH_SIGNS) {
			return false;
		}
		return isToldOneByOne() || isToldInParts() || (isWritten() && isGrouped());
	}

	private boolean isToldOneByOne() {
		return this.runs.stream().allMatch(NumberRun::isUnits) || this.runs.stream().allMatch(NumberRun::isSingles);
	}

	private boolean isToldInParts() {
		if (this.certain < LEAST_OF_MIXED || !this.runs.stream().allMatch(NumberStretch::isPart)
				|| this.runs.stream().allMatch(NumberRun::isTimeOrYear)) {
			return false;
		}
		return this.runs.stream().anyMatch((run) -> run.isUnits() && run.certain() >= PART)
				|| this.runs.stream().allMatch((run) -> run.isSpoken() && run.certain() >= QUARTER);
	}

	private boolean isWritten() {
		return this.runs.stream().allMatch((run) -> run.isAll(Form.WRITTEN));
	}

	private boolean isGrouped() {
		List<Integer> sizes = sizes();
		return sizes.equals(List.of(3, 3, 4)) || sizes.equals(List.of(3, 4))
				|| (sizes.stream().allMatch((size) -> size == QUARTER) && this.runs.stream()
					.allMatch((run) -> run.groups().size() == 1 && !Dates.isYear(run.digits())));
	}

	/**
	 * How many digits the parts have that can be told apart.
	 */
	List<Integer> sizes() {
		if (this.runs.size() == 1) {
			return this.runs.get(0).groups().stream().map((group) -> group.digits().length()).toList();
		}
		return this.runs.stream().map((run) -> run.digits().length()).toList();
	}

}
