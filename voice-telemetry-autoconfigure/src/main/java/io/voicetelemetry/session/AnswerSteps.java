package io.voicetelemetry.session;

import io.voicetelemetry.event.LatencyPart;
import io.voicetelemetry.event.VoiceMetrics;
import org.jspecify.annotations.Nullable;

/**
 * The steps that one stage of a reply takes on the way to an answer, one after the other;
 * none outside a reply.
 */
final class AnswerSteps {

	private static final AnswerSteps NONE = new AnswerSteps(null);

	private final @Nullable AgentTurnHandle reply;

	private @Nullable TimelineStep current;

	private AnswerSteps(@Nullable AgentTurnHandle reply) {
		this.reply = reply;
	}

	static AnswerSteps of(@Nullable AgentTurnHandle reply) {
		return (reply != null) ? new AnswerSteps(reply) : NONE;
	}

	void begin(LatencyPart.Kind kind, long at) {
		AgentTurnHandle reply = this.reply;
		if (reply != null) {
			synchronized (this) {
				this.current = reply.step(kind, at);
			}
		}
	}

	/**
	 * Told that the step reached what it was waiting for, and that another begins.
	 */
	void reached(long at, LatencyPart.Kind next) {
		if (this.reply == null) {
			return;
		}
		synchronized (this) {
			if (this.current != null) {
				this.current.reached(at);
			}
		}
		begin(next, at);
	}

	/**
	 * Told that what the step was waiting for has to be waited for again.
	 */
	void startAgain(LatencyPart.Kind kind, long at) {
		over(at);
		begin(kind, at);
	}

	/**
	 * Told that the step is over.
	 */
	void over(long at) {
		if (this.reply == null) {
			return;
		}
		synchronized (this) {
			if (this.current != null) {
				this.current.over(at);
			}
		}
	}

	/**
	 * Tells the reply what it has cost.
	 */
	void spentOn(VoiceMetrics metrics) {
		if (this.reply != null) {
			this.reply.spent(metrics);
		}
	}

}
