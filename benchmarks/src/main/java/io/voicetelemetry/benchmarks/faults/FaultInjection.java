package io.voicetelemetry.benchmarks.faults;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Plays faults of a backend over real HTTP, measures what becomes of the spans, and
 * prints a table. Ends with status 1 if a promise was not kept.
 */
public final class FaultInjection {

	/** The rows of the scorecard that are played. */
	static final Map<Integer, Scenario> SCENARIOS = scenarios();

	private FaultInjection() {
	}

	private static Map<Integer, Scenario> scenarios() {
		Map<Integer, Scenario> scenarios = new TreeMap<>();
		scenarios.put(1, new OutageScenario());
		scenarios.put(2, new OverflowScenario());
		scenarios.put(3, new FlappingScenario());
		scenarios.put(4, new ResetScenario());
		scenarios.put(5, new SilenceScenario());
		scenarios.put(6, new RetryAfterScenario());
		scenarios.put(7, new HerdScenario());
		scenarios.put(8, new CredentialScenario());
		scenarios.put(9, new RedirectScenario());
		scenarios.put(10, new PartialSuccessScenario());
		scenarios.put(11, new TooLargeScenario());
		scenarios.put(13, new TerminationScenario(false));
		scenarios.put(14, new TerminationScenario(true));
		scenarios.put(15, new KillScenario());
		scenarios.put(30, new SoakScenario());
		return Collections.unmodifiableMap(scenarios);
	}

	/**
	 * Plays the faults.
	 * @param arguments {@code --rows=1,3}, {@code --short}, {@code --seconds=5},
	 * {@code --seed=1}, {@code --sessions=200}, {@code --rate=1000}, {@code --kills=20},
	 * {@code --compare=false}
	 */
	public static void main(String[] arguments) {
		Options options = Options.parse(arguments);
		CapturedLog.takeOverJavaLogging();
		Scorecard scorecard = new Scorecard();
		List<Integer> rows = options.rows().isEmpty() ? List.copyOf(SCENARIOS.keySet()) : options.rows();
		rows.forEach((row) -> play(row, options, scorecard));
		System.out.println("\n" + scorecard);
		// The short form is for machines that build other things at the same time.
		System.exit(scorecard.isPassed(!options.isShort()) ? 0 : 1);
	}

	static void play(int row, Options options, Scorecard scorecard) {
		Scenario scenario = SCENARIOS.get(row);
		if (scenario == null) {
			throw new IllegalArgumentException("There is no row " + row + " but " + SCENARIOS.keySet());
		}
		String title = scenario.title(options);
		System.out.println("Row " + row + ": " + title);
		List<Check> checks;
		try {
			checks = scenario.play(options);
		}
		catch (Exception ex) {
			ex.printStackTrace(System.out);
			checks = List.of(Check.of("can be played", false, "%s", ex));
		}
		checks.forEach((check) -> System.out
			.println("  " + check.verdict() + "  " + check.criterion() + ": " + check.measured()));
		scorecard.add(row, title, checks);
	}

}
