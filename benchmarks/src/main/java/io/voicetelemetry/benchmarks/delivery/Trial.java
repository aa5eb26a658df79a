package io.voicetelemetry.benchmarks.delivery;

import java.util.List;

/**
 * What is tried: who delivers which spans, and how fast they come.
 *
 * @param sender who delivers them
 * @param gzip whether requests are compressed
 * @param large whether a span has a prompt of 4 KB
 * @param backends to how many backends each span goes
 * @param rate how many spans end in a second, or one of the constants
 * @param seconds for how long at most
 */
record Trial(Sender sender, boolean gzip, boolean large, int backends, int rate, int seconds) {

	/** As many as the sender takes without dropping any. */
	static final int AS_TAKEN = 0;

	/** As many as a thread can make. */
	static final int UNBOUNDED = -1;

	/** With less, a sender that is slow would not be measured long enough. */
	private static final int MOST_SPANS_IN_A_SECOND = 100_000;

	/**
	 * Whether there are so few spans that nothing gets warm.
	 */
	boolean isSlow() {
		return this.rate > 0 && this.rate < 1000;
	}

	/**
	 * Whether it is this project's own pipeline as the targets mean it: small spans,
	 * plain, to one backend.
	 */
	boolean isPlainest() {
		return this.sender == Sender.VOICE && !this.gzip && !this.large && this.backends == 1;
	}

	/**
	 * How many spans are made at most.
	 */
	long mostSpans() {
		return (this.rate == AS_TAKEN) ? (long) this.seconds * MOST_SPANS_IN_A_SECOND : Long.MAX_VALUE;
	}

	List<String> toArguments(ReceiverProcess receiver) {
		return List.of(this.sender.name(), String.valueOf(this.gzip), String.valueOf(this.large),
				String.valueOf(this.backends), String.valueOf(this.rate), String.valueOf(this.seconds),
				(this.sender == Sender.GRPC) ? receiver.grpcUrl() : receiver.httpUrl());
	}

	static Trial parse(String[] arguments) {
		return new Trial(Sender.valueOf(arguments[0]), Boolean.parseBoolean(arguments[1]),
				Boolean.parseBoolean(arguments[2]), Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]),
				Integer.parseInt(arguments[5]));
	}

	static String url(String[] arguments) {
		return arguments[6];
	}

}
