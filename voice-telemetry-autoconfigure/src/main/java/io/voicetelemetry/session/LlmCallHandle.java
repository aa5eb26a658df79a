package io.voicetelemetry.session;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import io.voicetelemetry.content.ChatMessage;
import io.voicetelemetry.content.ToolDefinition;
import io.voicetelemetry.event.LatencyPart;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.VoiceMetrics;
import org.jspecify.annotations.Nullable;

final class LlmCallHandle extends RetriedRequestHandle implements LlmCall {

	private static final AtomicReferenceFieldUpdater<LlmCallHandle, @Nullable TokenTimes> TIMES = AtomicReferenceFieldUpdater
		.newUpdater(LlmCallHandle.class, TokenTimes.class, "times");

	/** There are none as long as nothing is told of tokens. */
	private volatile @Nullable TokenTimes times;

	private final AnswerSteps steps;

	/** There is none where content is not captured, which it never is again then. */
	private final @Nullable ModelAnswer answer = capturesContent() ? new ModelAnswer(this) : null;

	/** Pieces come one after the other: to count them takes no lock. */
	private volatile @Nullable StreamedText streamed;

	/**
	 * Of a node: whether a request in it says what was answered. Guarded by the lock of
	 * the tree.
	 */
	private boolean requestAnswered;

	LlmCallHandle(SpanStart start) {
		super(start);
		this.steps = AnswerSteps.of(reply());
	}

	@Override
	Stage nodeStage() {
		return Stage.LLM_NODE;
	}

	@Override
	Stage attemptStage() {
		return Stage.LLM_REQUEST_RUN;
	}

	@Override
	void begun() {
		if (this.parent instanceof AgentTurnHandle turn) {
			turn.generationStarted(this);
		}
		this.steps.begin(LatencyPart.Kind.LLM, this.startNanos);
	}

	@Override
	boolean hasAnswered() {
		return toFirst().isPresent() || knowsAnswer();
	}

	@Override
	void becameNode() {
		// The wait for an answer is that of the request.
		this.steps.over(this.startNanos);
	}

	@Override
	void childEnded(SpanHandle child, Outcome outcome, @Nullable Throwable error) {
		super.childEnded(child, outcome, error);
		this.requestAnswered |= child instanceof LlmCallHandle call && call.hasAnswer();
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
	public LlmCall messages(@Nullable List<ChatMessage> messages) {
		setMessages(TelemetryAttributes.INPUT_MESSAGES, messages);
		return this;
	}

	@Override
	public LlmCall systemInstructions(@Nullable String text) {
		setInstructions(text);
		return this;
	}

	@Override
	public LlmCall toolDefinitions(@Nullable List<ToolDefinition> tools) {
		setToolDefinitions(tools);
		return this;
	}

	@Override
	public LlmCall completion(@Nullable String text) {
		if (this.answer != null && text != null && !isReplaced() && capturesContent() && accepts()) {
			this.answer.text(text);
		}
		return this;
	}

	@Override
	public LlmCall toolCalls(@Nullable List<ChatMessage.ToolRequest> toolCalls) {
		if (this.answer != null) {
			this.answer.toolCalls(toolCalls);
		}
		return this;
	}

	@Override
	public LlmCall answered(@Nullable LlmResult result) {
		if (result != null && !isReplaced()) {
			read(result, this::take);
		}
		return this;
	}

	private void take(LlmResult result) {
		usage(result.usage());
		response(result.responseId(), result.responseModel());
		finishReasons(result.finishReasons());
		usedLibraryOf(result.provider());
		if (capturesContent()) {
			completion(result.text());
			toolCalls(result.requestedTools());
		}
	}

	@Override
	void noted(TelemetryAttribute<?> attribute, Object value) {
		super.noted(attribute, value);
		if (this.answer != null) {
			this.answer.noted(attribute, value);
		}
	}

	@Override
	public void firstToken() {
		firstToken(null);
	}

	@Override
	public void textReceived(@Nullable String piece) {
		if (piece != null && !piece.isEmpty() && !isReplaced()) {
			streamed().received(piece);
		}
	}

	/**
	 * What is streamed, always the same. Asked by who tells of pieces.
	 */
	StreamedText streamed() {
		StreamedText streamed = this.streamed;
		if (streamed == null) {
			streamed = new StreamedText(this, this.answer);
			this.streamed = streamed;
		}
		return streamed;
	}

	@Override
	void gaveWay() {
		StreamedText streamed = this.streamed;
		if (streamed != null) {
			streamed.stopCounting();
		}
	}

	@Override
	public void firstToken(@Nullable Instant at) {
		OptionalLong moment = (takesAnswer() && accepts()) ? measurable(at) : OptionalLong.empty();
		if (moment.isPresent() && times().first(moment.getAsLong())) {
			this.steps.reached(times().first(), LatencyPart.Kind.FIRST_SENTENCE);
		}
	}

	@Override
	public void tokensReceived() {
		if (takesAnswer() && accepts() && times().more(nowNanos())) {
			this.steps.reached(times().first(), LatencyPart.Kind.FIRST_SENTENCE);
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
		if (takesAnswer()) {
			set(TelemetryAttributes.RESPONSE_FINISH_REASONS, finishReasons);
		}
		return this;
	}

	/**
	 * What a try has told is not what the next one will tell.
	 */
	@Override
	void attemptBegan() {
		super.attemptBegan();
		if (isOpen() && attemptCount() > 1) {
			TokenTimes.startAgain(this.times);
			startCountingAgain();
			if (this.answer != null) {
				this.answer.startAgain();
			}
			StreamedText streamed = this.streamed;
			if (streamed != null) {
				streamed.startAgain();
			}
			this.steps.startAgain(LatencyPart.Kind.LLM, nowNanos());
		}
	}

	@Override
	List<VoiceMetrics> figures(MetricsOrigin origin, long endNanos) {
		this.steps.over(endNanos);
		TokenTimes times = this.times;
		OptionalDouble speed = (times != null) ? times.perSecond(tokens(), endNanos) : OptionalDouble.empty();
		VoiceMetrics metrics = new LlmMetrics(origin, secondsUntil(endNanos), toFirst(), tokens(), speed,
				attemptCount(), attemptSeconds(endNanos), attemptToFirst());
		this.steps.spentOn(metrics);
		return List.of(metrics);
	}

	private TokenTimes times() {
		TokenTimes times = this.times;
		if (times == null) {
			TIMES.compareAndSet(this, null, new TokenTimes(this));
			times = Objects.requireNonNull(this.times);
		}
		return times;
	}

	private OptionalDouble toFirst() {
		TokenTimes times = this.times;
		return (times != null) ? times.toFirst() : OptionalDouble.empty();
	}

	private OptionalDouble attemptToFirst() {
		return toFirst().isPresent() ? attemptSecondsTo(times().first()) : OptionalDouble.empty();
	}

	@Override
	void handContentOn(Outcome outcome) {
		ReplyContent reply = ReplyContent.of(this);
		if (this.answer != null && reply != null && !this.requestAnswered) {
			reply.answered(this.startNanos, this.answer.text());
		}
	}

	boolean hasAnswer() {
		return this.answer != null && this.answer.text() != null;
	}

	@Override
	void beforeSpanEnds() {
		if (takesFigures()) {
			put(TelemetryAttributes.OPERATION_NAME, Stage.LLM_REQUEST.operationName());
			TokenTimes times = this.times;
			if (times != null) {
				times.putPerSecond(tokens());
			}
			putAttempts();
			if (attemptCount() > 1) {
				attemptToFirst()
					.ifPresent((seconds) -> putSeconds(TelemetryAttributes.ATTEMPT_TIME_TO_FIRST_CHUNK, seconds));
			}
			StreamedText streamed = this.streamed;
			if (streamed != null) {
				streamed.put();
			}
		}
		if (this.answer != null) {
			this.answer.put();
		}
	}

}
