package io.voicetelemetry.sample.script;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What the caller hears of one reply, as it comes in and is played.
 */
final class Listening {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final int previousReply;

	private final double limit;

	private final double speed;

	private final StringBuilder text = new StringBuilder();

	private @Nullable Playout playout;

	private int reply;

	private boolean complete;

	/**
	 * Begin to listen.
	 * @param previousReply number of the reply before; what is left of it is not heard
	 * @param limit how many seconds of audio to listen at most
	 * @param speed how many times faster than real time to listen
	 */
	Listening(int previousReply, double limit, double speed) {
		this.previousReply = previousReply;
		this.limit = limit;
		this.speed = speed;
	}

	int reply() {
		return this.reply;
	}

	void text(int number, String sentence) {
		if (number > this.previousReply) {
			this.text.append(this.text.isEmpty() ? "" : " ").append(sentence);
		}
	}

	void audioStart(int number) {
		this.reply = number;
	}

	/**
	 * Take audio.
	 * @param bytes how much
	 * @return whether it was the first
	 */
	boolean audio(int bytes) {
		if (this.reply == 0) {
			return false;
		}
		boolean first = this.playout == null;
		Playout current = (this.playout != null) ? this.playout : new Playout(this.speed);
		current.add(bytes);
		this.playout = current;
		return first;
	}

	void audioEnd(int number) {
		this.complete |= number > this.previousReply;
	}

	/**
	 * Return how long to wait for the next event: until the audio has been heard, or when
	 * more is to come, for a good while.
	 * @return the duration
	 */
	Duration patience() {
		return (this.playout != null && enough()) ? this.playout.until(end()) : PATIENCE;
	}

	/**
	 * Return whether all that should be heard was heard.
	 * @return whether to stop listening
	 */
	boolean done() {
		return (this.playout != null) ? enough() && this.playout.until(end()).isZero() : this.complete;
	}

	Heard heard() {
		double received = received();
		boolean interrupted = !this.complete || this.limit < received;
		return new Heard(this.text.toString(), interrupted ? Math.min(this.limit, received) : received, interrupted);
	}

	private boolean enough() {
		return this.complete || received() >= this.limit;
	}

	private double end() {
		return Math.min(this.limit, received());
	}

	private double received() {
		return (this.playout != null) ? this.playout.received() : 0;
	}

}
