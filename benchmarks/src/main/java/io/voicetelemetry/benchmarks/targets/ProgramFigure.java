package io.voicetelemetry.benchmarks.targets;

import java.util.EnumMap;
import java.util.Map;

import io.voicetelemetry.benchmarks.process.JavaProcess;

/**
 * What a program measures that there is a target for. Who has started it is told in a
 * line.
 */
public enum ProgramFigure {

	/** Small spans that one backend gets in a second, plain. */
	SPANS_PER_SECOND,

	/** How many of them it did not get. */
	SPANS_DROPPED,

	/** Processor time for one of them, without making it. */
	EXPORT_CPU_MICROS,

	/** From a span's end to its arrival, at 20 spans in a second. */
	ARRIVAL_P50_MILLIS,

	/** The longest time from a span's end to its arrival, at 20 spans in a second. */
	ARRIVAL_MAX_MILLIS,

	/** Of an open session with two open children. */
	OPEN_SESSION_BYTES,

	/** Until the application is ready, as a ratio to that with Boot's tracing bridge. */
	START_READY,

	/** Processor time until then, as a ratio to that with Boot's tracing bridge. */
	START_CPU,

	/** The ratio of the time of an application with a backend. */
	START_WITH_BACKEND_READY,

	/** The ratio of the processor time of an application with a backend. */
	START_WITH_BACKEND_CPU;

	/**
	 * Tells who has started this process what was measured.
	 * @param figures what was measured
	 */
	public static void tell(Map<ProgramFigure, Double> figures) {
		figures.forEach((figure, value) -> JavaProcess.tell(figure.name(), value));
	}

	/**
	 * Reads what a program has told.
	 * @param told texts by the words they are about, some of which may be no figures
	 * @return the figures
	 */
	public static Map<ProgramFigure, Double> parse(Map<String, String> told) {
		Map<ProgramFigure, Double> figures = new EnumMap<>(ProgramFigure.class);
		for (ProgramFigure figure : values()) {
			String value = told.get(figure.name());
			if (value != null) {
				figures.put(figure, Double.valueOf(value));
			}
		}
		return figures;
	}

}
