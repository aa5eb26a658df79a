package io.voicetelemetry.benchmarks.delivery;

import java.util.List;
import java.util.Locale;

import io.voicetelemetry.benchmarks.process.JavaProcess;

/**
 * Plays concurrent calls in an application with the starter, against a receiver, and
 * tells of latency, loss, memory and processor time. Application and receiver are
 * processes of their own.
 */
public final class CallLoad {

	private static final double MILLION = 1e6;

	private CallLoad() {
	}

	/**
	 * Measures, and prints a table.
	 * @param arguments {@code --calls=20,200,2000} at a time, {@code --rate=20,1000,5000}
	 * spans per second of all calls together, {@code --seconds=20}
	 */
	public static void main(String[] arguments) {
		Arguments given = new Arguments(arguments, "calls", "rate", "seconds");
		List<Integer> calls = given.numbers("calls", "20,200,2000");
		List<Integer> rates = given.numbers("rate", "20,1000,5000");
		if (calls.size() != rates.size()) {
			throw new IllegalArgumentException("Not as many rates as numbers of calls");
		}
		int seconds = given.number("seconds", 20);
		System.out
			.println("\n| calls | spans/s | spans | lost | end to arrival p50 ms | p99 ms | max ms | end() p50 us "
					+ "| p99 us | max us | CPU us/span | heap before MB | after MB | RSS MB | GC pauses | p99 ms | max ms |");
		System.out.println("| ---: ".repeat(17) + "|");
		try (ReceiverProcess receiver = new ReceiverProcess()) {
			for (int i = 0; i < calls.size(); i++) {
				play(receiver, calls.get(i), rates.get(i), seconds);
			}
		}
	}

	private static void play(ReceiverProcess receiver, int calls, int rate, int seconds) {
		try (JavaProcess application = JavaProcess.start(CallingApplication.class, List.of("-Xmx512m"),
				List.of(String.valueOf(calls), String.valueOf(rate), String.valueOf(seconds),
						"--voice.telemetry.export.otlp.endpoint=" + receiver.httpUrl() + "/v1/traces",
						"--voice.telemetry.log-metrics=false"))) {
			application.await(CallingApplication.WARM);
			receiver.reset();
			Figures figures = Figures.parse(application.ask(CallingApplication.RESULT));
			Figures arrived = receiver.report();
			System.out.printf(Locale.ROOT,
					"| %,d | %,.0f | %,d | %,d | %.0f | %.0f | %.0f | %.1f | %.1f | %.0f | %.1f | %.1f | %.1f | %.0f "
							+ "| %d | %d | %d |%n",
					calls, figures.get("ended") * 1e9 / figures.get("nanos"), figures.get("ended"),
					figures.get("ended") - arrived.get("spans"), arrived.get("p50") / MILLION,
					arrived.get("p99") / MILLION, arrived.get("max") / MILLION, figures.get("p50") / 1e3,
					figures.get("p99") / 1e3, figures.get("max") / 1e3, figures.get("cpu") / 1e3 / figures.get("ended"),
					figures.get("heapBefore") / MILLION, figures.get("heapAfter") / MILLION,
					figures.get("resident") / MILLION, figures.get("pauses"), figures.get("pauseP99"),
					figures.get("pauseMax"));
		}
	}

}
