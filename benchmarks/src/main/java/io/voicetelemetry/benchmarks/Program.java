package io.voicetelemetry.benchmarks;

import java.util.List;

import io.voicetelemetry.benchmarks.delivery.CallLoad;
import io.voicetelemetry.benchmarks.delivery.DialectCost;
import io.voicetelemetry.benchmarks.delivery.PipelineBenchmark;
import io.voicetelemetry.benchmarks.startup.StartBenchmark;

/**
 * A program that measures what is no single call.
 *
 * @param main its class
 * @param options of the JVM
 * @param arguments of the program
 */
record Program(Class<?> main, List<String> options, List<String> arguments) {

	/**
	 * All that there are, as they are when they are run by hand.
	 */
	static List<Program> all() {
		return List.of(of(PipelineBenchmark.class), of(DialectCost.class), of(CallLoad.class),
				new Program(OpenSessions.class, List.of("-Xmx2g"), List.of()), of(StartBenchmark.class));
	}

	/**
	 * The same in some minutes: what there are targets for, and less of the rest.
	 */
	static List<Program> quick() {
		return List.of(
				of(PipelineBenchmark.class, "--tables=delivered,latency", "--senders=VOICE,JDK", "--spans=small",
						"--backends=1", "--compression=plain"),
				of(DialectCost.class, "--spans=10000"), of(CallLoad.class, "--seconds=5"),
				new Program(OpenSessions.class, List.of("-Xmx2g"), List.of("--seconds=2")),
				of(StartBenchmark.class, "11"));
	}

	private static Program of(Class<?> main, String... arguments) {
		return new Program(main, List.of(), List.of(arguments));
	}

	String name() {
		return this.main.getSimpleName();
	}

	@Override
	public String toString() {
		return (name() + " " + String.join(" ", this.arguments)).strip();
	}

}
