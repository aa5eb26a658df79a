package io.voicetelemetry.session;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.opentelemetry.api.common.Attributes;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.SessionSummary;
import io.voicetelemetry.event.VoiceMetricsListener;
import io.voicetelemetry.usage.UsageCollector;
import org.jspecify.annotations.Nullable;

final class SessionHandle extends AnsweringHandle implements VoiceSession {

	private final SessionIdentity identity;

	private final Attributes sharedAttributes;

	private final SessionCounts counts = new SessionCounts();

	private final SessionTurns turns = new SessionTurns();

	private final SessionFigures figures;

	private final SessionReports reports = new SessionReports(this);

	private final SessionContent said = new SessionContent();

	private final CallerSpeech callerSpeech = new CallerSpeech(this);

	private final @Nullable SessionCallbacks callbacks;

	/** Set once, by who ends the session. */
	private final AtomicReference<@Nullable String> disconnectReason = new AtomicReference<>();

	/** There are none as long as no stage waits for a future. */
	private volatile @Nullable UntoldResults untoldResults;

	private volatile @Nullable String agentName;

	private volatile boolean touched = true;

	private volatile long idleSince;

	/**
	 * A session.
	 * @param callbacks who is told of the end; {@code null} if it does nothing
	 */
	SessionHandle(SpanStart start, SessionIdentity identity, @Nullable SessionCallbacks callbacks) {
		super(start);
		this.identity = identity;
		this.sharedAttributes = identity.sharedAttributes(start.recorder().staticAttributes());
		this.agentName = identity.agentName();
		this.callbacks = callbacks;
		this.figures = new SessionFigures(start.recorder());
	}

	@Override
	public String id() {
		return this.identity.id();
	}

	boolean isOf(SessionIdentity identity) {
		return this.identity == identity;
	}

	Attributes sharedAttributes() {
		return this.sharedAttributes;
	}

	/** Guarded by the lock of the tree. */
	SessionCounts counts() {
		return this.counts;
	}

	SessionTurns turns() {
		return this.turns;
	}

	SessionFigures figures() {
		return this.figures;
	}

	@Override
	public UsageCollector usage() {
		return this.figures.usage();
	}

	@Override
	public void addListener(@Nullable VoiceMetricsListener listener) {
		if (listener == null) {
			refuse(RefusalReason.NULL_ARGUMENT);
		}
		else if (accepts() && !this.figures.addListener(listener)) {
			refuse(RefusalReason.LISTENER_LIMIT);
		}
	}

	/**
	 * What is said in the call: to be told only where content is captured.
	 */
	SessionContent said() {
		return this.said;
	}

	@Override
	void contentSuppressed() {
		this.said.clear();
	}

	SessionIdentity identity() {
		return this.identity;
	}

	SessionReports reports() {
		return this.reports;
	}

	synchronized UntoldResults untoldResults() {
		UntoldResults untold = this.untoldResults;
		if (untold == null) {
			untold = new UntoldResults();
			this.untoldResults = untold;
		}
		return untold;
	}

	@Nullable String disconnectReason() {
		return this.disconnectReason.get();
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

	/**
	 * Since when nothing was found to happen here. For the reaper alone.
	 */
	long idleSince(long now) {
		if (this.touched) {
			this.touched = false;
			this.idleSince = now;
		}
		return this.idleSince;
	}

	@Override
	public UserTurn startUserTurn() {
		return startUserTurn(null);
	}

	@Override
	public UserTurn startUserTurn(@Nullable Instant at) {
		return (UserTurn) startChild(Stage.USER_TURN, null, at);
	}

	@Override
	public AgentTurn startAgentTurn() {
		return (AgentTurn) startChild(Stage.AGENT_TURN);
	}

	@Override
	public UserTurn userTurn() {
		UserTurn turn = this.turns.openUserTurn();
		return (turn != null) ? turn : NoopHandles.USER_TURN;
	}

	@Override
	public AgentTurn agentTurn() {
		AgentTurn turn = this.turns.openAgentTurn();
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
	public void userStartedSpeaking(@Nullable Instant at) {
		this.callerSpeech.started(at);
	}

	@Override
	public void userStoppedSpeaking(@Nullable Instant at) {
		this.callerSpeech.stopped(at);
	}

	@Override
	public void leaveUnanswered() {
		if (accepts()) {
			this.turns.leftUnanswered();
		}
	}

	@Override
	public void handOff(@Nullable String agentName) {
		if (agentName == null) {
			refuse(RefusalReason.NULL_ARGUMENT);
		}
		else if (accepts()) {
			String previous = this.agentName;
			String next = NAME.limit(agentName);
			this.agentName = next;
			this.turns.handedOver();
			AgentTurnHandle turn = this.turns.openAgentTurn();
			if (turn != null) {
				turn.handOff(previous, next);
			}
		}
	}

	@Override
	public void onEnd(@Nullable Consumer<SessionSummary> callback) {
		if (callback == null) {
			refuse(RefusalReason.NULL_ARGUMENT);
		}
		else if (this.callbacks != null && !this.callbacks.add(callback)) {
			refuse(RefusalReason.LISTENER_LIMIT);
		}
	}

	@Override
	public void end(@Nullable String disconnectReason) {
		end(disconnectReason, new WaitingTime());
	}

	/**
	 * Ends a session, maybe as one of many.
	 */
	void end(@Nullable String disconnectReason, WaitingTime waiting) {
		String reason = DisconnectReasons.of(disconnectReason);
		end(DisconnectReasons.outcomeOf(reason), reason, null, null, waiting);
	}

	@Override
	public void end(@Nullable Instant at) {
		end(Outcome.SUCCESS, DisconnectReasons.HANGUP, null, at, new WaitingTime());
	}

	@Override
	public void fail(@Nullable Throwable error) {
		end(Outcome.ERROR, DisconnectReasons.ERROR, error, null, new WaitingTime());
	}

	@Override
	public void cancel(@Nullable Instant at) {
		end(Outcome.CANCELLED, DisconnectReasons.CANCELLED, null, at, new WaitingTime());
	}

	private void end(Outcome outcome, String reason, @Nullable Throwable error, @Nullable Instant at,
			WaitingTime waiting) {
		// Who comes first says how and why.
		if (!isOpen() || !this.disconnectReason.compareAndSet(null, reason)) {
			refuse(RefusalReason.DOUBLE_END);
			return;
		}
		long moment = momentOf(at);
		UntoldResults untold = this.untoldResults;
		if (untold != null) {
			untold.tellAll(waiting, this.recorder.refusals());
		}
		if (lifecycle().endWithChildren(outcome, error, moment) && this.callbacks != null) {
			this.callbacks.sessionEnded(this, outcome, error);
		}
	}

	@Override
	void beforeSpanEnds() {
		put(TelemetryAttributes.DISCONNECT_REASON, this.disconnectReason.get());
		this.reports.putUsage();
		if (capturesContent()) {
			this.said.put(content());
		}
	}

}
