package io.voicetelemetry.session;

import java.time.Duration;

import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.SessionStart;
import io.voicetelemetry.event.SessionSummary;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.UsageKind;
import io.voicetelemetry.event.UsageSummary;
import io.voicetelemetry.event.VoiceMetrics;
import org.jspecify.annotations.Nullable;

/**
 * What a session tells of itself: that it began, figures while it lasts, what it has used
 * and how it ended.
 */
final class SessionReports {

	private final SessionHandle session;

	/** What it has used, once it has ended. */
	private volatile @Nullable UsageSummary used;

	SessionReports(SessionHandle session) {
		this.session = session;
	}

	/**
	 * Adds that the session has begun to what is to be told.
	 */
	void announceStart() {
		synchronized (this.session.lifecycle().lock()) {
			this.session.figures()
				.announce(
						new SessionStart(this.session.id(), this.session.tenantId(), this.session.identity().roomName(),
								this.session.agentName(), SessionClock.toInstant(this.session.startNanos),
								this.session.spanContext().getTraceId(), this.session.spanContext().getSpanId()));
		}
	}

	/**
	 * Tells what was announced.
	 */
	void tellAnnounced() {
		this.session.figures().tell(this.session.lifecycle().lock());
	}

	/**
	 * Tells figures, unless the session has ended.
	 */
	void tell(VoiceMetrics metrics) {
		synchronized (this.session.lifecycle().lock()) {
			if (this.session.lifecycle().isEnded()) {
				this.session.refuse(RefusalReason.LATE);
				return;
			}
			this.session.figures().add(metrics);
		}
		tellAnnounced();
	}

	/**
	 * Adds, under the lock of the tree, how the session has ended to what is to be told.
	 */
	void announceEnd(Outcome outcome, @Nullable Throwable error) {
		UsageSummary used = new UsageSummary(this.session.id(), this.session.tenantId(),
				SessionClock.toInstant(this.session.lifecycle().endNanos()), this.session.spanContext().getTraceId(),
				this.session.spanContext().getSpanId(), this.session.usage().usage());
		this.used = used;
		this.session.figures().announce(used);
		this.session.figures().announce(summary(outcome, error));
	}

	/**
	 * Puts what the session has used on its span.
	 */
	void putUsage() {
		UsageSummary used = this.used;
		if (used != null) {
			UsageAttributes.put(this.session, used);
		}
	}

	SessionSummary summary(Outcome outcome, @Nullable Throwable error) {
		String reason = this.session.disconnectReason();
		synchronized (this.session.lifecycle().lock()) {
			SessionCounts counts = this.session.counts();
			UsageSummary used = this.used;
			TokenUsage tokens = (used != null) ? used.tokens(UsageKind.LLM) : TokenUsage.unknown();
			return new SessionSummary(this.session.id(), this.session.tenantId(),
					this.session.spanContext().getTraceId(), SessionClock.toInstant(this.session.startNanos),
					Duration.ofNanos(this.session.lifecycle().endNanos() - this.session.startNanos), outcome,
					(reason != null) ? reason : DisconnectReasons.HANGUP,
					(error != null) ? error.getClass().getName() : null, counts.userTurns(), counts.agentTurns(),
					counts.interruptions(), counts.modelRequests(), counts.toolCalls(), counts.syntheses(),
					tokens.input(), tokens.output());
		}
	}

}
