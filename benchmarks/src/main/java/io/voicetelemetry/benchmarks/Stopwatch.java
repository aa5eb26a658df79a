package io.voicetelemetry.benchmarks;

import java.time.Duration;

/**
 * Tells how long something takes, from when this was made.
 */
final class Stopwatch {

	private final long start = System.nanoTime();

	@Override
	public String toString() {
		Duration passed = Duration.ofNanos(System.nanoTime() - this.start);
		return passed.toMinutes() + " min " + passed.toSecondsPart() + " s";
	}

}
