package io.voicetelemetry.benchmarks.targets;

/**
 * The same figure for everything.
 *
 * @param value the figure
 */
record MeasuredAlike(double value) implements Measured {

	@Override
	public double cpuNanos(String benchmark, String parameters, int threads) {
		return this.value;
	}

	@Override
	public double bytes(String benchmark, String parameters) {
		return this.value;
	}

	@Override
	public double figure(ProgramFigure figure) {
		return this.value;
	}

}
