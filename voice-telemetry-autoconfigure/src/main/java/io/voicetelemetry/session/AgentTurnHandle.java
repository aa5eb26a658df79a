package io.voicetelemetry.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.voicetelemetry.event.DiscardedMetrics;
import io.voicetelemetry.event.InterruptionMetrics;
import io.voicetelemetry.event.LatencyPart;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.TurnMetrics;
import io.voicetelemetry.event.VoiceMetrics;
import org.jspecify.annotations.Nullable;

final class AgentTurnHandle extends SpanHandle implements AgentTurn {

	private static final String GENERATION_EVENT = "generation";

	private static final String FALSE_INTERRUPTION_EVENT = "false_interruption";

	private static final String HAND_OFF_EVENT = "hand_off";

	/** No reply makes more requests in vain; if one does, the rest is not marked. */
	private static final int MAX_REQUESTS = 512;

	private final ReplyPlayout playout = new ReplyPlayout(this);

	private final int firstGeneration;

	/** The turns of the caller that this may answer. */
	private volatile SessionTurns.Answerable answerable = SessionTurns.Answerable.NOTHING;

	private volatile @Nullable TimelineStep firstSentence;

	private volatile boolean discarded;

	// The rest is guarded by the lock of the tree.

	private final StepFailures failures = new StepFailures();

	/** What the requests of the reply have cost. */
	private final List<VoiceMetrics> requests = new ArrayList<>(2);

	private int syntheses;

	private int generations;

	private @Nullable Interruption interruption;

	private int falseInterruptions;

	AgentTurnHandle(SpanStart start) {
		super(start);
		SessionHandle session = start.session();
		if (session != null) {
			this.answerable = session.turns().answerable();
			put(TelemetryAttributes.AGENT_NAME, session.agentName());
		}
		TurnTimeline turn = this.answerable.begun();
		this.firstGeneration = (turn != null && turn.speechId().equals(this.speechId)) ? turn.generations() : 0;
	}

	@Override
	void begun() {
		if (this.session != null) {
			this.session.turns().begun(this);
		}
	}

	@Override
	public String speechId() {
		return Objects.requireNonNullElse(this.speechId, "");
	}

	/**
	 * Told that a step of the reply begins: a node, or a request without one.
	 */
	void generationStarted(SpanHandle step) {
		requestStarted();
		String id;
		synchronized (lifecycle().lock()) {
			if (lifecycle().isEnded()) {
				return;
			}
			int generation = this.generations + 1;
			id = generationId(generation);
			AttributesBuilder attributes = Attributes.builder().put(TelemetryAttributes.GENERATION_ID.key(), id);
			if (generation > 1) {
				attributes.put(TelemetryAttributes.PARENT_GENERATION_ID.key(), generationId(generation - 1));
			}
			if (!event(GENERATION_EVENT, attributes.build(), step.startNanos)) {
				return;
			}
			this.generations = generation;
		}
		step.put(TelemetryAttributes.GENERATION_ID, id);
	}

	/**
	 * Told that a model is asked. The caller may have been asked something since the last
	 * time, and have answered.
	 */
	void requestStarted() {
		if (this.session != null && !this.playout.heard() && !this.discarded) {
			this.answerable = this.session.turns().answerable();
		}
	}

	private String generationId(int generation) {
		return this.speechId + "_" + (this.firstGeneration + generation);
	}

	/**
	 * Begins a step on the way to the answer.
	 */
	TimelineStep step(LatencyPart.Kind kind, long at) {
		TimelineStep step = new TimelineStep(kind, this, at);
		this.answerable.add(step);
		if (kind == LatencyPart.Kind.FIRST_SENTENCE) {
			this.firstSentence = step;
		}
		return step;
	}

	/**
	 * Told that what the model said so far is a sentence.
	 */
	void textHandedOver(long at) {
		TimelineStep sentence = this.firstSentence;
		if (sentence != null) {
			sentence.reached(at);
		}
	}

	/**
	 * Told, under the lock of the tree, what a request has cost.
	 */
	void spent(VoiceMetrics request) {
		// Once something was heard it is not discarded any more.
		if (!this.playout.heard() && this.requests.size() < MAX_REQUESTS) {
			this.requests.add(request);
		}
	}

	void synthesisStarted() {
		synchronized (lifecycle().lock()) {
			this.syntheses++;
		}
	}

	/**
	 * How much was played, under the lock of the tree, if there was just one synthesis
	 * that it can be of.
	 */
	OptionalDouble playedOfOnlySynthesis() {
		return (this.syntheses == 1) ? this.playout.position() : OptionalDouble.empty();
	}

	@Override
	public void firstAudioPlayed(@Nullable Instant at) {
		if (!accepts()) {
			return;
		}
		long heard = momentOf(at);
		if (!this.playout.began(heard) || this.session == null) {
			return;
		}
		SessionTurns.Answerable answerable = this.answerable;
		TurnTimeline answered = this.session.turns().claim(this, answerable, heard);
		if (answered != null) {
			FeltLatency.tell(this, answered, heard);
		}
		answersNoMore(answerable);
	}

	/**
	 * What it does is on the way to no answer, neither from now on nor so far.
	 */
	private void answersNoMore(SessionTurns.Answerable answerable) {
		this.answerable = SessionTurns.Answerable.NOTHING;
		answerable.forget(this);
	}

	@Override
	public void playoutEnded(@Nullable Duration position, @Nullable Instant at) {
		if (accepts()) {
			this.playout.ended(position, at);
		}
	}

	@Override
	public void interrupted(@Nullable String source) {
		if (!accepts()) {
			return;
		}
		long now = nowNanos();
		synchronized (lifecycle().lock()) {
			if (this.interruption == null) {
				this.interruption = new Interruption(source, callerSpeaksFor(now));
			}
		}
	}

	private OptionalDouble callerSpeaksFor(long now) {
		UserTurnHandle turn = (this.session != null) ? this.session.turns().openUserTurn() : null;
		return (turn != null) ? turn.speaksFor(now) : OptionalDouble.empty();
	}

	@Override
	public void falseInterruption(boolean resumed) {
		if (!accepts()) {
			return;
		}
		synchronized (lifecycle().lock()) {
			this.falseInterruptions++;
			if (resumed) {
				this.interruption = null;
			}
		}
		event(FALSE_INTERRUPTION_EVENT, Attributes.of(TelemetryAttributes.FALSE_INTERRUPTION_RESUMED.key(), resumed),
				nowNanos());
	}

	@Override
	public void discarded() {
		if (!accepts() || this.discarded || this.playout.heard()) {
			return;
		}
		this.discarded = true;
		put(TelemetryAttributes.DISCARDED, true);
		answersNoMore(this.answerable);
		if (this.session != null) {
			int generations;
			synchronized (lifecycle().lock()) {
				generations = this.generations;
			}
			this.session.turns().discarded(this, generations);
		}
	}

	void handOff(@Nullable String from, String to) {
		AttributesBuilder attributes = Attributes.builder().put(TelemetryAttributes.AGENT_NAME.key(), to);
		if (from != null) {
			attributes.put(TelemetryAttributes.PREVIOUS_AGENT_NAME.key(), from);
		}
		event(HAND_OFF_EVENT, attributes.build(), nowNanos());
	}

	@Override
	public void end(@Nullable Instant at) {
		finishSpeaking(at);
		super.end(at);
	}

	@Override
	public void fail(@Nullable Throwable error) {
		finishSpeaking(null);
		super.fail(error);
	}

	@Override
	public void cancel(@Nullable Instant at) {
		finishSpeaking(at);
		super.cancel(at);
	}

	private void finishSpeaking(@Nullable Instant at) {
		if (isOpen()) {
			this.playout.ended(at);
		}
	}

	@Override
	void childEnded(SpanHandle child, Outcome outcome, @Nullable Throwable error) {
		this.failures.ended(child, outcome, error);
	}

	@Override
	Outcome outcomeOf(Outcome requested) {
		if (requested != Outcome.SUCCESS) {
			return requested;
		}
		if (this.interruption != null || this.discarded) {
			return Outcome.CANCELLED;
		}
		return (this.failures.pending() != null) ? Outcome.ERROR : requested;
	}

	@Override
	@Nullable Throwable errorOf(@Nullable Throwable error) {
		StepFailures.Failure failure = this.failures.pending();
		if (error != null || failure == null) {
			return error;
		}
		if (failure.secret()) {
			// Nothing but the exception is still to be written here.
			suppressContent();
		}
		return failure.error();
	}

	@Override
	void countIn(SessionCounts counts) {
		super.countIn(counts);
		if (this.interruption != null) {
			counts.interrupted();
		}
	}

	@Override
	List<VoiceMetrics> figures(MetricsOrigin origin, long endNanos) {
		if (this.session != null && !this.playout.heard()) {
			SessionTurns.Answerable answerable = this.answerable;
			this.answerable = SessionTurns.Answerable.NOTHING;
			answerable.over(this, endNanos);
			// Who failed may still be made up for by another reply.
			boolean silent = !this.discarded && origin.outcome() != Outcome.ERROR;
			this.session.turns().ended(this, answerable, silent);
		}
		List<VoiceMetrics> figures = new ArrayList<>(2);
		if (this.discarded) {
			this.requests.forEach((request) -> figures.add(new DiscardedMetrics(request.origin(), request)));
		}
		Interruption interruption = this.interruption;
		if (interruption != null || this.falseInterruptions > 0) {
			figures.add(new InterruptionMetrics(origin, (interruption != null) ? interruption.source() : null,
					(interruption != null) ? 1 : 0, this.falseInterruptions, 0, OptionalDouble.empty(),
					OptionalDouble.empty(),
					(interruption != null) ? interruption.detectionDelay() : OptionalDouble.empty(),
					this.playout.position()));
		}
		figures.add(new TurnMetrics(origin, TurnMetrics.Role.AGENT,
				SessionClock.seconds(Math.max(endNanos - this.startNanos, 0)), interruption != null, this.discarded));
		return figures;
	}

	@Override
	void beforeSpanEnds() {
		if (this.generations > 0) {
			putCount(TelemetryAttributes.GENERATION_COUNT, this.generations);
		}
		Interruption interruption = this.interruption;
		if (interruption != null) {
			put(TelemetryAttributes.INTERRUPTED, true);
			put(TelemetryAttributes.INTERRUPTION_SOURCE, interruption.source());
		}
	}

	@Override
	public LlmNode startLlmNode() {
		return (LlmNode) startChild(Stage.LLM_NODE);
	}

	@Override
	public LlmCall startLlmCall() {
		return (LlmCall) startChild(Stage.LLM_REQUEST);
	}

	@Override
	public RealtimeInference startRealtimeInference() {
		return (RealtimeInference) startChild(Stage.REALTIME_INFERENCE);
	}

	@Override
	public ToolCall startToolCall(@Nullable String name) {
		return ToolCallHandle.named(startChild(Stage.FUNCTION_TOOL), name);
	}

	@Override
	public TtsNode startTtsNode() {
		return (TtsNode) startChild(Stage.TTS_NODE);
	}

	@Override
	public SpeechSynthesis startSynthesis() {
		return (SpeechSynthesis) startChild(Stage.TTS_REQUEST);
	}

	/**
	 * By what the reply was cut off.
	 *
	 * @param source what
	 * @param detectionDelay how long the caller had been heard by then
	 */
	private record Interruption(@Nullable String source, OptionalDouble detectionDelay) {
	}

}
