package io.voicetelemetry.benchmarks.targets;

import java.lang.reflect.Field;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

import static org.assertj.core.api.Assertions.assertThat;

class TargetsTests {

	@Test
	void tellsOfEachTargetWhetherItWasMet() {
		// Each ratio is 1 then, and each difference 0.
		assertThat(rows(new MeasuredAlike(1))).anyMatch((row) -> row.endsWith("| 1.000 | at most 1.600 | met |"))
			.anyMatch((row) -> row.endsWith("| 1.000 | at most 0.500 | missed |"))
			.anyMatch((row) -> row.endsWith("| 0 proxies | at most 0 proxies | met |"))
			.anyMatch((row) -> row.endsWith("| 0.00 ns | at most 1.50 ns | met |"))
			.noneMatch((row) -> row.endsWith("| not measured |"));
	}

	@Test
	void tellsThatNothingWasMeasured() {
		assertThat(rows(new MeasuredAlike(Double.NaN))).isNotEmpty()
			.allMatch((row) -> row.endsWith("| not measured |"));
	}

	@Test
	void asksForBenchmarksThatThereAreAndForAllFigures() {
		Existing existing = new Existing();
		rows(existing);
		assertThat(existing.asked).containsExactly(ProgramFigure.values());
	}

	private static List<String> rows(Measured measured) {
		return Targets.table(measured).lines().skip(2).toList();
	}

	/**
	 * Has all that can be measured.
	 */
	private static final class Existing implements Measured {

		private final Set<ProgramFigure> asked = EnumSet.noneOf(ProgramFigure.class);

		@Override
		public double cpuNanos(String benchmark, String parameters, int threads) {
			String[] name = benchmark.split("\\.");
			try {
				Class<?> type = Class.forName("io.voicetelemetry.benchmarks." + name[0]);
				assertThat(type.getMethods()).filteredOn((method) -> method.getName().equals(name[1]))
					.singleElement()
					.matches((method) -> method.isAnnotationPresent(Benchmark.class));
				for (String parameter : parameters.isEmpty() ? new String[0] : parameters.split(", ")) {
					Field field = type.getField(parameter.split("=")[0]);
					assertThat(field.getAnnotation(Param.class).value()).contains(parameter.split("=")[1]);
				}
			}
			catch (ReflectiveOperationException ex) {
				throw new AssertionError(benchmark + " with " + parameters, ex);
			}
			return 1;
		}

		@Override
		public double bytes(String benchmark, String parameters) {
			return cpuNanos(benchmark, parameters, 1);
		}

		@Override
		public double figure(ProgramFigure figure) {
			this.asked.add(figure);
			return 1;
		}

	}

}
