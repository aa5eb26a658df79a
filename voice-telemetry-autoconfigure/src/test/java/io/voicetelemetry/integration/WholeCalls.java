package io.voicetelemetry.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.NotUnderJavaagent;
import io.voicetelemetry.session.TelemetryAttributes;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is true of the calls of an application whatever surrounds them, though nothing is
 * kept of a request that does.
 */
final class WholeCalls {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/**
	 * The Java agent, where it is in between, takes the request that it sees for the
	 * parent of what others make.
	 */
	private static final boolean OF_OTHERS_TOO = System.getProperty(NotUnderJavaagent.SETTING) == null;

	private WholeCalls() {
	}

	/**
	 * Waits until the calls of an application are whole: what is around one of its
	 * threads may end a moment after the test's work.
	 */
	static void await(Supplier<List<SpanData>> spans) {
		if (!violations(spans.get()).isEmpty()) {
			Awaitility.await()
				.atMost(PATIENCE)
				.untilAsserted(() -> assertThat(violations(spans.get())).as("calls that are not whole").isEmpty());
		}
	}

	/**
	 * What is wrong with calls, a line for each fault.
	 */
	static List<String> violations(List<SpanData> spans) {
		List<String> violations = new ArrayList<>();
		List<SpanData> sessions = spans.stream().filter((span) -> isStage(span, "agent_session")).toList();
		for (SpanData session : sessions) {
			if (session.getParentSpanContext().isValid()) {
				violations.add("A session is not the root of its trace: " + session);
			}
			for (LinkData link : session.getLinks()) {
				if (link.getSpanContext().getTraceId().equals(session.getTraceId())) {
					violations.add("A session is linked to its own trace: " + session);
				}
			}
			inTraceOf(session, spans, violations);
		}
		long begin = sessions.stream().mapToLong(SpanData::getStartEpochNanos).min().orElse(Long.MAX_VALUE);
		Set<String> traces = sessions.stream().map(SpanData::getTraceId).collect(Collectors.toSet());
		Set<String> ids = sessions.stream().map(WholeCalls::sessionId).collect(Collectors.toSet());
		for (SpanData span : spans) {
			if (stage(span) == null && !OF_OTHERS_TOO) {
				continue;
			}
			// What began earlier is late, and of the call of another test that had this
			// id.
			if (sessionId(span) != null && ids.contains(sessionId(span)) && !traces.contains(span.getTraceId())
					&& span.getStartEpochNanos() >= begin) {
				violations.add("A span is not in the trace of its call: " + span);
			}
			if (sessionId(span) != null && span.getTraceId().equals(SurroundedApplication.REQUEST_TRACE)) {
				violations.add("A span of a call is in the trace of the request: " + span);
			}
		}
		return violations;
	}

	private static void inTraceOf(SpanData session, List<SpanData> spans, List<String> violations) {
		List<SpanData> trace = spans.stream().filter((span) -> span.getTraceId().equals(session.getTraceId())).toList();
		Set<String> kept = trace.stream().map(SpanData::getSpanId).collect(Collectors.toSet());
		for (SpanData span : trace) {
			if (span != session && !kept.contains(span.getParentSpanId())) {
				violations.add("A parent was not kept: that of " + span);
			}
			if (span.getKind() == SpanKind.SERVER) {
				violations.add("A request is in the trace of a call: " + span);
			}
			if (stage(span) != null && !String.valueOf(sessionId(session)).equals(sessionId(span))) {
				violations.add("A span has not the id of its session: " + span);
			}
		}
	}

	private static boolean isStage(SpanData span, String stage) {
		return stage.equals(stage(span));
	}

	private static String stage(SpanData span) {
		return span.getAttributes().get(TelemetryAttributes.STAGE.key());
	}

	private static String sessionId(SpanData span) {
		return span.getAttributes().get(TelemetryAttributes.SESSION_ID.key());
	}

}
