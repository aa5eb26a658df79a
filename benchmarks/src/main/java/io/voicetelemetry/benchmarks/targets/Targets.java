package io.voicetelemetry.benchmarks.targets;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * All that was to be reached, and whether it was. Ratios are of processor time.
 */
public final class Targets {

	private static final String SAMPLED = "sampled=true";

	private static final String SAMPLED_OUT = "sampled=false";

	private static final String WITH_METERS = "PeerCallBenchmark.annotatedWithMeters";

	private static final String WITH_OTEL_COUNTERS = "PeerCallBenchmark.handWrittenEightWithOtelCounters";

	private static final String WITH_SAME_METERS = "PeerCallBenchmark.handWrittenWithMeters";

	/** There the prototype took more that the target comes from. */
	private static final double PLAIN_CALL_RATIO = (Runtime.version().feature() >= 25) ? 1.20 : 1.15;

	private static final List<Target> ALL = List.of(
			ratio("plain call with token meters : by hand with OpenTelemetry's counters", PLAIN_CALL_RATIO,
					(measured) -> cpuRatio(measured, WITH_METERS, WITH_OTEL_COUNTERS, SAMPLED, 1)),
			ratio("the same with two threads", 0.5,
					(measured) -> cpuRatio(measured, WITH_METERS, WITH_OTEL_COUNTERS, SAMPLED, 2)),
			ratio("the same : by hand with the same attributes and meters", PLAIN_CALL_RATIO,
					(measured) -> cpuRatio(measured, WITH_METERS, WITH_SAME_METERS, SAMPLED, 1)),
			bytes("bytes of a plain call with token meters", 1126, (measured) -> measured.bytes(WITH_METERS, SAMPLED)),
			ratio("everything on, outside any session : by hand", 1.6,
					(measured) -> cpuRatio(measured, "FullCallBenchmark.annotatedFull",
							"FullCallBenchmark.handWrittenFull", SAMPLED, 1)),
			bytes("bytes of that call outside any", 1843,
					(measured) -> measured.bytes("FullCallBenchmark.annotatedFull", SAMPLED)),
			ratio("everything on, in a session : by hand", 1.6,
					(measured) -> cpuRatio(measured, "FullCallBenchmark.annotatedFullInSession",
							"FullCallBenchmark.handWrittenFullInSession", SAMPLED, 1)),
			bytes("bytes of that call in a session", 1843,
					(measured) -> measured.bytes("FullCallBenchmark.annotatedFullInSession", SAMPLED)),
			ratio("sampled out : by hand", 1.15,
					(measured) -> cpuRatio(measured, "CallBenchmark.annotated", "CallBenchmark.handWritten",
							SAMPLED_OUT, 1)),
			ratio("sampled out with all meters : by hand with the same meters", 1.15,
					(measured) -> cpuRatio(measured, WITH_METERS, WITH_SAME_METERS, SAMPLED_OUT, 1)),
			Target.atMost("disabled", 0, "%.0f proxies", Targets::proxiesWhenDisabled),
			pieceOfStream("Iterator", "iterator"), pieceOfStream("Flux", "flux"),
			pieceOfStream("Publisher", "publisher"),
			Target.atLeast("spans delivered, plain, to one backend", 100_000, "%,.0f /s",
					(measured) -> measured.figure(ProgramFigure.SPANS_PER_SECOND)),
			Target.atMost("spans dropped meanwhile", 0, "%,.0f",
					(measured) -> measured.figure(ProgramFigure.SPANS_DROPPED)),
			Target.atMost("CPU to export a span, plain", 5, "%.2f us",
					(measured) -> measured.figure(ProgramFigure.EXPORT_CPU_MICROS)),
			millis("from end to arrival at 20 spans/s, p50", 500, ProgramFigure.ARRIVAL_P50_MILLIS),
			millis("from end to arrival at 20 spans/s, longest", 1200, ProgramFigure.ARRIVAL_MAX_MILLIS),
			bytes("bytes of an open session with two open children", 5120,
					(measured) -> measured.figure(ProgramFigure.OPEN_SESSION_BYTES)),
			start("start, ready : with Boot's tracing bridge", ProgramFigure.START_READY),
			start("start, CPU : with Boot's tracing bridge", ProgramFigure.START_CPU),
			start("start with a backend, ready : with Boot's tracing bridge", ProgramFigure.START_WITH_BACKEND_READY),
			start("start with a backend, CPU : with Boot's tracing bridge", ProgramFigure.START_WITH_BACKEND_CPU));

	private Targets() {
	}

	/**
	 * A table with a row for each target.
	 * @param measured what was measured
	 * @return the table in Markdown
	 */
	public static String table(Measured measured) {
		return ALL.stream()
			.map((target) -> target.row(measured))
			.collect(Collectors.joining("", String.format("| | measured | target | |%n| --- | ---: | ---: | --- |%n"),
					""));
	}

	private static Target ratio(String title, double most, ToDoubleFunction<Measured> measure) {
		return Target.atMost(title, most, "%.3f", measure);
	}

	private static Target bytes(String title, double most, ToDoubleFunction<Measured> measure) {
		return Target.atMost(title, most, "%,.0f B", measure);
	}

	private static Target millis(String title, double most, ProgramFigure figure) {
		return Target.atMost(title, most, "%,.0f ms", (measured) -> measured.figure(figure));
	}

	private static Target start(String title, ProgramFigure figure) {
		return ratio(title, 1.10, (measured) -> measured.figure(figure));
	}

	private static Target pieceOfStream(String type, String method) {
		String benchmark = "StreamBenchmark." + method;
		return Target.atMost("a piece of a followed " + type + ", above the plain one", 1.5, "%.2f ns",
				(measured) -> measured.cpuNanos(benchmark, "amongOthers=false, way=FOLLOWED", 1)
						- measured.cpuNanos(benchmark, "amongOthers=false, way=PLAIN", 1));
	}

	private static double cpuRatio(Measured measured, String ours, String reference, String parameters, int threads) {
		return measured.cpuNanos(ours, parameters, threads) / measured.cpuNanos(reference, parameters, threads);
	}

	/**
	 * None if it was measured at all: the benchmark refuses to call a proxy.
	 */
	private static double proxiesWhenDisabled(Measured measured) {
		return Double.isNaN(measured.bytes("DisabledCallBenchmark.annotatedDisabled", "")) ? Double.NaN : 0;
	}

}
