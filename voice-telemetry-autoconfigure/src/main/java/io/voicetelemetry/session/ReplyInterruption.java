package io.voicetelemetry.session;

import java.util.OptionalDouble;

import io.opentelemetry.api.common.Attributes;
import io.voicetelemetry.event.InterruptionMetrics;
import io.voicetelemetry.event.MetricsOrigin;
import org.jspecify.annotations.Nullable;

/**
 * Whether a reply is cut off, and by what.
 */
final class ReplyInterruption {

	private static final String FALSE_INTERRUPTION_EVENT = "false_interruption";

	private final AgentTurnHandle reply;

	// Guarded by the lock of the tree.

	private boolean interrupted;

	private @Nullable String source;

	/** How long the caller had been heard by then. */
	private OptionalDouble detectionDelay = OptionalDouble.empty();

	private int falseInterruptions;

	ReplyInterruption(AgentTurnHandle reply) {
		this.reply = reply;
	}

	/**
	 * Told that the reply is cut off: the first time counts.
	 */
	void interrupted(@Nullable String source) {
		long now = this.reply.nowNanos();
		synchronized (this.reply.lifecycle().lock()) {
			if (!this.interrupted) {
				this.interrupted = true;
				this.source = (source != null) ? SpanRecording.NAME.limit(source) : null;
				this.detectionDelay = callerSpeaksFor(now);
			}
		}
	}

	private OptionalDouble callerSpeaksFor(long now) {
		SessionHandle session = this.reply.session;
		UserTurnHandle turn = (session != null) ? session.turns().openUserTurn() : null;
		return (turn != null) ? turn.speaksFor(now) : OptionalDouble.empty();
	}

	void wasNone(boolean resumed) {
		synchronized (this.reply.lifecycle().lock()) {
			this.falseInterruptions++;
			if (resumed) {
				this.interrupted = false;
				this.source = null;
				this.detectionDelay = OptionalDouble.empty();
			}
		}
		this.reply.event(FALSE_INTERRUPTION_EVENT,
				Attributes.of(TelemetryAttributes.FALSE_INTERRUPTION_RESUMED.key(), resumed), this.reply.nowNanos());
	}

	boolean isInterrupted() {
		synchronized (this.reply.lifecycle().lock()) {
			return this.interrupted;
		}
	}

	/**
	 * The figures, under the lock of the tree, or {@code null} if there was nothing.
	 */
	@Nullable InterruptionMetrics figures(MetricsOrigin origin, OptionalDouble playoutPosition) {
		if (!this.interrupted && this.falseInterruptions == 0) {
			return null;
		}
		return new InterruptionMetrics(origin, this.source, this.interrupted ? 1 : 0, this.falseInterruptions, 0,
				OptionalDouble.empty(), OptionalDouble.empty(), this.detectionDelay,
				this.interrupted ? playoutPosition : OptionalDouble.empty());
	}

	/**
	 * Puts on the span that the reply was cut off, if it was.
	 */
	void put() {
		if (isInterrupted()) {
			this.reply.put(TelemetryAttributes.INTERRUPTED, true);
			this.reply.put(TelemetryAttributes.INTERRUPTION_SOURCE, this.source);
		}
	}

}
