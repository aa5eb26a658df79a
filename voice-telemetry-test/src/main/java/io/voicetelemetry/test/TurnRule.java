package io.voicetelemetry.test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * One agent turn per reply, with its steps counted, and every wait for the end of a user
 * turn decided.
 */
final class TurnRule implements TraceRule {

	private static final Set<String> EOU_OUTCOMES = Set.of("committed", "user_resumed", "dropped");

	@Override
	public void check(SpanIndex spans, Violations violations) {
		List<ReceivedSpan> turns = spans.ofStage(StageTable.AGENT_TURN);
		checkSpeechIds(turns, violations);
		turns.forEach((turn) -> checkGenerations(turn, violations));
		spans.ofStage(StageTable.EOU_WAIT).forEach((wait) -> checkEndOfUtterance(wait, violations));
	}

	private static void checkSpeechIds(List<ReceivedSpan> turns, Violations violations) {
		Map<List<String>, ReceivedSpan> first = new HashMap<>();
		for (ReceivedSpan turn : turns) {
			String speechId = turn.string(VoiceKeys.SPEECH_ID);
			if (speechId == null) {
				violations.add(turn, VoiceKeys.SPEECH_ID, "is missing");
				continue;
			}
			if (Boolean.TRUE.equals(turn.attributes().get(VoiceKeys.DISCARDED))) {
				// the reply that was heard in its place has the id, too
				continue;
			}
			// a user's own ids may start again with each session
			String session = Objects.requireNonNullElse(turn.string(VoiceKeys.SESSION_ID), "");
			ReceivedSpan other = first.putIfAbsent(List.of(session, speechId), turn);
			if (other != null) {
				violations.add(turn, VoiceKeys.SPEECH_ID, "%s has another agent_turn already, %s", speechId,
						other.spanId());
			}
		}
	}

	private static void checkGenerations(ReceivedSpan turn, Violations violations) {
		Object count = turn.attributes().get(VoiceKeys.GENERATION_COUNT);
		Long events = turn.eventCount(VoiceKeys.GENERATION_EVENT);
		// a turn that generated nothing has nothing to count
		if ((count != null || events > 0) && !events.equals(count) && !isUpToDropped(turn, count, events)) {
			violations.add(turn, VoiceKeys.GENERATION_COUNT, "is %s, but there are %d generation events", count,
					events);
		}
	}

	/**
	 * Whether the events that are missing are among those that the span could not hold.
	 */
	private static boolean isUpToDropped(ReceivedSpan turn, @Nullable Object count, long events) {
		return turn.attributes().get(VoiceKeys.DROPPED_EVENTS) instanceof Long dropped && count instanceof Long steps
				&& steps > events && steps <= events + dropped;
	}

	private static void checkEndOfUtterance(ReceivedSpan wait, Violations violations) {
		String outcome = wait.string(VoiceKeys.EOU_OUTCOME);
		if (outcome == null || !EOU_OUTCOMES.contains(outcome)) {
			violations.add(wait, VoiceKeys.EOU_OUTCOME, "is %s, not one of committed, user_resumed, dropped",
					wait.attributes().get(VoiceKeys.EOU_OUTCOME));
		}
	}

}
