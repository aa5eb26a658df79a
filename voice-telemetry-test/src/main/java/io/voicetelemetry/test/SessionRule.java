package io.voicetelemetry.test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A session has one span and one trace, and whatever is in that trace, voice or not,
 * carries its id. Where a session joins the trace it was started in, that holds for what
 * stands under its span.
 */
final class SessionRule implements TraceRule {

	private final boolean joinActiveSpan;

	SessionRule(boolean joinActiveSpan) {
		this.joinActiveSpan = joinActiveSpan;
	}

	@Override
	public void check(SpanIndex spans, Violations violations) {
		checkOneSpan(spans, violations);
		checkOneTrace(spans, violations);
		Map<String, ReceivedSpan> homes = homes(spans, ReceivedSpan::traceId);
		for (ReceivedSpan span : spans.all()) {
			ReceivedSpan home = this.joinActiveSpan ? sessionOf(span, spans) : homes.get(span.traceId());
			checkId(span, home, violations);
		}
	}

	private static void checkOneSpan(SpanIndex spans, Violations violations) {
		Map<String, ReceivedSpan> first = new HashMap<>();
		for (ReceivedSpan span : spans.ofStage(StageTable.AGENT_SESSION)) {
			String id = span.string(VoiceKeys.SESSION_ID);
			ReceivedSpan other = (id != null) ? first.putIfAbsent(id, span) : null;
			if (other != null) {
				violations.add(span, "session", "session %s has another agent_session already, %s", id, other.spanId());
			}
		}
	}

	private static void checkOneTrace(SpanIndex spans, Violations violations) {
		Map<String, ReceivedSpan> homes = homes(spans, SessionRule::idOf);
		for (ReceivedSpan span : spans.voice()) {
			ReceivedSpan home = homes.get(idOf(span));
			if (home != null && !home.traceId().equals(span.traceId())) {
				violations.add(span, "trace", "is in trace %s, but its session in %s", span.traceId(), home.traceId());
			}
		}
	}

	private static void checkId(ReceivedSpan span, @Nullable ReceivedSpan home, Violations violations) {
		String expected = (home != null) ? home.string(VoiceKeys.SESSION_ID) : null;
		String actual = span.string(VoiceKeys.SESSION_ID);
		if (actual == null && (expected != null || span.is(StageTable.AGENT_SESSION))) {
			violations.add(span, "session.id", "is missing");
		}
		else if (expected != null && !expected.equals(actual)) {
			violations.add(span, "session.id", "is %s, but the session it is in is %s", actual, expected);
		}
	}

	/** For each key, the span that speaks for it: its agent_session, else the first. */
	private static Map<String, ReceivedSpan> homes(SpanIndex spans, Function<ReceivedSpan, String> keyOf) {
		Map<String, ReceivedSpan> homes = new HashMap<>();
		List<ReceivedSpan> inSession = spans.voice().stream().filter((span) -> !idOf(span).isEmpty()).toList();
		Stream<ReceivedSpan> sessionsFirst = Stream
			.concat(inSession.stream().filter((span) -> span.is(StageTable.AGENT_SESSION)), inSession.stream());
		sessionsFirst.forEach((span) -> homes.putIfAbsent(keyOf.apply(span), span));
		return homes;
	}

	private static String idOf(ReceivedSpan span) {
		return Objects.requireNonNullElse(span.string(VoiceKeys.SESSION_ID), "");
	}

	private static @Nullable ReceivedSpan sessionOf(ReceivedSpan span, SpanIndex spans) {
		return span.is(StageTable.AGENT_SESSION) ? span : spans.above(span).nearest(StageTable.AGENT_SESSION);
	}

}
