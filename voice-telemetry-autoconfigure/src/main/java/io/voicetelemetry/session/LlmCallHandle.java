package io.voicetelemetry.session;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

import io.voicetelemetry.event.LatencyPart;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.VoiceMetrics;
import org.jspecify.annotations.Nullable;

final class LlmCallHandle extends RetriedRequestHandle implements LlmCall {

	private final TokenTimes times = new TokenTimes(this);

	private final AnswerSteps steps;

	LlmCallHandle(SpanStart start) {
		super(start, Stage.LLM_REQUEST_RUN);
		this.steps = AnswerSteps.of(reply());
	}

	@Override
	void begun() {
		if (this.parent instanceof AgentTurnHandle turn) {
			turn.generationStarted(this);
		}
		this.steps.begin(LatencyPart.Kind.LLM, this.startNanos);
	}

	@Override
	public LlmCall model(@Nullable String provider, @Nullable String model) {
		asks(provider, model);
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
		if (!accepts()) {
			return;
		}
		OptionalLong moment = measurable(at);
		if (moment.isPresent() && this.times.first(moment.getAsLong())) {
			this.steps.reached(this.times.first(), LatencyPart.Kind.FIRST_SENTENCE);
		}
	}

	@Override
	public void tokensReceived() {
		if (accepts() && this.times.more(nowNanos())) {
			this.steps.reached(this.times.first(), LatencyPart.Kind.FIRST_SENTENCE);
		}
	}

	@Override
	public LlmCall usage(@Nullable TokenUsage usage) {
		used(usage);
		return this;
	}

	@Override
	public LlmCall response(@Nullable String id, @Nullable String model) {
		answeredBy(id, model);
		return this;
	}

	@Override
	public LlmCall finishReasons(@Nullable List<String> finishReasons) {
		set(TelemetryAttributes.RESPONSE_FINISH_REASONS, finishReasons);
		return this;
	}

	/**
	 * What a try has told is not what the next one will tell.
	 */
	@Override
	void attemptBegan() {
		if (isOpen() && attemptCount() > 1) {
			this.times.startAgain();
			startCountingAgain();
			this.steps.startAgain(LatencyPart.Kind.LLM, nowNanos());
		}
	}

	@Override
	List<VoiceMetrics> figures(MetricsOrigin origin, long endNanos) {
		this.steps.over(endNanos);
		VoiceMetrics metrics = new LlmMetrics(origin, secondsUntil(endNanos), this.times.toFirst(), tokens(),
				this.times.perSecond(tokens().output(), endNanos), attemptCount());
		this.steps.spentOn(metrics);
		return List.of(metrics);
	}

	@Override
	void beforeSpanEnds() {
		this.times.putPerSecond(tokens().output());
	}

}
