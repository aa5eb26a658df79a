package io.voicetelemetry.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

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

final class AgentTurnHandle extends AnsweringHandle implements AgentTurn {

	private static final AtomicReferenceFieldUpdater<AgentTurnHandle, @Nullable ReplyContent> SAID = AtomicReferenceFieldUpdater
		.newUpdater(AgentTurnHandle.class, ReplyContent.class, "said");

	private static final String HAND_OFF_EVENT = "hand_off";

	/** No reply makes more requests in vain; if one does, the rest is not marked. */
	private static final int MAX_REQUESTS = 512;

	private final ReplyPlayout playout = new ReplyPlayout(this);

	private final ReplyAnswer answer = new ReplyAnswer(this);

	private final ReplyGenerations generations = new ReplyGenerations(this, this.answer.generationsBefore());

	private final ReplyInterruption interruption = new ReplyInterruption(this);

	/** Whether nothing was heard of it yet, and may be. Guarded by the turns. */
	boolean awaited;

	private volatile boolean discarded;

	private volatile @Nullable ReplyContent said;

	private volatile boolean secretFailure;

	// The rest is guarded by the lock of the tree.

	private final StepFailures failures = new StepFailures();

	/** What the requests of the reply have cost. */
	private List<VoiceMetrics> requests = List.of();

	private int syntheses;

	AgentTurnHandle(SpanStart start) {
		super(start);
		if (start.session() != null) {
			put(TelemetryAttributes.AGENT_NAME, start.session().agentName());
		}
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
		this.generations.started(step);
	}

	/**
	 * Told that a model is asked.
	 */
	void requestStarted() {
		if (!this.playout.heard() && !this.discarded) {
			this.answer.requestStarted();
		}
	}

	/**
	 * Begins a step on the way to the answer.
	 */
	TimelineStep step(LatencyPart.Kind kind, long at) {
		return this.answer.step(kind, at);
	}

	/** Told that what the model said so far is a sentence. */
	void textHandedOver(long at) {
		this.answer.textHandedOver(at);
	}

	/**
	 * Told, under the lock of the tree, what a request has cost.
	 */
	void spent(VoiceMetrics request) {
		// Once something was heard it is not discarded any more.
		if (!this.playout.heard() && this.requests.size() >= MAX_REQUESTS) {
			refuse(RefusalReason.STEP_LIMIT);
		}
		else if (!this.playout.heard()) {
			this.requests = this.requests.isEmpty() ? new ArrayList<>(2) : this.requests;
			this.requests.add(request);
		}
	}

	void synthesisStarted() {
		synchronized (lifecycle().lock()) {
			this.syntheses++;
		}
	}

	/**
	 * Told that a synthesis was the node around another.
	 */
	void synthesisWithdrawn() {
		synchronized (lifecycle().lock()) {
			this.syntheses--;
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
		if (this.playout.began(heard)) {
			this.answer.heard(heard);
		}
	}

	/**
	 * Told that a turn is decided that this answers, which was heard already.
	 */
	void heardBefore(TurnTimeline answered, long at) {
		this.answer.heardBefore(answered, at);
	}

	@Override
	public void playoutEnded(@Nullable Duration position, @Nullable Instant at) {
		if (accepts()) {
			this.playout.ended(position, at);
		}
	}

	@Override
	public AgentTurn spoken(@Nullable String text) {
		if (text != null && capturesContent() && accepts()) {
			said().heard(text);
		}
		return this;
	}

	/**
	 * What is said in the reply: only to be asked for where content is captured.
	 */
	ReplyContent said() {
		ReplyContent said = this.said;
		if (said == null) {
			SAID.compareAndSet(this, null, new ReplyContent(this.recorder.content()));
			said = Objects.requireNonNull(this.said);
		}
		return said;
	}

	/**
	 * What the caller said that this answers, as far as it is known.
	 */
	@Nullable TranscriptText callerSaid() {
		TranscriptText transcript = this.answer.transcript();
		return (transcript != null && !transcript.isEmpty()) ? transcript : said().caller();
	}

	@Override
	public void interrupted(@Nullable String source) {
		if (accepts()) {
			this.interruption.interrupted(source);
		}
	}

	@Override
	public void falseInterruption(boolean resumed) {
		if (accepts()) {
			this.interruption.wasNone(resumed);
		}
	}

	@Override
	public void discarded() {
		if (!accepts() || this.discarded || this.playout.heard()) {
			return;
		}
		this.discarded = true;
		put(TelemetryAttributes.DISCARDED, true);
		this.answer.discarded(this.generations.count());
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
		if (this.interruption.isInterrupted() || this.discarded) {
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
		this.secretFailure = failure.secret();
		return failure.error();
	}

	@Override
	boolean hasSecretFailure() {
		return this.secretFailure;
	}

	@Override
	void countIn(SessionCounts counts) {
		super.countIn(counts);
		if (this.interruption.isInterrupted()) {
			counts.interrupted();
		}
	}

	@Override
	boolean takesFigures() {
		return true;
	}

	@Override
	List<VoiceMetrics> figures(MetricsOrigin origin, long endNanos) {
		if (!this.playout.heard()) {
			// Who failed may still be made up for by another reply.
			this.answer.ended(!this.discarded && origin.outcome() != Outcome.ERROR, endNanos);
		}
		List<VoiceMetrics> figures = new ArrayList<>(2);
		if (this.discarded) {
			this.requests.forEach((request) -> figures.add(new DiscardedMetrics(request.origin(), request)));
		}
		InterruptionMetrics interruption = this.interruption.figures(origin, this.playout.position());
		if (interruption != null) {
			figures.add(interruption);
		}
		figures.add(new TurnMetrics(origin, TurnMetrics.Role.AGENT,
				SessionClock.seconds(Math.max(endNanos - this.startNanos, 0)), this.interruption.isInterrupted(),
				this.discarded));
		return figures;
	}

	@Override
	void handContentOn(Outcome outcome) {
		TranscriptText generated = said().ended(outcome == Outcome.SUCCESS && this.playout.heard());
		if (this.session != null && !this.discarded && generated != null) {
			this.session.said().replied(generated);
		}
	}

	@Override
	void beforeSpanEnds() {
		this.generations.put();
		this.interruption.put();
		if (capturesContent()) {
			said().put(content(), callerSaid());
		}
	}

}
