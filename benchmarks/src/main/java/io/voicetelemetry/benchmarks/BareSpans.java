package io.voicetelemetry.benchmarks;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * Spans of the SDK, with nothing but the attributes that tell whose they are and how they
 * ended.
 */
final class BareSpans {

	private static final AttributeKey<String> SESSION = AttributeKey.stringKey("session.id");

	private static final AttributeKey<String> SPEECH_ID = AttributeKey.stringKey("voice.speech_id");

	private static final Attributes CALLER = Attributes.builder()
		.put("user.id", SessionValues.USER)
		.put("tenant.id", SessionValues.TENANT)
		.put("voice.room_name", SessionValues.ROOM)
		.build();

	private BareSpans() {
	}

	/**
	 * Starts a span.
	 * @param speechId the turn, or {@code null} for none
	 */
	static Span start(Tracer tracer, Context parent, String sessionId, String stage, String operation,
			@Nullable String speechId) {
		Span span = tracer.spanBuilder(stage).setParent(parent).startSpan();
		if (span.isRecording()) {
			span.setAttribute(HandWrittenModel.STAGE, stage);
			span.setAttribute(HandWrittenModel.OPERATION, operation);
			span.setAttribute(SESSION, sessionId);
			span.setAttribute(HandWrittenModel.CONVERSATION, sessionId);
			span.setAllAttributes(CALLER);
			if (speechId != null) {
				span.setAttribute(SPEECH_ID, speechId);
			}
		}
		return span;
	}

	static void end(Span span) {
		span.setAttribute(HandWrittenModel.OUTCOME, "success");
		span.end();
	}

}
