package io.voicetelemetry.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import io.voicetelemetry.benchmarks.process.Median;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * Medians over all iterations, and the ratio of each benchmark to the one that it is
 * {@linkplain ComparedWith compared with}.
 */
final class ResultTable {

	private static final String BYTES = "gc.alloc.rate.norm";

	private final Map<BenchmarkRow, Samples> rows = new LinkedHashMap<>();

	void add(Collection<RunResult> results) {
		for (RunResult result : results) {
			Samples samples = this.rows.computeIfAbsent(BenchmarkRow.of(result.getParams()), (row) -> new Samples());
			for (BenchmarkResult fork : result.getBenchmarkResults()) {
				fork.getIterationResults().forEach(samples::add);
			}
		}
	}

	/**
	 * Processor time of an operation, or {@link Double#NaN} if it was not measured.
	 */
	double cpuNanos(BenchmarkRow row) {
		return medianOf(row, (samples) -> samples.cpu);
	}

	/**
	 * Bytes that an operation allocates, or {@link Double#NaN} if they were not measured.
	 */
	double bytes(BenchmarkRow row) {
		return medianOf(row, (samples) -> samples.bytes);
	}

	private double medianOf(BenchmarkRow row, Function<Samples, List<Double>> values) {
		Samples samples = this.rows.get(row);
		return (samples != null) ? median(values.apply(samples)) : Double.NaN;
	}

	@Override
	public String toString() {
		StringBuilder table = new StringBuilder(String.format(Locale.ROOT,
				"%n| call | parameters | threads | wall ns/op | CPU ns/op | B/op | CPU x | B x |%n"
						+ "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |%n"));
		this.rows.forEach((row, samples) -> {
			BenchmarkRow comparedWith = row.reference();
			Samples reference = (comparedWith != null) ? this.rows.get(comparedWith) : null;
			table.append(String.format(Locale.ROOT, "| %s | %s | %d | %.1f ±%.1f | %.1f ±%.1f | %.0f | %s | %s |%n",
					row.call(), row.parameters(), row.threads(), median(samples.wall), deviation(samples.wall),
					median(samples.cpu), deviation(samples.cpu), median(samples.bytes),
					(reference != null) ? ratio(samples.cpu, reference.cpu) : "–",
					(reference != null) ? ratio(samples.bytes, reference.bytes) : "–"));
		});
		return table.toString();
	}

	private static String ratio(List<Double> values, List<Double> reference) {
		double divisor = median(reference);
		return (divisor > 0) ? String.format(Locale.ROOT, "%.2f", median(values) / divisor) : "–";
	}

	private static double median(List<Double> values) {
		return Median.of(values.stream().mapToDouble(Double::doubleValue));
	}

	/**
	 * The median absolute deviation.
	 */
	private static double deviation(List<Double> values) {
		double median = median(values);
		return median(values.stream().map((value) -> Math.abs(value - median)).toList());
	}

	private static final class Samples {

		private final List<Double> wall = new ArrayList<>();

		private final List<Double> cpu = new ArrayList<>();

		private final List<Double> bytes = new ArrayList<>();

		void add(IterationResult iteration) {
			this.wall.add(iteration.getPrimaryResult().getScore());
			add(this.cpu, iteration.getSecondaryResults().get(CpuProfiler.LABEL));
			add(this.bytes, iteration.getSecondaryResults().get(BYTES));
		}

		private static void add(List<Double> values, Result<?> result) {
			values.add((result != null) ? result.getScore() : Double.NaN);
		}

	}

}
