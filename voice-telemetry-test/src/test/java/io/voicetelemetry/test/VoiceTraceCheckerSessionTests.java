package io.voicetelemetry.test;

import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link VoiceTraceChecker}: what is said of a session as a whole.
 */
class VoiceTraceCheckerSessionTests {

	private static final String OTHER_TRACE = "b".repeat(32);

	private final Call call = new Call();

	@Test
	void reportsASpanInAnotherTraceThanItsSession() {
		this.call.get("operation").inTrace(OTHER_TRACE).underId("");

		this.call.expectOnly("operation", "trace: is in trace " + OTHER_TRACE + ", but its session in "
				+ this.call.get("agent_session").build().traceId());
	}

	@Test
	void reportsASecondSessionSpan() {
		this.call.voice("another", null).with("voice.stage", "agent_session");

		this.call.expectOnly("another",
				"session: session s1 has another agent_session already, " + this.call.get("agent_session").spanId());
	}

	@Test
	void reportsAVoiceSpanWithoutTheSessionId() {
		this.call.get("eou_detection").without("session.id");

		this.call.expectOnly("eou_detection", "session.id: is missing");
	}

	@Test
	void reportsAForeignSpanWithoutTheSessionId() {
		this.call.get("POST").without("session.id");

		this.call.expectOnly("POST", "session.id: is missing");
	}

	@Test
	void reportsAForeignSpanOfAnotherSession() {
		this.call.get("POST").with("session.id", "s2");

		this.call.expectOnly("POST", "session.id: is s2, but the session it is in is s1");
	}

	@Test
	void reportsASessionWithoutId() {
		SpanBuilder session = SpanBuilder.voice(1, "agent_session").without("session.id");

		assertThat(VoiceTraceChecker.violations(List.of(session.build())))
			.containsExactly(Violations.nameOf(session.build()) + ": session.id: is missing");
	}

	@Test
	void theSessionSpanSpeaksForItsTraceEvenWhenItComesLast() {
		this.call.get("session_close").with("session.id", "s2");
		List<ReceivedSpan> spans = this.call.spans();
		Collections.reverse(spans);

		assertThat(VoiceTraceChecker.violations(spans))
			.containsExactly(this.call.nameOf("session_close") + ": session.id: is s2, but the session it is in is s1");
	}

	@Test
	void withoutASessionSpanTheFirstThatHasAnIdSpeaksForTheTrace() {
		SpanBuilder first = SpanBuilder.voice(1, "operation").without("session.id");
		SpanBuilder second = SpanBuilder.voice(2, "operation").under(first);

		assertThat(VoiceTraceChecker.violations(List.of(first.build(), second.build())))
			.containsExactly(Violations.nameOf(first.build()) + ": session.id: is missing");
	}

	@Test
	void joinedSessionMayStandUnderASpanOfAnotherInstrumentation() {
		SpanBuilder http = this.call.foreign("GET /call", null).at(0, 10).without("session.id");
		http.underId("00000000000000ff");
		this.call.foreign("SELECT", "GET /call").without("session.id");
		this.call.get("agent_session").under(http);

		assertThat(VoiceTraceChecker.joiningActiveSpan().check(this.call.spans())).isEmpty();
		assertThat(VoiceTraceChecker.violations(this.call.spans())).hasSize(3);
	}

	@Test
	void joinedSessionMayStandUnderASpanThatIsNotGiven() {
		this.call.get("agent_session").underId("00000000000000ff");

		assertThat(VoiceTraceChecker.joiningActiveSpan().check(this.call.spans())).isEmpty();
	}

	@Test
	void reportsASpanWithoutTheIdOfTheJoinedSessionItStandsUnder() {
		this.call.get("POST").without("session.id");

		assertThat(VoiceTraceChecker.joiningActiveSpan().check(this.call.spans()))
			.containsExactly(this.call.nameOf("POST") + ": session.id: is missing");
	}

	@Test
	void joinedSessionMayStandWithinAnother() {
		SpanBuilder transfer = this.call.voice("transfer", "operation").at(3050, 3150);
		transfer.with("voice.stage", "agent_session").with("session.id", "s2");
		this.call.foreign("INVITE", "transfer").at(3050, 3060).with("session.id", "s2");

		assertThat(VoiceTraceChecker.joiningActiveSpan().check(this.call.spans())).isEmpty();
	}

}
