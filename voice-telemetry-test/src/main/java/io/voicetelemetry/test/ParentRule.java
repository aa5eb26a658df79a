package io.voicetelemetry.test;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What a span stands under, by the {@link StageTable}. Spans of other instrumentations
 * are looked through: what counts is the nearest voice span above. A span outside any
 * session may stand under anything.
 */
final class ParentRule implements TraceRule {

	private static final String RULE = "parent";

	private final boolean joinActiveSpan;

	ParentRule(boolean joinActiveSpan) {
		this.joinActiveSpan = joinActiveSpan;
	}

	@Override
	public void check(SpanIndex spans, Violations violations) {
		for (ReceivedSpan span : spans.voice()) {
			SpanIndex.Ancestry above = spans.above(span);
			if (above.circular()) {
				violations.add(span, RULE, "the spans above it form a circle");
			}
			else if (span.is(StageTable.AGENT_SESSION)) {
				checkRoot(span, violations);
			}
			else if (span.string(VoiceKeys.SESSION_ID) != null) {
				checkChild(span, above, spans, violations);
			}
		}
	}

	private void checkRoot(ReceivedSpan span, Violations violations) {
		if (span.hasParent() && !this.joinActiveSpan) {
			violations.add(span, RULE, "is the root of a trace, but has parent %s", span.parentSpanId());
		}
	}

	private static void checkChild(ReceivedSpan span, SpanIndex.Ancestry above, SpanIndex spans,
			Violations violations) {
		ReceivedSpan parent = above.nearestVoiceSpan();
		if (parent == null && above.missing() != null) {
			violations.add(span, RULE, "%s %s is not among the spans",
					above.spans().isEmpty() ? "its parent" : "an ancestor", above.missing());
			return;
		}
		String stage = span.stage();
		if (stage != null && StageTable.knows(stage)) {
			checkStages(span, stage, parent, violations);
			checkFallback(span, stage, parent, spans, violations);
		}
	}

	private static void checkStages(ReceivedSpan span, String stage, @Nullable ReceivedSpan parent,
			Violations violations) {
		if (!StageTable.allows(stage, (parent != null) ? parent.stage() : null)) {
			violations.add(span, RULE, "stands under %s, but belongs under %s",
					(parent != null) ? Violations.nameOf(parent) : "nothing",
					String.join(", else ", StageTable.parentsOf(stage)));
		}
	}

	/**
	 * "Else the session" is for work outside a turn: a span that names a turn, and began
	 * while it was open, belongs into that turn.
	 */
	private static void checkFallback(ReceivedSpan span, String stage, @Nullable ReceivedSpan parent, SpanIndex spans,
			Violations violations) {
		boolean atSession = parent != null && parent.is(StageTable.AGENT_SESSION);
		if (atSession && StageTable.parentsOf(stage).contains(StageTable.AGENT_TURN)) {
			List<ReceivedSpan> turns = spans.ofStage(StageTable.AGENT_TURN);
			turns.stream()
				.filter((turn) -> sameTurn(turn, span) && isOpen(turn, span.startEpochNanos()))
				.findFirst()
				.ifPresent((turn) -> violations.add(span, RULE,
						"stands under the session, but belongs into its turn %s", Violations.nameOf(turn)));
		}
	}

	private static boolean sameTurn(ReceivedSpan turn, ReceivedSpan span) {
		String speechId = span.string(VoiceKeys.SPEECH_ID);
		return speechId != null && speechId.equals(turn.string(VoiceKeys.SPEECH_ID))
				&& Objects.equals(turn.string(VoiceKeys.SESSION_ID), span.string(VoiceKeys.SESSION_ID));
	}

	private static boolean isOpen(ReceivedSpan span, long epochNanos) {
		return span.startEpochNanos() <= epochNanos && epochNanos < span.endEpochNanos();
	}

}
