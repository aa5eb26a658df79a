package io.voicetelemetry.benchmarks;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import io.voicetelemetry.benchmarks.delivery.CallLoad;
import io.voicetelemetry.benchmarks.delivery.DialectCost;
import io.voicetelemetry.benchmarks.delivery.PipelineBenchmark;
import io.voicetelemetry.benchmarks.process.JavaProcess;
import io.voicetelemetry.benchmarks.startup.StartBenchmark;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs all benchmarks of calls and prints one table. Each round runs each of them once,
 * so that a disturbance of the machine hits a round and not one side of a comparison; the
 * table has the medians. Unless only some are asked for, the programs come after that
 * which measure what is no single call: delivery, calls at a time, open sessions and the
 * start of applications.
 */
public final class RunAll {

	private static final int DEFAULT_ROUNDS = 3;

	private RunAll() {
	}

	/**
	 * Runs all benchmarks, or some of them.
	 * @param args the number of rounds, and then what JMH itself takes, such as which
	 * benchmarks, {@code -p sampled=true} or {@code -i 3}
	 * @throws Exception if one fails
	 */
	public static void main(String[] args) throws Exception {
		int rounds = (args.length > 0) ? Integer.parseInt(args[0]) : DEFAULT_ROUNDS;
		CommandLineOptions options = new CommandLineOptions(
				(args.length > 1) ? Arrays.copyOfRange(args, 1, args.length) : new String[0]);
		ResultTable table = new ResultTable();
		for (int round = 1; round <= rounds; round++) {
			for (int threads = 1; threads <= 2; threads++) {
				System.out.println("Round " + round + " of " + rounds + ", " + threads + " thread(s)");
				table.add(run(options, threads));
			}
		}
		System.out.println(table);
		if (args.length <= 1) {
			runPrograms();
		}
	}

	private static void runPrograms() {
		JavaProcess.run(PipelineBenchmark.class, List.of(), List.of());
		JavaProcess.run(DialectCost.class, List.of(), List.of());
		JavaProcess.run(CallLoad.class, List.of(), List.of());
		JavaProcess.run(OpenSessions.class, List.of("-Xmx2g"), List.of());
		JavaProcess.run(StartBenchmark.class, List.of(), List.of());
	}

	private static Collection<RunResult> run(CommandLineOptions options, int threads) throws RunnerException {
		ChainedOptionsBuilder builder = new OptionsBuilder().parent(options);
		if (options.getIncludes().isEmpty()) {
			builder.include(RunAll.class.getPackageName() + "\\.\\w+\\.\\w+$");
		}
		return new Runner(builder.exclude(SpanSelectionBenchmark.class.getName())
			.threads(threads)
			.forks(1)
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT)
			.addProfiler(CpuProfiler.class)
			.addProfiler(GCProfiler.class)
			.build()).run();
	}

}
