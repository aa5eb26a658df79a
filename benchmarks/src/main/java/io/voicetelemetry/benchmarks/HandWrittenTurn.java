package io.voicetelemetry.benchmarks;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.slf4j.MDC;

/**
 * A session with a reply in it, by hand: what its calls have in common, and what it
 * counts of them.
 */
final class HandWrittenTurn implements AutoCloseable {

	private static final AttributeKey<String> SPEECH_ID = AttributeKey.stringKey("voice.speech_id");

	private static final AttributeKey<String> PARENT_GENERATION_ID = AttributeKey
		.stringKey("voice.parent_generation_id");

	private final String sessionId;

	private final String speechId;

	private final HandWrittenUsage usage = new HandWrittenUsage();

	private final Attributes sharedAttributes;

	private final Span session;

	private final Span turn;

	private final Scope scope;

	private int generations;

	private long calls;

	private long inputTokens;

	private long outputTokens;

	HandWrittenTurn(Tracer tracer, String sessionId, String speechId) {
		this.sessionId = sessionId;
		this.speechId = speechId;
		this.sharedAttributes = Attributes.builder()
			.put("session.id", sessionId)
			.put(HandWrittenModel.CONVERSATION, sessionId)
			.put("user.id", SessionValues.USER)
			.put("tenant.id", SessionValues.TENANT)
			.put("voice.room_name", SessionValues.ROOM)
			.build();
		this.session = tracer.spanBuilder("agent_session").setNoParent().startSpan();
		this.turn = tracer.spanBuilder("agent_turn").setParent(Context.root().with(this.session)).startSpan();
		this.scope = Context.root().with(this.turn).makeCurrent();
		MDC.put(HandWrittenLog.SESSION_ID, sessionId);
		MDC.put(HandWrittenLog.TRACE_ID, this.turn.getSpanContext().getTraceId());
		MDC.put(HandWrittenLog.SPAN_ID, this.turn.getSpanContext().getSpanId());
		MDC.put(HandWrittenLog.SPEECH_ID, speechId);
	}

	String sessionId() {
		return this.sessionId;
	}

	String speechId() {
		return this.speechId;
	}

	/**
	 * What the session has used, where that is kept for each model.
	 */
	HandWrittenUsage usage() {
		return this.usage;
	}

	void setSharedAttributes(Span span) {
		span.setAllAttributes(this.sharedAttributes);
		span.setAttribute(SPEECH_ID, this.speechId);
	}

	/**
	 * Notes on the reply that a step of it begins.
	 * @return the id of the step
	 */
	String generationStarted() {
		int generation;
		synchronized (this) {
			generation = ++this.generations;
		}
		String id = this.speechId + "_" + generation;
		Attributes attributes = (generation == 1) ? Attributes.of(HandWrittenModel.GENERATION_ID, id) : Attributes
			.of(HandWrittenModel.GENERATION_ID, id, PARENT_GENERATION_ID, this.speechId + "_" + (generation - 1));
		this.turn.addEvent("generation", attributes);
		return id;
	}

	synchronized void answered(Answer answer) {
		this.calls++;
		this.inputTokens += answer.usage().input().orElse(0);
		this.outputTokens += answer.usage().output().orElse(0);
	}

	@Override
	public synchronized void close() {
		this.scope.close();
		MDC.clear();
		this.turn.end();
		this.session.setAttribute("calls", this.calls);
		this.session.setAttribute("input_tokens", this.inputTokens);
		this.session.setAttribute("output_tokens", this.outputTokens);
		this.session.end();
	}

}
