package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

import io.voicetelemetry.event.LatencyPart;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a turn of the caller and on the way to its answer, from which the
 * silence they heard is taken apart. Kept by the caller's turn rather than by a reply,
 * because more than one reply may be on the way: an agent that hands over says nothing
 * itself.
 */
final class TurnTimeline {

	/**
	 * No call makes more steps than this before it answers; if one does, they are not
	 * told apart.
	 */
	private static final int MAX_STEPS = 512;

	// What counts where two things went on at a time, first to last.

	private static final int OF_THE_TURN = 0;

	private static final int PLAYOUT = 1;

	private static final int SYNTHESIS = 2;

	private static final int OF_THE_REPLY = 3;

	private static final int OF_ANOTHER_REPLY = 4;

	private final String speechId;

	private final TranscriptText transcript;

	private final List<TimelineStep> steps = new ArrayList<>();

	private long speechEnd;

	private long transcribed;

	private long committed;

	private boolean answered;

	private boolean idTaken;

	private int generations;

	TurnTimeline(String speechId, TranscriptText transcript) {
		this.speechId = speechId;
		this.transcript = transcript;
	}

	/**
	 * What the caller says in the turn, where that may be recorded.
	 */
	TranscriptText transcript() {
		return this.transcript;
	}

	String speechId() {
		return this.speechId;
	}

	/**
	 * Takes the id for a reply, if no other has it.
	 * @return whether it was free
	 */
	synchronized boolean takeId() {
		boolean free = !this.idTaken;
		this.idTaken = true;
		return free;
	}

	synchronized void giveIdUp() {
		this.idTaken = false;
	}

	/**
	 * Told when the turn was over.
	 * @param speechEnd when the caller fell silent
	 * @param transcribed when the last of it was understood; if that is not known, when
	 * they fell silent
	 * @param committed when it was decided that the turn is over
	 */
	synchronized void committed(long speechEnd, long transcribed, long committed) {
		this.speechEnd = speechEnd;
		this.transcribed = Math.min(Math.max(transcribed, speechEnd), committed);
		this.committed = committed;
	}

	synchronized boolean isCommitted() {
		return this.committed != 0;
	}

	synchronized long speechEnd() {
		return this.speechEnd;
	}

	/**
	 * Adds a step on the way to the answer.
	 */
	synchronized void add(TimelineStep step) {
		if (!this.answered) {
			if (this.steps.size() < MAX_STEPS) {
				this.steps.add(step);
			}
			else {
				step.owner().refuse(RefusalReason.STEP_LIMIT);
			}
		}
	}

	/**
	 * Forgets what a reply did that is not on the way to the answer after all.
	 */
	synchronized void forget(SpanHandle reply) {
		this.steps.removeIf((step) -> step.owner() == reply);
	}

	/**
	 * How many steps the replies had that were to have this turn's id and gave it up.
	 */
	synchronized int generations() {
		return this.generations;
	}

	synchronized void generations(int more) {
		this.generations += more;
	}

	/**
	 * Told that a reply has ended: so has what it still did.
	 */
	synchronized void over(SpanHandle reply, long at) {
		for (TimelineStep step : this.steps) {
			if (step.owner() == reply) {
				step.over(at);
			}
		}
	}

	/**
	 * Takes apart the time from the end of speech to the first audio. Until the turn was
	 * committed, the wait is the turn's; then it is that of the audio which was heard, of
	 * what else was done for the reply, of other replies.
	 * @param reply the reply that was heard
	 */
	synchronized List<LatencyPart> parts(SpanHandle reply, long heard) {
		LatencyParts parts = new LatencyParts(this.speechEnd, heard);
		parts.add(LatencyPart.Kind.TRANSCRIPTION, OF_THE_TURN, this.speechEnd, this.transcribed);
		parts.add(LatencyPart.Kind.ENDPOINTING, OF_THE_TURN, this.transcribed, this.committed);
		for (TimelineStep step : this.steps) {
			parts.add(step.kind(), rank(step, reply), step.start(), step.end(heard));
		}
		return parts.inOrder();
	}

	private static int rank(TimelineStep step, SpanHandle reply) {
		if (step.owner() != reply) {
			return (step.kind() == LatencyPart.Kind.ON_USER_TURN_COMPLETED) ? OF_THE_REPLY : OF_ANOTHER_REPLY;
		}
		return switch (step.kind()) {
			// What is said next may be synthesised while this waits to be played, and a
			// tool may go on while its caller is told to wait.
			case PLAYOUT -> PLAYOUT;
			case TTS -> SYNTHESIS;
			default -> OF_THE_REPLY;
		};
	}

	/**
	 * LiveKit's sum: how long the decision, the first token of the last request that had
	 * one, and the first byte of the first synthesis took. A request of another reply
	 * counts if its answer led to this one.
	 * @param reply the reply that was heard
	 */
	synchronized OptionalDouble totalLatency(SpanHandle reply, long heard) {
		TimelineStep request = null;
		TimelineStep synthesis = null;
		for (TimelineStep step : this.steps) {
			boolean own = step.owner() == reply;
			if (step.kind() == LatencyPart.Kind.LLM && step.hadReached(own ? heard : reply.startNanos)) {
				request = step;
			}
			else if (step.kind() == LatencyPart.Kind.TTS && own && step.hadReached(heard) && synthesis == null) {
				synthesis = step;
			}
		}
		return (request != null && synthesis != null)
				? OptionalDouble
					.of(SessionClock.seconds(this.committed - this.speechEnd + request.nanos() + synthesis.nanos()))
				: OptionalDouble.empty();
	}

	/**
	 * Told that it is answered: what happens from now on is on the way to nothing, and
	 * the steps need not be kept, nor the replies that took them.
	 */
	synchronized void answered() {
		this.answered = true;
		this.steps.clear();
	}

}
