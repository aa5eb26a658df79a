package io.voicetelemetry.session;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;

import org.jspecify.annotations.Nullable;

/**
 * What the caller heard of a reply, as the player reports it.
 */
final class ReplyPlayout {

	private final AgentTurnHandle reply;

	private @Nullable SpanHandle speaking;

	private volatile boolean heard;

	private volatile OptionalDouble position = OptionalDouble.empty();

	ReplyPlayout(AgentTurnHandle reply) {
		this.reply = reply;
	}

	/**
	 * Whether the caller heard anything.
	 */
	boolean heard() {
		return this.heard;
	}

	/**
	 * How much was played, in seconds, if that was reported.
	 */
	OptionalDouble position() {
		return this.position;
	}

	/**
	 * Told that the caller hears audio.
	 * @return whether it is the first of the reply
	 */
	synchronized boolean began(long moment) {
		if (this.speaking == null || !this.speaking.isOpen()) {
			this.speaking = this.reply.startChild(Stage.AGENT_SPEAKING, null, SessionClock.toInstant(moment));
		}
		boolean first = !this.heard;
		this.heard = true;
		return first;
	}

	synchronized void ended(@Nullable Duration position, @Nullable Instant at) {
		ended(at);
		if (position == null) {
			return;
		}
		double seconds = this.position.orElse(0) + Numbers.toSeconds(position);
		if (!Numbers.isTime(position) || !Numbers.isSeconds(seconds)) {
			this.reply.refuse(RefusalReason.INVALID_VALUE);
			return;
		}
		if (seconds > 0) {
			this.position = OptionalDouble.of(seconds);
			this.reply.putSeconds(TelemetryAttributes.PLAYOUT_POSITION, seconds);
		}
	}

	synchronized void ended(@Nullable Instant at) {
		SpanHandle speaking = this.speaking;
		if (speaking != null && speaking.isOpen()) {
			speaking.end(at);
		}
	}

}
