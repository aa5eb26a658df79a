package io.voicetelemetry.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.voicetelemetry.benchmarks.process.JavaProcess;
import io.voicetelemetry.benchmarks.targets.ProgramFigure;

/**
 * Runs one program after the other, whether or not those before have failed. Not
 * thread-safe.
 */
final class ProgramRuns {

	private final Duration longest;

	private final Map<ProgramFigure, Double> figures = new EnumMap<>(ProgramFigure.class);

	private final List<String> failed = new ArrayList<>();

	/**
	 * Runs of programs.
	 * @param longest how long each may take: one that hangs is ended, and has failed
	 */
	ProgramRuns(Duration longest) {
		this.longest = longest;
	}

	void run(List<Program> programs) {
		for (Program program : programs) {
			Stopwatch stopwatch = new Stopwatch();
			System.out.println("\n" + program);
			try {
				this.figures.putAll(ProgramFigure
					.parse(JavaProcess.run(program.main(), program.options(), program.arguments(), this.longest)));
				System.out.println("\n" + program.name() + " took " + stopwatch);
			}
			catch (RuntimeException ex) {
				// Whatever it is: what the others measure is not to be lost.
				this.failed.add(program.name());
				System.out.println("\n" + ex + " after " + stopwatch);
			}
		}
	}

	/**
	 * What was measured by programs that have not failed.
	 */
	Map<ProgramFigure, Double> figures() {
		return Collections.unmodifiableMap(this.figures);
	}

	/**
	 * The names of the programs that have failed.
	 */
	List<String> failed() {
		return Collections.unmodifiableList(this.failed);
	}

}
