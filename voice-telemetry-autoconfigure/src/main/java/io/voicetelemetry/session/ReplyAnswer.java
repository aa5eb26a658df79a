package io.voicetelemetry.session;

import io.voicetelemetry.event.LatencyPart;
import org.jspecify.annotations.Nullable;

/**
 * What a reply is the answer to, until something of it is heard, and the steps on the way
 * there.
 */
final class ReplyAnswer {

	private final AgentTurnHandle reply;

	private final @Nullable SessionTurns turns;

	private volatile SessionTurns.Answerable answerable;

	private volatile @Nullable TimelineStep firstSentence;

	/**
	 * What the caller said in the turn that this is the answer to, as far as is known.
	 */
	private volatile @Nullable TranscriptText transcript;

	ReplyAnswer(AgentTurnHandle reply) {
		this.reply = reply;
		this.turns = (reply.session != null) ? reply.session.turns() : null;
		this.answerable = (this.turns != null) ? this.turns.answerable() : SessionTurns.Answerable.NOTHING;
		TurnTimeline turn = this.answerable.withId(reply.speechId);
		this.transcript = (turn != null) ? turn.transcript() : null;
	}

	@Nullable TranscriptText transcript() {
		return this.transcript;
	}

	/**
	 * How many steps replies had that gave the id of this one up.
	 */
	int generationsBefore() {
		TurnTimeline turn = this.answerable.withId(this.reply.speechId);
		return (turn != null) ? turn.generations() : 0;
	}

	/**
	 * Told that a model is asked. The caller may have been asked something since the last
	 * time, and have answered.
	 */
	void requestStarted() {
		if (this.turns != null) {
			this.answerable = this.turns.answerable();
		}
	}

	TimelineStep step(LatencyPart.Kind kind, long at) {
		TimelineStep step = new TimelineStep(kind, this.reply, at);
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
	 * Told that the caller hears the first of the reply.
	 */
	void heard(long at) {
		if (this.turns == null) {
			return;
		}
		SessionTurns.Answerable answerable = this.answerable;
		TurnTimeline answered = this.turns.claim(this.reply, answerable, at);
		if (answered != null) {
			this.transcript = answered.transcript();
			FeltLatency.tell(this.reply, answered, at);
		}
		if (!this.turns.waitsForTurnOf(this.reply)) {
			answersNoMore(answerable);
		}
	}

	/**
	 * Told that the turn is decided that the reply answers, which was heard already.
	 */
	void heardBefore(TurnTimeline answered, long at) {
		this.transcript = answered.transcript();
		FeltLatency.tell(this.reply, answered, at);
		answersNoMore(this.answerable);
	}

	/**
	 * Told that nobody will hear the reply.
	 * @param generations how many steps it had
	 */
	void discarded(int generations) {
		answersNoMore(this.answerable);
		if (this.turns != null) {
			this.turns.discarded(this.reply, generations);
		}
	}

	/**
	 * What the reply does is on the way to no answer, neither from now on nor so far.
	 */
	private void answersNoMore(SessionTurns.Answerable answerable) {
		this.answerable = SessionTurns.Answerable.NOTHING;
		answerable.forget(this.reply);
	}

	/**
	 * Told that the reply has ended and nothing of it was heard.
	 * @param silent whether nothing else is to come in its place
	 */
	void ended(boolean silent, long at) {
		SessionTurns.Answerable answerable = this.answerable;
		this.answerable = SessionTurns.Answerable.NOTHING;
		answerable.over(this.reply, at);
		if (this.turns != null) {
			this.turns.ended(this.reply, answerable, silent);
		}
	}

}
