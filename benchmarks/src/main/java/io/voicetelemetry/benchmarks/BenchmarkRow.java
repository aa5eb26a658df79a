package io.voicetelemetry.benchmarks;

import java.lang.reflect.Method;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * A row of the table: a benchmark, and how it is run.
 *
 * @param benchmark the class, without its package, and the method
 * @param parameters as {@code name=value}
 * @param threads how many threads call at once
 */
record BenchmarkRow(String benchmark, String parameters, int threads) {

	static BenchmarkRow of(BenchmarkParams params) {
		String name = params.getBenchmark();
		String parameters = params.getParamsKeys()
			.stream()
			.map((parameter) -> parameter + "=" + params.getParam(parameter))
			.collect(Collectors.joining(", "));
		int afterPackage = name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1;
		return new BenchmarkRow(name.substring(afterPackage), parameters, params.getThreads());
	}

	String call() {
		return this.benchmark.substring(endOfType() + 1);
	}

	/**
	 * What this one is to be compared with, or {@code null} for nothing.
	 */
	@Nullable BenchmarkRow reference() {
		String type = this.benchmark.substring(0, endOfType());
		try {
			for (Method method : Class.forName(BenchmarkRow.class.getPackageName() + "." + type).getMethods()) {
				ComparedWith reference = method.getAnnotation(ComparedWith.class);
				if (reference != null && method.getName().equals(call())) {
					return new BenchmarkRow(type + "." + reference.value(), this.parameters, this.threads);
				}
			}
			return null;
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private int endOfType() {
		return this.benchmark.indexOf('.');
	}

	@Override
	public String toString() {
		return this.benchmark + (this.parameters.isEmpty() ? "" : ", " + this.parameters) + ", " + this.threads
				+ ((this.threads == 1) ? " thread" : " threads");
	}

}
