package io.voicetelemetry.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * What {@link RunAll} is asked for.
 *
 * @param quick whether all is to be done in half an hour
 * @param rounds how often each benchmark of calls runs
 * @param ofJmh what JMH takes, such as which benchmarks
 */
record RunArguments(boolean quick, int rounds, List<String> ofJmh) {

	private static final String QUICK = "quick";

	private static final int ROUNDS = 3;

	/**
	 * Reads them: {@code quick}, the number of rounds, and what JMH takes, each of which
	 * may be left out.
	 * @throws IllegalArgumentException if there is to be no round
	 */
	static RunArguments parse(List<String> arguments) {
		List<String> rest = new ArrayList<>(arguments);
		boolean quick = !rest.isEmpty() && rest.get(0).equals(QUICK);
		if (quick) {
			rest.remove(0);
		}
		boolean counted = !rest.isEmpty() && rest.get(0).matches("\\d+");
		int rounds = counted ? Integer.parseInt(rest.remove(0)) : quick ? 1 : ROUNDS;
		if (rounds == 0) {
			throw new IllegalArgumentException("There must be a round at least");
		}
		return new RunArguments(quick, rounds, List.copyOf(rest));
	}

}
