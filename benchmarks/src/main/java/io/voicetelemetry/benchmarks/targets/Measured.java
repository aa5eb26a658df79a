package io.voicetelemetry.benchmarks.targets;

/**
 * What was measured, where anything that was not is {@link Double#NaN}.
 */
public interface Measured {

	/**
	 * Processor time of an operation.
	 * @param benchmark the class and the method, such as {@code CallBenchmark.annotated}
	 * @param parameters such as {@code sampled=true}, or empty for none
	 * @param threads how many threads did it at once
	 * @return nanoseconds
	 */
	double cpuNanos(String benchmark, String parameters, int threads);

	/**
	 * What an operation allocates on the one thread that does it.
	 * @param benchmark the class and the method
	 * @param parameters such as {@code sampled=true}, or empty for none
	 * @return bytes
	 */
	double bytes(String benchmark, String parameters);

	/**
	 * What a program has measured.
	 * @param figure what it is
	 * @return the figure
	 */
	double figure(ProgramFigure figure);

}
