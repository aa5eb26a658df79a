package io.voicetelemetry.session;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.voicetelemetry.event.Outcome;
import org.jspecify.annotations.Nullable;

final class AgentTurnHandle extends SpanHandle implements AgentTurn {

	private static final String GENERATION_EVENT = "generation";

	private static final String FALSE_INTERRUPTION_EVENT = "false_interruption";

	private static final String HAND_OFF_EVENT = "hand_off";

	private static final Set<Stage> MODEL_STAGES = EnumSet.of(Stage.LLM_NODE, Stage.LLM_REQUEST,
			Stage.REALTIME_INFERENCE);

	private static final Set<Stage> SYNTHESIS_STAGES = EnumSet.of(Stage.TTS_NODE, Stage.TTS_REQUEST);

	/** The id of the caller's turn that this answers, if it is the one that does. */
	private final @Nullable String answeredTurn;

	private @Nullable SpanHandle speaking;

	private boolean played;

	private double playedSeconds;

	// The rest is guarded by the lock of the tree.

	private int generations;

	private boolean interrupted;

	private @Nullable String interruptionSource;

	private @Nullable Failure modelFailure;

	private @Nullable Failure synthesisFailure;

	AgentTurnHandle(SpanStart start) {
		super(start);
		SessionHandle session = start.session();
		this.answeredTurn = (session != null) ? session.turns().lastUserTurn() : null;
		if (session != null) {
			put(TelemetryAttributes.AGENT_NAME, session.agentName());
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

	private String generationId(int generation) {
		return this.speechId + "_" + generation;
	}

	@Override
	public synchronized void firstAudioPlayed(@Nullable Instant at) {
		if (!accepts()) {
			return;
		}
		long moment = momentOf(at);
		if (this.speaking == null || !this.speaking.isOpen()) {
			this.speaking = startChild(Stage.AGENT_SPEAKING, null, SessionClock.toInstant(moment));
		}
		if (!this.played && this.session != null) {
			long speechEnd = this.session.turns().claimSpeech(this.answeredTurn, moment);
			if (speechEnd != SessionTurns.NO_SPEECH) {
				putSeconds(TelemetryAttributes.E2E_LATENCY, SessionClock.seconds(moment - speechEnd));
			}
		}
		this.played = true;
	}

	@Override
	public synchronized void playoutEnded(@Nullable Duration position, @Nullable Instant at) {
		if (!accepts()) {
			return;
		}
		endSpeaking(at);
		if (position == null) {
			return;
		}
		if (position.isNegative()) {
			refuse(RefusalReason.INVALID_VALUE);
			return;
		}
		this.playedSeconds += toSeconds(position);
		if (this.playedSeconds > 0) {
			putSeconds(TelemetryAttributes.PLAYOUT_POSITION, this.playedSeconds);
		}
	}

	private void endSpeaking(@Nullable Instant at) {
		SpanHandle speaking = this.speaking;
		if (speaking != null && speaking.isOpen()) {
			speaking.end(at);
		}
	}

	@Override
	public void interrupted(@Nullable String source) {
		if (!accepts()) {
			return;
		}
		synchronized (lifecycle().lock()) {
			if (!this.interrupted) {
				this.interrupted = true;
				this.interruptionSource = source;
			}
		}
	}

	@Override
	public void falseInterruption(boolean resumed) {
		if (!accepts()) {
			return;
		}
		if (resumed) {
			synchronized (lifecycle().lock()) {
				this.interrupted = false;
			}
		}
		event(FALSE_INTERRUPTION_EVENT, Attributes.of(TelemetryAttributes.FALSE_INTERRUPTION_RESUMED.key(), resumed),
				nowNanos());
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

	private synchronized void finishSpeaking(@Nullable Instant at) {
		if (isOpen()) {
			endSpeaking(at);
		}
	}

	@Override
	void childEnded(SpanHandle child, Outcome outcome, @Nullable Throwable error) {
		if (outcome == Outcome.CANCELLED) {
			return;
		}
		// A later success makes up for a failure: a fallback model answered, say.
		Failure failure = (outcome == Outcome.ERROR) ? new Failure(error, child.isContentSuppressed()) : null;
		if (MODEL_STAGES.contains(child.stage)) {
			this.modelFailure = failure;
		}
		else if (SYNTHESIS_STAGES.contains(child.stage)) {
			this.synthesisFailure = failure;
		}
	}

	@Override
	Outcome outcomeOf(Outcome requested) {
		if (requested != Outcome.SUCCESS) {
			return requested;
		}
		if (this.interrupted) {
			return Outcome.CANCELLED;
		}
		return (failure() != null) ? Outcome.ERROR : requested;
	}

	@Override
	@Nullable Throwable errorOf(@Nullable Throwable error) {
		Failure failure = failure();
		if (error != null || failure == null) {
			return error;
		}
		if (failure.secret()) {
			// Nothing but the exception is still to be written here.
			suppressContent();
		}
		return failure.error();
	}

	private @Nullable Failure failure() {
		return (this.modelFailure != null) ? this.modelFailure : this.synthesisFailure;
	}

	@Override
	void countIn(SessionCounts counts) {
		super.countIn(counts);
		if (this.interrupted) {
			counts.interrupted();
		}
	}

	@Override
	void beforeSpanEnds() {
		if (this.generations > 0) {
			putCount(TelemetryAttributes.GENERATION_COUNT, this.generations);
		}
		if (this.interrupted) {
			put(TelemetryAttributes.INTERRUPTED, true);
			put(TelemetryAttributes.INTERRUPTION_SOURCE, this.interruptionSource);
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
	 * A failure of one of the steps.
	 *
	 * @param error what failed
	 * @param secret whether what was said there is not to be recorded
	 */
	private record Failure(@Nullable Throwable error, boolean secret) {
	}

}
