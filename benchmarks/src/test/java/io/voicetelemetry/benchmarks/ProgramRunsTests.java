package io.voicetelemetry.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.voicetelemetry.benchmarks.process.JavaProcess;
import io.voicetelemetry.benchmarks.targets.ProgramFigure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

class ProgramRunsTests {

	private final ProgramRuns runs = new ProgramRuns(Duration.ofMinutes(10));

	@Test
	void tellsWhichProgramsFailAfterAllHaveRun() {
		this.runs.run(List.of(program(Throwing.class), program(Ending.class), program(Measuring.class, "5.5")));
		assertThat(this.runs.failed()).containsExactly("Throwing", "Ending");
		assertThat(this.runs.figures()).isEqualTo(Map.of(ProgramFigure.EXPORT_CPU_MICROS, 5.5));
	}

	@Test
	void whatIsNoFigureDoesNotEndTheRun() {
		this.runs.run(List.of(program(Mistaken.class), program(Measuring.class, "5.5")));
		assertThat(this.runs.failed()).containsExactly("Mistaken");
		assertThat(this.runs.figures()).isEqualTo(Map.of(ProgramFigure.EXPORT_CPU_MICROS, 5.5));
	}

	@Test
	void keepsTheFiguresOfAllPrograms() {
		this.runs.run(List.of(program(Measuring.class, "4.5"), program(Silent.class)));
		assertThat(this.runs.failed()).isEmpty();
		assertThat(this.runs.figures()).isEqualTo(Map.of(ProgramFigure.EXPORT_CPU_MICROS, 4.5));
	}

	@Test
	@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void endsWhatHangs() {
		ProgramRuns runs = new ProgramRuns(Duration.ofSeconds(2));
		runs.run(List.of(program(Hanging.class)));
		assertThat(runs.failed()).containsExactly("Hanging");
	}

	private static Program program(Class<?> main, String... arguments) {
		return new Program(main, List.of("-Xmx64m"), List.of(arguments));
	}

	/**
	 * Measures something, and fails then.
	 */
	static class Throwing {

		public static void main(String[] arguments) {
			ProgramFigure.tell(Map.of(ProgramFigure.SPANS_DROPPED, 1.0));
			throw new IllegalStateException("as it is meant to");
		}

	}

	/**
	 * Fails without a word.
	 */
	static class Ending {

		public static void main(String[] arguments) {
			System.exit(3);
		}

	}

	/**
	 * Measures what is no number.
	 */
	static class Mistaken {

		public static void main(String[] arguments) {
			JavaProcess.tell(ProgramFigure.EXPORT_CPU_MICROS.name(), "little");
		}

	}

	/**
	 * Measures what it is given.
	 */
	static class Measuring {

		public static void main(String[] arguments) {
			System.out.println("| a table |");
			JavaProcess.tell("something", "else");
			ProgramFigure.tell(Map.of(ProgramFigure.EXPORT_CPU_MICROS, Double.valueOf(arguments[0])));
		}

	}

	/**
	 * Never ends.
	 */
	static class Hanging {

		public static void main(String[] arguments) throws InterruptedException {
			Thread.sleep(Long.MAX_VALUE);
		}

	}

	/**
	 * Measures nothing.
	 */
	static class Silent {

		public static void main(String[] arguments) {
		}

	}

}
