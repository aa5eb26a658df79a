package io.voicetelemetry.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;

/**
 * Prints a line for each benchmark when it is done, and what JMH has to say of one that
 * fails. Not thread-safe: the runner tells one thing after the other.
 */
final class Progress implements OutputFormat {

	/** What begins a line of JMH's that is about its settings. */
	private static final String NOTE = "#";

	private final List<String> failed = new ArrayList<>();

	private @Nullable String running;

	/**
	 * The benchmarks that were begun and not done. Asked once the run is over.
	 */
	List<String> failed() {
		giveUpRunning();
		return this.failed;
	}

	/**
	 * JMH tells nothing of one that fails: another begins, or none.
	 */
	private void giveUpRunning() {
		if (this.running != null) {
			System.out.println(this.running + ": failed");
			this.failed.add(this.running);
			this.running = null;
		}
	}

	@Override
	public void startBenchmark(BenchmarkParams params) {
		giveUpRunning();
		this.running = BenchmarkRow.of(params).toString();
	}

	@Override
	public void endBenchmark(@Nullable BenchmarkResult result) {
		if (result != null) {
			System.out.printf(Locale.ROOT, "%s: %.1f %s%n", this.running, result.getPrimaryResult().getScore(),
					result.getScoreUnit());
			this.running = null;
		}
	}

	@Override
	public void println(String text) {
		if (!text.isBlank() && !text.startsWith(NOTE)) {
			System.out.println(text);
		}
	}

	@Override
	public void print(String text) {
	}

	@Override
	public void verbosePrintln(String text) {
	}

	@Override
	public void iteration(BenchmarkParams benchmark, IterationParams params, int iteration) {
	}

	@Override
	public void iterationResult(BenchmarkParams benchmark, IterationParams params, int iteration,
			IterationResult result) {
	}

	@Override
	public void startRun() {
	}

	@Override
	public void endRun(Collection<RunResult> results) {
	}

	@Override
	public void write(int part) {
	}

	@Override
	public void write(byte[] part) {
	}

	@Override
	public void flush() {
		System.out.flush();
	}

	@Override
	public void close() {
	}

}
