package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.Comparator;
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
	 * No call makes more steps than this before it answers; if one does, they are lost.
	 */
	private static final int MAX_STEPS = 512;

	private final String speechId;

	private final List<TimelineStep> steps = new ArrayList<>();

	private long speechEnd;

	private long transcribed;

	private long committed;

	private boolean answered;

	private int generations;

	TurnTimeline(String speechId) {
		this.speechId = speechId;
	}

	String speechId() {
		return this.speechId;
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

	synchronized long speechEnd() {
		return this.speechEnd;
	}

	/**
	 * Adds a step on the way to the answer.
	 */
	synchronized void add(TimelineStep step) {
		if (!this.answered && this.steps.size() < MAX_STEPS) {
			this.steps.add(step);
		}
	}

	/**
	 * Forgets what a reply did that nobody will hear.
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
	 * Takes apart the time from the end of speech to the first audio. Until the turn was
	 * committed, the wait is the turn's; then, where two things went on at a time, it is
	 * that of what began first.
	 */
	synchronized List<LatencyPart> parts(long heard) {
		this.answered = true;
		Parts parts = new Parts(this.speechEnd, heard);
		parts.add(LatencyPart.Kind.TRANSCRIPTION, this.speechEnd, this.transcribed);
		parts.add(LatencyPart.Kind.ENDPOINTING, this.transcribed, this.committed);
		this.steps.stream()
			.sorted(Comparator.comparingLong(TimelineStep::start))
			.forEach((step) -> parts.add(step.kind(), step.start(), step.end(heard)));
		parts.addOther(heard);
		return parts.parts;
	}

	/**
	 * LiveKit's sum: how long the decision, the first token of the last request that had
	 * one, and the first byte of the first synthesis took.
	 */
	synchronized OptionalDouble totalLatency(long heard) {
		TimelineStep request = null;
		TimelineStep synthesis = null;
		for (TimelineStep step : this.steps) {
			if (step.hadReached(heard)) {
				if (step.kind() == LatencyPart.Kind.LLM) {
					request = step;
				}
				else if (step.kind() == LatencyPart.Kind.TTS && synthesis == null) {
					synthesis = step;
				}
			}
		}
		return (request != null && synthesis != null)
				? OptionalDouble
					.of(SessionClock.seconds(this.committed - this.speechEnd + request.nanos() + synthesis.nanos()))
				: OptionalDouble.empty();
	}

	/**
	 * The parts, one after the other.
	 */
	private static final class Parts {

		private final List<LatencyPart> parts = new ArrayList<>();

		private final long from;

		private final long to;

		private long covered;

		Parts(long from, long to) {
			this.from = from;
			this.to = to;
			this.covered = from;
		}

		void add(LatencyPart.Kind kind, long start, long end) {
			long last = Math.min(end, this.to);
			if (last <= Math.max(start, this.covered)) {
				return;
			}
			addOther(start);
			this.parts.add(part(kind, last));
		}

		void addOther(long until) {
			if (until > this.covered) {
				this.parts.add(part(LatencyPart.Kind.OTHER, until));
			}
		}

		private LatencyPart part(LatencyPart.Kind kind, long until) {
			LatencyPart part = new LatencyPart(kind, SessionClock.seconds(this.covered - this.from),
					SessionClock.seconds(until - this.covered));
			this.covered = until;
			return part;
		}

	}

}
