package io.voicetelemetry.session;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

import io.opentelemetry.api.common.Attributes;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.SessionSummary;
import org.jspecify.annotations.Nullable;

final class SessionHandle extends SpanHandle implements VoiceSession {

	static final String HANGUP = "hangup";

	static final String SHUTDOWN = "shutdown";

	static final String TIMEOUT = "timeout";

	static final String ERROR = "error";

	static final String CANCELLED = "cancelled";

	/** No speech of the caller waits for an answer. */
	static final long NO_SPEECH = Long.MIN_VALUE;

	private final SessionIdentity identity;

	private final SessionClock clock;

	private final Attributes sharedAttributes;

	private final SessionCounts counts = new SessionCounts();

	private final SessionCallbacks callbacks;

	private volatile @Nullable String agentName;

	private volatile String disconnectReason = HANGUP;

	private volatile boolean touched = true;

	private volatile @Nullable UserTurnHandle userTurn;

	private volatile @Nullable AgentTurnHandle agentTurn;

	private volatile @Nullable SpanHandle speakingOutsideTurn;

	private @Nullable String unclaimedSpeechId;

	private long speechToAnswer = NO_SPEECH;

	SessionHandle(SpanStart start, SessionIdentity identity, SessionClock clock, SessionCallbacks callbacks) {
		super(start);
		this.identity = identity;
		this.clock = clock;
		this.sharedAttributes = identity.sharedAttributes(start.recorder().staticAttributes());
		this.agentName = identity.agentName();
		this.callbacks = callbacks;
	}

	@Override
	public String id() {
		return this.identity.id();
	}

	SessionClock clock() {
		return this.clock;
	}

	Attributes sharedAttributes() {
		return this.sharedAttributes;
	}

	SessionCounts counts() {
		return this.counts;
	}

	@Nullable String agentName() {
		return this.agentName;
	}

	/**
	 * Notes that something happens here. The reaper clears the note: cheaper than a time.
	 */
	void touch() {
		if (!this.touched) {
			this.touched = true;
		}
	}

	boolean clearTouched() {
		boolean touched = this.touched;
		this.touched = false;
		return touched;
	}

	@Override
	public UserTurn startUserTurn() {
		return startUserTurn(null);
	}

	@Override
	public UserTurn startUserTurn(@Nullable Instant at) {
		return (UserTurn) this.recorder.starter().start(Stage.USER_TURN, null, this, this, at);
	}

	void userTurnStarted(UserTurnHandle turn) {
		this.userTurn = turn;
		synchronized (this.identity) {
			this.unclaimedSpeechId = turn.speechId();
		}
	}

	@Override
	public AgentTurn startAgentTurn() {
		return (AgentTurn) this.recorder.starter().start(Stage.AGENT_TURN, null, this, this, null);
	}

	void agentTurnStarted(AgentTurnHandle turn) {
		this.agentTurn = turn;
	}

	/**
	 * The id for a new reply: that of the caller's last turn, if no reply has it yet.
	 */
	String claimSpeechId() {
		synchronized (this.identity) {
			String id = this.unclaimedSpeechId;
			this.unclaimedSpeechId = null;
			return (id != null) ? id : SpeechIds.next();
		}
	}

	void speechToAnswer(long endNanos) {
		synchronized (this.identity) {
			this.speechToAnswer = endNanos;
		}
	}

	/**
	 * When the speech ended that the next audio answers, told once.
	 */
	long claimSpeechToAnswer() {
		synchronized (this.identity) {
			long endNanos = this.speechToAnswer;
			this.speechToAnswer = NO_SPEECH;
			return endNanos;
		}
	}

	@Nullable UserTurnHandle openUserTurn() {
		UserTurnHandle turn = this.userTurn;
		return (turn != null && turn.isOpen()) ? turn : null;
	}

	@Nullable AgentTurnHandle openAgentTurn() {
		AgentTurnHandle turn = this.agentTurn;
		return (turn != null && turn.isOpen()) ? turn : null;
	}

	@Override
	public UserTurn userTurn() {
		UserTurn turn = openUserTurn();
		return (turn != null) ? turn : NoopHandles.USER_TURN;
	}

	@Override
	public AgentTurn agentTurn() {
		AgentTurn turn = openAgentTurn();
		return (turn != null) ? turn : NoopHandles.AGENT_TURN;
	}

	@Override
	public VoiceSpan startSessionStart() {
		return startChild(Stage.SESSION_START);
	}

	@Override
	public VoiceSpan startSessionClose() {
		return startChild(Stage.SESSION_CLOSE);
	}

	@Override
	public SpeechRecognition startRecognition() {
		return (SpeechRecognition) startChild(Stage.STT_REQUEST);
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
		ToolCall call = (ToolCall) startChild(Stage.FUNCTION_TOOL);
		call.set(TelemetryAttributes.TOOL_NAME, name);
		return call;
	}

	@Override
	public TtsNode startTtsNode() {
		return (TtsNode) startChild(Stage.TTS_NODE);
	}

	@Override
	public SpeechSynthesis startSynthesis() {
		return (SpeechSynthesis) startChild(Stage.TTS_REQUEST);
	}

	private SpanHandle startChild(Stage stage) {
		return this.recorder.starter().start(stage, null, this, this, null);
	}

	@Override
	public synchronized void userStartedSpeaking(@Nullable Instant at) {
		UserTurnHandle turn = openUserTurn();
		if (turn != null) {
			turn.startedSpeaking(at);
		}
		else if (this.speakingOutsideTurn == null || !this.speakingOutsideTurn.isOpen()) {
			this.speakingOutsideTurn = this.recorder.starter().start(Stage.USER_SPEAKING, null, this, this, at);
		}
	}

	@Override
	public synchronized void userStoppedSpeaking(@Nullable Instant at) {
		SpanHandle speaking = this.speakingOutsideTurn;
		if (speaking != null && speaking.isOpen()) {
			speaking.end(at);
		}
		else {
			userTurn().stoppedSpeaking(at);
		}
	}

	@Override
	public void handOff(@Nullable String agentName) {
		if (agentName == null) {
			this.recorder.refusals().count(RefusalReason.NULL_ARGUMENT);
		}
		else if (accepts()) {
			String previous = this.agentName;
			this.agentName = agentName;
			AgentTurnHandle turn = openAgentTurn();
			if (turn != null) {
				turn.handOff(previous, agentName);
			}
		}
	}

	@Override
	public void onEnd(@Nullable Consumer<SessionSummary> callback) {
		if (callback == null) {
			this.recorder.refusals().count(RefusalReason.NULL_ARGUMENT);
		}
		else {
			this.callbacks.add(callback);
		}
	}

	@Override
	public void end(@Nullable String disconnectReason) {
		String reason = (disconnectReason != null && !disconnectReason.isBlank()) ? disconnectReason : HANGUP;
		Outcome outcome = switch (reason) {
			case SHUTDOWN, TIMEOUT, CANCELLED -> Outcome.CANCELLED;
			case ERROR -> Outcome.ERROR;
			default -> Outcome.SUCCESS;
		};
		end(outcome, reason, null, null);
	}

	@Override
	public void end(@Nullable Instant at) {
		end(Outcome.SUCCESS, HANGUP, null, at);
	}

	@Override
	public void fail(@Nullable Throwable error) {
		end(Outcome.ERROR, ERROR, error, null);
	}

	@Override
	public void cancel(@Nullable Instant at) {
		end(Outcome.CANCELLED, CANCELLED, null, at);
	}

	private void end(Outcome outcome, String reason, @Nullable Throwable error, @Nullable Instant at) {
		if (isOpen()) {
			this.disconnectReason = reason;
		}
		if (lifecycle().endWithChildren(outcome, error, at)) {
			this.callbacks.sessionEnded(this, lifecycle().endNanos(), outcome, error);
		}
	}

	@Override
	void beforeSpanEnds(long endNanos, Outcome outcome) {
		put(TelemetryAttributes.DISCONNECT_REASON, this.disconnectReason);
	}

	SessionSummary summary(long endNanos, Outcome outcome, @Nullable Throwable error) {
		return new SessionSummary(id(), spanContext().getTraceId(), SessionClock.toInstant(this.startNanos),
				Duration.ofNanos(endNanos - this.startNanos), outcome, this.disconnectReason,
				(error != null) ? error.getClass().getName() : null, this.counts.count(Stage.USER_TURN),
				this.counts.count(Stage.AGENT_TURN), this.counts.interruptions(), this.counts.count(Stage.LLM_REQUEST),
				this.counts.count(Stage.FUNCTION_TOOL), this.counts.count(Stage.TTS_REQUEST), this.counts.inputTokens(),
				this.counts.outputTokens());
	}

}
