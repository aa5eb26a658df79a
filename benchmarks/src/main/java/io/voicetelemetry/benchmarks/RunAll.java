package io.voicetelemetry.benchmarks;

import java.util.Collection;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs all benchmarks of calls and prints one table. Each round runs each of them once,
 * so that a disturbance of the machine hits a round and not one side of a comparison; the
 * table has the medians.
 */
public final class RunAll {

	private static final int DEFAULT_ROUNDS = 3;

	private RunAll() {
	}

	/**
	 * Runs all benchmarks.
	 * @param args the number of rounds
	 * @throws RunnerException if one fails
	 */
	public static void main(String[] args) throws RunnerException {
		int rounds = (args.length > 0) ? Integer.parseInt(args[0]) : DEFAULT_ROUNDS;
		ResultTable table = new ResultTable();
		for (int round = 1; round <= rounds; round++) {
			for (int threads = 1; threads <= 2; threads++) {
				System.out.println("Round " + round + " of " + rounds + ", " + threads + " thread(s)");
				table.add(run(threads));
			}
		}
		System.out.println(table);
	}

	private static Collection<RunResult> run(int threads) throws RunnerException {
		return new Runner(new OptionsBuilder().include(RunAll.class.getPackageName() + ".*")
			.exclude(SpanSelectionBenchmark.class.getName())
			.threads(threads)
			.forks(1)
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT)
			.addProfiler(CpuProfiler.class)
			.addProfiler(GCProfiler.class)
			.build()).run();
	}

}
