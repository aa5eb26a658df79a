package io.voicetelemetry.session;

import java.time.Instant;

import io.voicetelemetry.event.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The wait from the end of speech to the decision about the turn. It always says what was
 * decided: nothing, if its turn or session ends before.
 */
final class EouWaitHandle extends SpanHandle {

	static final String COMMITTED = "committed";

	static final String USER_RESUMED = "user_resumed";

	static final String DROPPED = "dropped";

	private volatile String decision = DROPPED;

	EouWaitHandle(SpanStart start) {
		super(start);
	}

	void decided(String decision, @Nullable Instant at) {
		this.decision = decision;
		lifecycle().end(DROPPED.equals(decision) ? Outcome.CANCELLED : Outcome.SUCCESS, null, at);
	}

	@Override
	void beforeSpanEnds() {
		put(TelemetryAttributes.EOU_OUTCOME, this.decision);
	}

}
