package io.voicetelemetry.session;

import java.time.Duration;
import java.time.Instant;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.voicetelemetry.event.Outcome;
import org.jspecify.annotations.Nullable;

final class AgentTurnHandle extends SpanHandle implements AgentTurn {

	private static final String GENERATION_EVENT = "generation";

	private static final String FALSE_INTERRUPTION_EVENT = "false_interruption";

	private static final String HAND_OFF_EVENT = "hand_off";

	private final String speechId;

	private @Nullable SpanHandle speaking;

	private boolean played;

	private double playedSeconds;

	// The rest is guarded by the lock of the tree.

	private int generations;

	private boolean interrupted;

	private @Nullable Failure llmFailure;

	private @Nullable Failure ttsFailure;

	AgentTurnHandle(SpanStart start) {
		super(start);
		SessionHandle session = start.session();
		this.speechId = (session != null) ? session.claimSpeechId() : SpeechIds.next();
		if (session != null) {
			put(TelemetryAttributes.AGENT_NAME, session.agentName());
		}
	}

	@Override
	void begun() {
		if (this.session != null) {
			this.session.agentTurnStarted(this);
		}
	}

	@Override
	public String speechId() {
		return this.speechId;
	}

	/**
	 * Told that a step of the reply begins: a node, or a request without one.
	 */
	void generationStarted(SpanHandle step) {
		int generation;
		synchronized (lifecycle().lock()) {
			if (lifecycle().isEnded()) {
				return;
			}
			generation = ++this.generations;
		}
		String id = this.speechId + "_" + generation;
		step.put(TelemetryAttributes.GENERATION_ID, id);
		AttributesBuilder attributes = Attributes.builder().put(TelemetryAttributes.GENERATION_ID.key(), id);
		if (generation > 1) {
			attributes.put(TelemetryAttributes.PARENT_GENERATION_ID.key(), this.speechId + "_" + (generation - 1));
		}
		event(GENERATION_EVENT, attributes.build(), step.startNanos);
	}

	@Override
	public synchronized void firstAudioPlayed(@Nullable Instant at) {
		if (!accepts()) {
			return;
		}
		long moment = momentOf(at);
		if (this.speaking == null || !this.speaking.isOpen()) {
			this.speaking = this.recorder.starter()
				.start(Stage.AGENT_SPEAKING, null, this, this.session, SessionClock.toInstant(moment));
		}
		if (!this.played && this.session != null) {
			long speechEnd = this.session.claimSpeechToAnswer();
			// A reply that was heard before the caller fell silent answers nothing.
			if (speechEnd != SessionHandle.NO_SPEECH && moment >= speechEnd) {
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
			this.recorder.refusals().count(RefusalReason.INVALID_VALUE);
			return;
		}
		this.playedSeconds += toSeconds(position);
		putSeconds(TelemetryAttributes.PLAYOUT_POSITION, this.playedSeconds);
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
		boolean first;
		synchronized (lifecycle().lock()) {
			first = !this.interrupted;
			this.interrupted = true;
			if (first && this.session != null) {
				this.session.counts().interrupted();
			}
		}
		if (first) {
			put(TelemetryAttributes.INTERRUPTED, true);
			put(TelemetryAttributes.INTERRUPTION_SOURCE, source);
		}
	}

	@Override
	public void falseInterruption(boolean resumed) {
		if (accepts()) {
			event(FALSE_INTERRUPTION_EVENT,
					Attributes.of(TelemetryAttributes.FALSE_INTERRUPTION_RESUMED.key(), resumed), nowNanos());
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

	private synchronized void finishSpeaking(@Nullable Instant at) {
		if (isOpen()) {
			endSpeaking(at);
		}
	}

	@Override
	void childEnded(SpanHandle child, Outcome outcome, @Nullable Throwable error) {
		// A later success makes up for a failure: a fallback model answered, say.
		Failure failure = (outcome == Outcome.ERROR) ? new Failure(error) : null;
		if (child.stage == Stage.LLM_NODE || child.stage == Stage.LLM_REQUEST) {
			this.llmFailure = failure;
		}
		else if (child.stage == Stage.TTS_NODE || child.stage == Stage.TTS_REQUEST) {
			this.ttsFailure = failure;
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
		return (this.llmFailure != null || this.ttsFailure != null) ? Outcome.ERROR : requested;
	}

	@Override
	@Nullable Throwable errorOf(@Nullable Throwable error) {
		if (error != null) {
			return error;
		}
		Failure failure = (this.llmFailure != null) ? this.llmFailure : this.ttsFailure;
		return (failure != null) ? failure.error() : null;
	}

	@Override
	void beforeSpanEnds(long endNanos, Outcome outcome) {
		if (this.generations > 0) {
			putCount(TelemetryAttributes.GENERATION_COUNT, this.generations);
		}
	}

	@Override
	public LlmNode startLlmNode() {
		return (LlmNode) this.recorder.starter().start(Stage.LLM_NODE, null, this, this.session, null);
	}

	@Override
	public LlmCall startLlmCall() {
		return (LlmCall) this.recorder.starter().start(Stage.LLM_REQUEST, null, this, this.session, null);
	}

	@Override
	public ToolCall startToolCall(@Nullable String name) {
		ToolCall call = (ToolCall) this.recorder.starter().start(Stage.FUNCTION_TOOL, null, this, this.session, null);
		call.set(TelemetryAttributes.TOOL_NAME, name);
		return call;
	}

	@Override
	public TtsNode startTtsNode() {
		return (TtsNode) this.recorder.starter().start(Stage.TTS_NODE, null, this, this.session, null);
	}

	@Override
	public SpeechSynthesis startSynthesis() {
		return (SpeechSynthesis) this.recorder.starter().start(Stage.TTS_REQUEST, null, this, this.session, null);
	}

	private record Failure(@Nullable Throwable error) {
	}

}
