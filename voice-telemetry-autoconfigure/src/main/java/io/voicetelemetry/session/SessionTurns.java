package io.voicetelemetry.session;

import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is in a session, and which reply answers which turn.
 */
final class SessionTurns {

	/** No speech of the caller waits for an answer. */
	static final long NO_SPEECH = Long.MIN_VALUE;

	private volatile @Nullable UserTurnHandle userTurn;

	private volatile @Nullable AgentTurnHandle agentTurn;

	// The rest is guarded by this.

	private @Nullable String lastUserTurn;

	private boolean claimed;

	private @Nullable String turnToAnswer;

	private long speechEndNanos = NO_SPEECH;

	void begun(UserTurnHandle turn) {
		this.userTurn = turn;
		synchronized (this) {
			this.lastUserTurn = turn.speechId();
			this.claimed = false;
		}
	}

	void begun(AgentTurnHandle turn) {
		this.agentTurn = turn;
	}

	@Nullable UserTurnHandle openUserTurn() {
		UserTurnHandle turn = this.userTurn;
		return (turn != null && turn.isOpen()) ? turn : null;
	}

	@Nullable AgentTurnHandle openAgentTurn() {
		AgentTurnHandle turn = this.agentTurn;
		return (turn != null && turn.isOpen()) ? turn : null;
	}

	/**
	 * The id for a new reply: that of the caller's last turn, if no reply has it yet.
	 */
	synchronized String claimSpeechId() {
		String id = this.claimed ? null : this.lastUserTurn;
		this.claimed = true;
		return (id != null) ? id : SpeechIds.next();
	}

	/**
	 * The id of the turn that a reply answers that begins now.
	 */
	synchronized @Nullable String lastUserTurn() {
		return this.lastUserTurn;
	}

	synchronized void committed(UserTurnHandle turn, long speechEndNanos) {
		this.turnToAnswer = turn.speechId();
		this.speechEndNanos = speechEndNanos;
	}

	/**
	 * When the speech ended that a reply answers with its first audio, told once.
	 * @param answeredTurn the id of the turn that the reply answers: one that was begun
	 * before the caller spoke answers nothing
	 * @param heardNanos when the caller hears it: before they fell silent it is no answer
	 */
	synchronized long claimSpeech(@Nullable String answeredTurn, long heardNanos) {
		if (answeredTurn == null || !answeredTurn.equals(this.turnToAnswer) || heardNanos < this.speechEndNanos) {
			return NO_SPEECH;
		}
		this.turnToAnswer = null;
		return this.speechEndNanos;
	}

}
