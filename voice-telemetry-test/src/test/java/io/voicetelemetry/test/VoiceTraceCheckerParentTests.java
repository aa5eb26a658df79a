package io.voicetelemetry.test;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link VoiceTraceChecker}: what is said of a span and the one above it.
 */
class VoiceTraceCheckerParentTests {

	private static final String OTHER_TRACE = "b".repeat(32);

	private final Call call = new Call();

	@Test
	void reportsAWrongParent() {
		this.call.get("function_tool").under(this.call.get("llm_node")).at(2400, 2900);
		this.call.get("operation").at(2500, 2600);

		this.call.expectOnly("function_tool", "parent: stands under " + this.call.nameOf("llm_node")
				+ ", but belongs under agent_turn, else agent_session");
	}

	@Test
	void reportsAWrongParentBehindForeignSpans() {
		this.call.foreign("GET", "user_turn").at(1000, 1900);
		this.call.foreign("redis", "GET").at(1000, 1900);
		this.call.get("eou_detection").under(this.call.get("redis")).at(1820, 1880);
		assertThat(VoiceTraceChecker.violations(this.call.spans())).isEmpty();
		this.call.get("GET").under(this.call.get("stt_request"));

		this.call.expectOnly("eou_detection", "parent: stands under " + this.call.nameOf("stt_request")
				+ ", but belongs under eou_wait, else user_turn");
	}

	@Test
	void reportsAChildThatIsARoot() {
		this.call.get("session_start").underId("");

		this.call.expectOnly("session_start", "parent: stands under nothing, but belongs under agent_session");
	}

	@Test
	void reportsASessionThatHasAParent() {
		this.call.get("agent_session").underId("00000000000000ff");

		this.call.expectOnly("agent_session", "parent: is the root of a trace, but has parent 00000000000000ff");
	}

	@Test
	void reportsAMissingParent() {
		this.call.remove("tts_request");

		this.call.expectOnly("tts_request_run",
				"parent: its parent %s is not among the spans".formatted(parentIdOf("tts_request_run")));
	}

	@Test
	void reportsAMissingParentOfAForeignParent() {
		this.call.get("chat_client").underId("00000000000000ff");

		this.call.expectOnly("llm_request", "parent: an ancestor 00000000000000ff is not among the spans");
	}

	@Test
	void reportsAParentInAnotherTraceAsMissing() {
		List<ReceivedSpan> spans = this.call.spans();
		SpanBuilder other = SpanBuilder.voice(101, "agent_session").inTrace(OTHER_TRACE).with("session.id", "s2");
		spans.add(other.build());
		SpanBuilder turn = SpanBuilder.voice(102, "user_turn").underId(other.spanId());
		spans.add(turn.build());

		assertThat(VoiceTraceChecker.violations(spans)).containsExactly(Violations.nameOf(turn.build())
				+ ": parent: its parent %s is not among the spans".formatted(other.spanId()));
	}

	@Test
	void reportsACircle() {
		this.call.get("operation").under(this.call.get("operation"));

		this.call.expectOnly("operation", "parent: the spans above it form a circle");
	}

	@Test
	void reportsWorkOfAnOpenTurnThatStandsUnderTheSession() {
		this.call.get("function_tool").under(this.call.get("agent_session"));

		this.call.expectOnly("function_tool",
				"parent: stands under the session, but belongs into its turn " + this.call.nameOf("agent_turn"));
	}

	@Test
	void reportsWorkThatBeganTogetherWithItsTurn() {
		this.call.get("function_tool").under(this.call.get("agent_session")).at(2300, 3200);

		this.call.expectOnly("function_tool",
				"parent: stands under the session, but belongs into its turn " + this.call.nameOf("agent_turn"));
	}

	@Test
	void acceptsWorkUnderTheSessionThatBeganWhenItsTurnEnded() {
		this.call.get("function_tool").under(this.call.get("agent_session")).at(6000, 6100);
		this.call.get("operation").at(6000, 6100);

		assertThat(VoiceTraceChecker.violations(this.call.spans())).isEmpty();
	}

	@Test
	void acceptsWorkUnderTheSessionThatNamesNoTurn() {
		this.call.get("function_tool").under(this.call.get("agent_session")).without("voice.speech_id");

		assertThat(VoiceTraceChecker.violations(this.call.spans())).isEmpty();
	}

	@Test
	void acceptsWorkUnderTheSessionThatNamesTheTurnOfAnotherSession() {
		SpanBuilder other = SpanBuilder.voice(101, "agent_session").inTrace(OTHER_TRACE).with("session.id", "s2");
		SpanBuilder tool = SpanBuilder.voice(102, "function_tool").under(other).with("session.id", "s2");
		List<ReceivedSpan> spans = this.call.spans();
		spans.add(other.at(0, 9000).build());
		spans.add(tool.at(3000, 3200).with("voice.speech_id", "speech_1").build());

		assertThat(VoiceTraceChecker.violations(spans)).isEmpty();
	}

	@Test
	void acceptsAnyParentOutsideASession() {
		SpanBuilder http = SpanBuilder.foreign(101, "GET /").inTrace(OTHER_TRACE).without("session.id");
		SpanBuilder tool = SpanBuilder.voice(102, "function_tool").under(http).without("session.id");
		SpanBuilder run = SpanBuilder.voice(103, "llm_request_run").under(tool).without("session.id");
		SpanBuilder lost = SpanBuilder.voice(104, "tts_request").inTrace(OTHER_TRACE).without("session.id");
		List<ReceivedSpan> spans = List.of(http.build(), tool.build(), run.build(),
				lost.underId("00000000000000ff").build());

		assertThat(VoiceTraceChecker.violations(spans)).isEmpty();
	}

	@Test
	void toleratesTwoMilliseconds() {
		this.call.get("user_turn").shiftStart(2_000_000).shiftEnd(-2_000_000);

		assertThat(VoiceTraceChecker.violations(this.call.spans())).isEmpty();
	}

	@Test
	void reportsAChildThatStartsBeforeItsParent() {
		this.call.get("eou_detection").shiftStart(-102_000_001);

		this.call.expectOnly("eou_detection",
				"time: starts 2.000 ms before its parent " + this.call.nameOf("eou_wait"));
	}

	@Test
	void reportsAChildThatEndsAfterItsParent() {
		this.call.get("session_close").shiftEnd(3_500_000);

		this.call.expectOnly("session_close",
				"time: ends 3.500 ms after its parent " + this.call.nameOf("agent_session"));
	}

	@Test
	void reportsAChildThatOutlivesTheVoiceSpanBehindAForeignOne() {
		this.call.get("chat_client").at(2300, 8000);
		assertThat(VoiceTraceChecker.violations(this.call.spans())).isEmpty();
		this.call.get("llm_request").shiftEnd(100_000_000);

		this.call.expectOnly("llm_request", "time: ends 90.000 ms after its parent " + this.call.nameOf("llm_node"));
	}

	private String parentIdOf(String key) {
		return this.call.get(key).build().parentSpanId();
	}

}
