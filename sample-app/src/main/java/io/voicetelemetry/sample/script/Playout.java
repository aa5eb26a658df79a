package io.voicetelemetry.sample.script;

import java.time.Duration;

import io.voicetelemetry.sample.speech.PcmAudio;

/**
 * A loudspeaker that plays what it gets, faster than real time when asked to.
 */
final class Playout {

	private final long start = System.nanoTime();

	private final double speed;

	private long bytes;

	Playout(double speed) {
		this.speed = speed;
	}

	void add(int moreBytes) {
		this.bytes += moreBytes;
	}

	double received() {
		return PcmAudio.seconds(this.bytes);
	}

	/**
	 * Return how long it takes until a position is heard.
	 * @param seconds the position in seconds of audio
	 * @return the time, zero if it has passed
	 */
	Duration until(double seconds) {
		long nanos = (long) (seconds / this.speed * 1e9) - (System.nanoTime() - this.start);
		return Duration.ofNanos(Math.max(0, nanos));
	}

}
