package io.voicetelemetry.benchmarks;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.voicetelemetry.benchmarks.targets.Targets;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs all benchmarks of calls, and prints what was to be reached and whether it was.
 * Each round runs each of them once, so that a disturbance of the machine hits a round
 * and not one side of a comparison; the table of calls has the medians. Unless only some
 * are asked for, the programs come after that which measure what is no single call:
 * delivery, calls at a time, open sessions and the start of applications. What fails is
 * told at the end, after all others have run, and by the exit status.
 */
public final class RunAll {

	/** All tables of delivery take an hour. */
	private static final Duration LONGEST_PROGRAM = Duration.ofHours(2);

	/** With less, the compilers are still at work when it is measured. */
	private static final int QUICK_WARM_UPS = 3;

	private static final int QUICK_ITERATIONS = 2;

	private final RunArguments arguments;

	private final CommandLineOptions options;

	private final ResultTable table = new ResultTable();

	private final ProgramRuns programs = new ProgramRuns(LONGEST_PROGRAM);

	private final Set<String> failed = new LinkedHashSet<>();

	private RunAll(RunArguments arguments) throws CommandLineOptionException {
		this.arguments = arguments;
		this.options = new CommandLineOptions(arguments.ofJmh().toArray(String[]::new));
	}

	/**
	 * Runs all benchmarks, or some of them.
	 * @param arguments {@code quick} for half an hour, the number of rounds, and then
	 * what JMH itself takes, such as which benchmarks, {@code -p sampled=true} or
	 * {@code -i 3}; each may be left out
	 * @throws Exception if there are no such benchmarks
	 */
	public static void main(String[] arguments) throws Exception {
		System.exit(new RunAll(RunArguments.parse(List.of(arguments))).run() ? 0 : 1);
	}

	private boolean run() throws RunnerException {
		Stopwatch stopwatch = new Stopwatch();
		for (int round = 1; round <= this.arguments.rounds(); round++) {
			for (int threads = 1; threads <= 2; threads++) {
				System.out
					.println("\nRound " + round + " of " + this.arguments.rounds() + ", " + threads + " thread(s)\n");
				runBenchmarks(threads);
			}
		}
		System.out.println("\nBenchmarks of calls took " + stopwatch + "\n" + this.table);
		if (this.options.getIncludes().isEmpty()) {
			this.programs.run(this.arguments.quick() ? Program.quick() : Program.all());
			this.failed.addAll(this.programs.failed());
		}
		System.out.println("\nTargets, JDK " + Runtime.version() + ", " + stopwatch + "\n\n"
				+ Targets.table(new Measurements(this.table, this.programs.figures())));
		this.failed.forEach((name) -> System.out.println("Failed: " + name));
		return this.failed.isEmpty();
	}

	private void runBenchmarks(int threads) throws RunnerException {
		ChainedOptionsBuilder builder = new OptionsBuilder().parent(this.options);
		if (this.options.getIncludes().isEmpty()) {
			builder.include(RunAll.class.getPackageName() + "\\.\\w+\\.\\w+$");
		}
		if (threads > 1) {
			// The pieces of a stream come one after the other.
			builder.exclude(StreamBenchmark.class.getName());
		}
		if (this.arguments.quick() && !this.options.getWarmupIterations().hasValue()) {
			builder.warmupIterations(QUICK_WARM_UPS);
		}
		if (this.arguments.quick() && !this.options.getMeasurementIterations().hasValue()) {
			builder.measurementIterations(QUICK_ITERATIONS);
		}
		Progress progress = new Progress();
		Runner runner = new Runner(builder.exclude(SpanSelectionBenchmark.class.getName())
			.threads(threads)
			.forks(1)
			.addProfiler(CpuProfiler.class)
			.addProfiler(GCProfiler.class)
			.build(), progress);
		try {
			this.table.add(runner.run());
		}
		catch (NoBenchmarksException ex) {
			if (threads == 1) {
				throw ex;
			}
		}
		this.failed.addAll(progress.failed());
	}

}
