package io.voicetelemetry.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import io.voicetelemetry.content.ChatMessage;
import io.voicetelemetry.content.ToolDefinition;
import io.voicetelemetry.event.LatencyPart;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.RealtimeMetrics;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.VoiceMetrics;
import org.jspecify.annotations.Nullable;

final class RealtimeInferenceHandle extends MeasuredHandle implements RealtimeInference {

	private final TokenTimes times = new TokenTimes(this);

	private final AnswerSteps steps = AnswerSteps.of(reply());

	private final TranscriptText input = new TranscriptText(" ", this.recorder.content());

	private final ModelAnswer answer = new ModelAnswer(this);

	private volatile OptionalDouble sessionDuration = OptionalDouble.empty();

	RealtimeInferenceHandle(SpanStart start) {
		super(start);
	}

	@Override
	void begun() {
		AgentTurnHandle reply = reply();
		if (reply != null) {
			reply.requestStarted();
		}
		this.steps.begin(LatencyPart.Kind.LLM, this.startNanos);
	}

	@Override
	public RealtimeInference model(@Nullable String provider, @Nullable String model) {
		asks(provider, model);
		return this;
	}

	@Override
	public void firstAudio(@Nullable Instant at) {
		// Told with each frame of audio, so the later ones cost next to nothing.
		if (!accepts() || this.times.hasFirst()) {
			return;
		}
		OptionalLong moment = measurable(at);
		if (moment.isPresent() && this.times.first(moment.getAsLong())) {
			this.steps.reached(this.times.first(), LatencyPart.Kind.PLAYOUT);
		}
	}

	@Override
	public RealtimeInference usage(@Nullable TokenUsage usage) {
		used(usage);
		return this;
	}

	@Override
	public RealtimeInference response(@Nullable String id, @Nullable String model) {
		answeredBy(id, model);
		return this;
	}

	@Override
	public RealtimeInference systemInstructions(@Nullable String text) {
		setInstructions(text);
		return this;
	}

	@Override
	public RealtimeInference toolDefinitions(@Nullable List<ToolDefinition> tools) {
		setToolDefinitions(tools);
		return this;
	}

	@Override
	public RealtimeInference inputTranscript(@Nullable String text) {
		if (text == null || !capturesContent()) {
			return this;
		}
		ReplyContent reply = ReplyContent.of(this);
		if ((lifecycle().isEnded() && reply != null) || accepts()) {
			this.input.append(text);
			if (reply != null) {
				reply.callerSaid(this.input);
			}
			if (this.session != null) {
				this.session.said().callerSaid(this.input);
			}
		}
		return this;
	}

	@Override
	void contentSuppressed() {
		this.input.clear();
	}

	@Override
	public RealtimeInference outputTranscript(@Nullable String text) {
		if (text != null && !text.isEmpty() && capturesContent() && accepts()) {
			this.answer.append(text);
		}
		return this;
	}

	@Override
	public RealtimeInference toolCalls(@Nullable List<ChatMessage.ToolRequest> toolCalls) {
		this.answer.toolCalls(toolCalls);
		return this;
	}

	@Override
	public RealtimeInference finishReasons(@Nullable List<String> finishReasons) {
		set(TelemetryAttributes.RESPONSE_FINISH_REASONS, finishReasons);
		return this;
	}

	@Override
	void noted(TelemetryAttribute<?> attribute, Object value) {
		super.noted(attribute, value);
		this.answer.noted(attribute, value);
	}

	@Override
	void handContentOn(Outcome outcome) {
		ReplyContent reply = ReplyContent.of(this);
		if (reply != null && this.times.toFirst().isPresent()) {
			reply.spoken(new ReplyContent.Piece(this.startNanos, this.answer.text()));
		}
		else if (reply != null) {
			reply.answered(this.startNanos, this.answer.text());
		}
	}

	@Override
	public synchronized RealtimeInference sessionDuration(@Nullable Duration duration) {
		if (duration != null && accepts()) {
			double seconds = this.sessionDuration.orElse(0) + Numbers.toSeconds(duration);
			if (!Numbers.isTime(duration) || !Numbers.isSeconds(seconds)) {
				refuse(RefusalReason.INVALID_VALUE);
			}
			else {
				this.sessionDuration = OptionalDouble.of(seconds);
				putSeconds(TelemetryAttributes.REALTIME_SESSION_DURATION, seconds);
			}
		}
		return this;
	}

	@Override
	public RealtimeInference connected(@Nullable Duration acquireTime, boolean reused) {
		connectionAcquired(acquireTime, reused);
		return this;
	}

	@Override
	List<VoiceMetrics> figures(MetricsOrigin origin, long endNanos) {
		if (this.times.toFirst().isEmpty() || origin.outcome() != Outcome.SUCCESS) {
			// Else it may be a while until what it said is played.
			this.steps.over(endNanos);
		}
		VoiceMetrics metrics = new RealtimeMetrics(origin, secondsUntil(endNanos), this.times.toFirst(), tokens(),
				this.times.perSecond(tokens(), endNanos), this.sessionDuration, acquireTime(), connectionReused());
		this.steps.spentOn(metrics);
		return List.of(metrics);
	}

	@Override
	void beforeSpanEnds() {
		this.times.putPerSecond(tokens());
		this.answer.put();
		if (capturesContent()) {
			AgentTurnHandle reply = reply();
			TranscriptText own = this.input.isEmpty() ? null : this.input;
			content().putMessageIfAbsent(TelemetryAttributes.INPUT_MESSAGES, "user",
					(own == null && reply != null) ? reply.callerSaid() : own);
		}
	}

}
