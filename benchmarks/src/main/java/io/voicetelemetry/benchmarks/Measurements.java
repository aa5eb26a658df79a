package io.voicetelemetry.benchmarks;

import java.util.Map;

import io.voicetelemetry.benchmarks.targets.Measured;
import io.voicetelemetry.benchmarks.targets.ProgramFigure;

/**
 * What benchmarks and programs have measured in a run.
 *
 * @param calls what the benchmarks have
 * @param figures what the programs have
 */
record Measurements(ResultTable calls, Map<ProgramFigure, Double> figures) implements Measured {

	@Override
	public double cpuNanos(String benchmark, String parameters, int threads) {
		return this.calls.cpuNanos(new BenchmarkRow(benchmark, parameters, threads));
	}

	@Override
	public double bytes(String benchmark, String parameters) {
		return this.calls.bytes(new BenchmarkRow(benchmark, parameters, 1));
	}

	@Override
	public double figure(ProgramFigure figure) {
		return this.figures.getOrDefault(figure, Double.NaN);
	}

}
