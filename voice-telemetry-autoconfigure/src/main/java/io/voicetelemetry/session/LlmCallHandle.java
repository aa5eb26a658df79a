package io.voicetelemetry.session;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

import io.voicetelemetry.event.TokenUsage;
import org.jspecify.annotations.Nullable;

final class LlmCallHandle extends SpanHandle implements LlmCall {

	private static final long UNKNOWN = -1;

	private final AtomicBoolean firstToken = new AtomicBoolean();

	private volatile long inputTokens = UNKNOWN;

	private volatile long outputTokens = UNKNOWN;

	private @Nullable Attempts attempts;

	LlmCallHandle(SpanStart start) {
		super(start);
	}

	@Override
	void begun() {
		if (this.parent instanceof AgentTurnHandle turn) {
			turn.generationStarted(this);
		}
	}

	@Override
	public LlmCall model(@Nullable String provider, @Nullable String model) {
		set(TelemetryAttributes.PROVIDER_NAME, provider);
		set(TelemetryAttributes.REQUEST_MODEL, model);
		return this;
	}

	@Override
	public LlmCall prompt(@Nullable String text) {
		setMessage(TelemetryAttributes.INPUT_MESSAGES, "user", text);
		return this;
	}

	@Override
	public LlmCall completion(@Nullable String text) {
		// An answer that calls tools may have no text.
		setMessage(TelemetryAttributes.OUTPUT_MESSAGES, "assistant", (text != null && !text.isEmpty()) ? text : null);
		return this;
	}

	@Override
	public void firstToken() {
		firstToken(null);
	}

	@Override
	public void firstToken(@Nullable Instant at) {
		if (accepts() && this.firstToken.compareAndSet(false, true)) {
			putSeconds(TelemetryAttributes.TIME_TO_FIRST_CHUNK, SessionClock.seconds(momentOf(at) - this.startNanos));
		}
	}

	@Override
	public LlmCall usage(@Nullable TokenUsage usage) {
		if (usage != null && accepts()) {
			this.inputTokens = usage.input().orElse(this.inputTokens);
			this.outputTokens = usage.output().orElse(this.outputTokens);
			putKnown(TelemetryAttributes.INPUT_TOKENS, usage.input());
			putKnown(TelemetryAttributes.OUTPUT_TOKENS, usage.output());
			putKnown(TelemetryAttributes.CACHE_READ_INPUT_TOKENS, usage.cachedInput());
			putKnown(TelemetryAttributes.CACHE_CREATION_INPUT_TOKENS, usage.cacheCreationInput());
			putKnown(TelemetryAttributes.REASONING_OUTPUT_TOKENS, usage.reasoningOutput());
		}
		return this;
	}

	private void putKnown(TelemetryAttribute<Long> attribute, OptionalLong tokens) {
		if (tokens.isPresent()) {
			putCount(attribute, tokens.getAsLong());
		}
	}

	@Override
	public LlmCall response(@Nullable String id, @Nullable String model) {
		set(TelemetryAttributes.RESPONSE_ID, id);
		set(TelemetryAttributes.RESPONSE_MODEL, model);
		return this;
	}

	@Override
	public LlmCall finishReasons(@Nullable List<String> finishReasons) {
		set(TelemetryAttributes.RESPONSE_FINISH_REASONS, finishReasons);
		return this;
	}

	@Override
	public VoiceSpan startAttempt() {
		return attempts().start();
	}

	@Override
	public VoiceSpan attemptStarted() {
		return attempts().started();
	}

	@Override
	public void attemptEnded(@Nullable Throwable error) {
		attempts().ended(error);
	}

	private synchronized Attempts attempts() {
		if (this.attempts == null) {
			this.attempts = new Attempts(this, Stage.LLM_REQUEST_RUN);
		}
		return this.attempts;
	}

	@Override
	void countIn(SessionCounts counts) {
		super.countIn(counts);
		counts.used(this.inputTokens, this.outputTokens);
	}

}
