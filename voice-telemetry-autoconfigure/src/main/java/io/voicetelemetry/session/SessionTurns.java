package io.voicetelemetry.session;

import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is in a session, and which reply answers which turn: a turn of the caller
 * waits from its commit until some reply is heard that belongs to it. It does not wait on
 * if its replies say nothing and hand over to nobody, nor when the caller's next turn is
 * committed.
 */
final class SessionTurns {

	private volatile @Nullable UserTurnHandle userTurn;

	private volatile @Nullable AgentTurnHandle agentTurn;

	// The rest is guarded by this.

	/** The caller's last turn. */
	private @Nullable TurnTimeline begun;

	/** The last turn that was committed, until it is answered. */
	private @Nullable TurnTimeline unanswered;

	/** What was heard while the caller's last turn was not decided yet. */
	private @Nullable Heard heardEarly;

	private boolean handedOver;

	/** How many replies are under way of which nothing was heard, and may be. */
	private int unheard;

	void begun(UserTurnHandle turn) {
		this.userTurn = turn;
		synchronized (this) {
			this.begun = turn.timeline();
			this.heardEarly = null;
		}
	}

	void begun(AgentTurnHandle turn) {
		this.agentTurn = turn;
		synchronized (this) {
			turn.awaited = true;
			this.unheard++;
		}
	}

	private void awaitNoMore(AgentTurnHandle reply) {
		if (reply.awaited) {
			reply.awaited = false;
			this.unheard--;
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

	/**
	 * The id for a new reply: that of the turn that waits for an answer, else of the
	 * caller's last, if no reply has it yet.
	 */
	synchronized String claimSpeechId() {
		TurnTimeline waiting = this.unanswered;
		if (waiting != null && waiting.takeId()) {
			return waiting.speechId();
		}
		TurnTimeline last = this.begun;
		return (last != null && last != waiting && last.takeId()) ? last.speechId() : SpeechIds.next();
	}

	/**
	 * The id for what belongs to the caller and stands under no turn: that of their last.
	 */
	synchronized @Nullable String lastSpeechId() {
		return (this.begun != null) ? this.begun.speechId() : null;
	}

	/**
	 * The turns that a reply may answer that takes a step now.
	 */
	synchronized Answerable answerable() {
		return new Answerable(this.unanswered, this.begun);
	}

	/**
	 * Told that it was decided that the caller is done.
	 * @param turn the turn, or {@code null} if it is not known when they fell silent
	 * @return the reply that answers it and was heard before this was told, if there is
	 * one: players and recognisers tell on threads of their own
	 */
	synchronized @Nullable Heard committed(@Nullable TurnTimeline turn) {
		this.unanswered = turn;
		this.handedOver = false;
		Heard early = this.heardEarly;
		this.heardEarly = null;
		if (turn == null || early == null || !early.answerable().includes(turn) || early.at() < turn.speechEnd()) {
			return null;
		}
		this.unanswered = null;
		return early;
	}

	/**
	 * The turn that a reply answers with its first audio, told once.
	 * @param reply the reply
	 * @param answerable what the reply may answer
	 * @param heardNanos when the caller hears it: before they fell silent it is no answer
	 */
	synchronized @Nullable TurnTimeline claim(AgentTurnHandle reply, Answerable answerable, long heardNanos) {
		awaitNoMore(reply);
		TurnTimeline turn = this.unanswered;
		if (turn == null || !answerable.includes(turn) || heardNanos < turn.speechEnd()) {
			if (isUndecided(answerable.begun()) && this.heardEarly == null) {
				this.heardEarly = new Heard(reply, answerable, heardNanos);
			}
			return null;
		}
		this.unanswered = null;
		return turn;
	}

	private boolean isUndecided(@Nullable TurnTimeline turn) {
		return turn != null && turn == this.begun && !turn.isCommitted();
	}

	/**
	 * Whether a reply that was heard may still prove to answer a turn.
	 */
	synchronized boolean waitsForTurnOf(AgentTurnHandle reply) {
		return this.heardEarly != null && this.heardEarly.reply() == reply;
	}

	synchronized void handedOver() {
		this.handedOver = true;
	}

	synchronized void leftUnanswered() {
		this.unanswered = null;
	}

	/**
	 * Told that a reply was prepared in vain: the next one takes its place.
	 */
	synchronized void discarded(AgentTurnHandle reply, int generations) {
		awaitNoMore(reply);
		giveUp(this.begun, reply, generations);
		if (this.unanswered != this.begun) {
			giveUp(this.unanswered, reply, generations);
		}
	}

	private static void giveUp(@Nullable TurnTimeline turn, AgentTurnHandle reply, int generations) {
		if (turn != null && turn.speechId().equals(reply.speechId)) {
			turn.generations(generations);
			turn.giveIdUp();
		}
	}

	/**
	 * Told that a reply has ended.
	 * @param reply the reply
	 * @param answerable what it might have answered
	 * @param silent whether nothing was heard of it, and nothing else is to come
	 */
	synchronized void ended(AgentTurnHandle reply, Answerable answerable, boolean silent) {
		awaitNoMore(reply);
		TurnTimeline turn = this.unanswered;
		if (silent && turn != null && answerable.includes(turn) && !this.handedOver && this.unheard == 0) {
			this.unanswered = null;
		}
	}

	/**
	 * A reply of which the caller heard something.
	 *
	 * @param reply the reply
	 * @param answerable what it may answer
	 * @param at when it was heard
	 */
	record Heard(AgentTurnHandle reply, Answerable answerable, long at) {
	}

	/**
	 * The turns that a reply may answer.
	 *
	 * @param unanswered the one that waited for an answer
	 * @param begun the one that was begun last, and may not be over yet: a reply may be
	 * prepared in advance
	 */
	record Answerable(@Nullable TurnTimeline unanswered, @Nullable TurnTimeline begun) {

		static final Answerable NOTHING = new Answerable(null, null);

		boolean includes(TurnTimeline turn) {
			return turn == this.unanswered || turn == this.begun;
		}

		@Nullable TurnTimeline withId(@Nullable String speechId) {
			if (this.unanswered != null && this.unanswered.speechId().equals(speechId)) {
				return this.unanswered;
			}
			return (this.begun != null && this.begun.speechId().equals(speechId)) ? this.begun : null;
		}

		void add(TimelineStep step) {
			if (this.unanswered != null) {
				this.unanswered.add(step);
			}
			if (this.begun != null && this.begun != this.unanswered) {
				this.begun.add(step);
			}
		}

		void forget(SpanHandle reply) {
			if (this.unanswered != null) {
				this.unanswered.forget(reply);
			}
			if (this.begun != null) {
				this.begun.forget(reply);
			}
		}

		void over(SpanHandle reply, long at) {
			if (this.unanswered != null) {
				this.unanswered.over(reply, at);
			}
			if (this.begun != null) {
				this.begun.over(reply, at);
			}
		}

	}

}
