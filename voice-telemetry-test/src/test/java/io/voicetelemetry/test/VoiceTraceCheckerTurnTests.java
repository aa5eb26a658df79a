package io.voicetelemetry.test;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link VoiceTraceChecker}: what is said of turns and outcomes.
 */
class VoiceTraceCheckerTurnTests {

	private final Call call = new Call();

	@Test
	void reportsTwoTurnsOfOneSpeech() {
		this.call.voice("agent_turn_2", "agent_session").at(6000, 7000);
		this.call.get("agent_turn_2").with("voice.stage", "agent_turn").with("voice.speech_id", "speech_1");

		this.call.expectOnly("agent_turn_2",
				"voice.speech_id: speech_1 has another agent_turn already, " + this.call.get("agent_turn").spanId());
	}

	@Test
	void acceptsATurnThatWasDiscardedBesideTheOneThatWasHeard() {
		this.call.voice("agent_turn_2", "agent_session").at(6000, 7000);
		this.call.get("agent_turn_2")
			.with("voice.stage", "agent_turn")
			.with("voice.speech_id", "speech_1")
			.with("voice.discarded", true);

		assertThat(VoiceTraceChecker.violations(this.call.spans())).isEmpty();
	}

	@Test
	void acceptsTheSameSpeechIdInAnotherSession() {
		List<ReceivedSpan> spans = this.call.spans();
		SpanBuilder other = SpanBuilder.voice(101, "agent_session").inTrace("b".repeat(32)).with("session.id", "s2");
		spans.add(other.build());
		spans.add(SpanBuilder.voice(102, "agent_turn")
			.under(other)
			.with("session.id", "s2")
			.with("voice.speech_id", "speech_1")
			.build());

		assertThat(VoiceTraceChecker.violations(spans)).isEmpty();
	}

	@Test
	void reportsATurnWithoutSpeechId() {
		this.call.get("agent_turn").without("voice.speech_id");

		this.call.expectOnly("agent_turn", "voice.speech_id: is missing");
	}

	@Test
	void reportsAWrongGenerationCount() {
		this.call.get("agent_turn").with("voice.generation_count", 3L);

		this.call.expectOnly("agent_turn", "voice.generation_count: is 3, but there are 2 generation events");
	}

	@Test
	void reportsAGenerationCountThatIsNotANumber() {
		this.call.get("agent_turn").with("voice.generation_count", "2");

		this.call.expectOnly("agent_turn", "voice.generation_count: is 2, but there are 2 generation events");
	}

	@Test
	void reportsAMissingGenerationCount() {
		this.call.get("agent_turn").without("voice.generation_count");

		this.call.expectOnly("agent_turn", "voice.generation_count: is null, but there are 2 generation events");
	}

	@Test
	void acceptsATurnThatGeneratedNothing() {
		this.call.get("agent_turn").without("voice.generation_count").withoutEvents();

		assertThat(VoiceTraceChecker.violations(this.call.spans())).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "committed", "user_resumed", "dropped" })
	void acceptsEachEndOfUtteranceOutcome(String outcome) {
		this.call.get("eou_wait").with("voice.eou.outcome", outcome);

		assertThat(VoiceTraceChecker.violations(this.call.spans())).isEmpty();
	}

	@Test
	void reportsAnUnknownEndOfUtteranceOutcome() {
		this.call.get("eou_wait").with("voice.eou.outcome", "maybe");

		this.call.expectOnly("eou_wait", "voice.eou.outcome: is maybe, not one of committed, user_resumed, dropped");
	}

	@Test
	void reportsAMissingEndOfUtteranceOutcome() {
		this.call.get("eou_wait").without("voice.eou.outcome");

		this.call.expectOnly("eou_wait", "voice.eou.outcome: is null, not one of committed, user_resumed, dropped");
	}

	@Test
	void reportsAMissingOutcome() {
		this.call.get("user_speaking").without("voice.outcome");

		this.call.expectOnly("user_speaking", "voice.outcome: is null, not one of success, error, cancelled");
	}

	@Test
	void acceptsACancelledSpan() {
		this.call.get("tts_node").with("voice.outcome", "cancelled");

		assertThat(VoiceTraceChecker.violations(this.call.spans())).isEmpty();
	}

	@Test
	void reportsAnErrorWithoutStatus() {
		this.call.get("llm_request_run").status("UNSET");

		this.call.expectOnly("llm_request_run", "status: is UNSET, but the outcome is error");
	}

	@Test
	void reportsAnErrorWithoutType() {
		this.call.get("llm_request_run").without("error.type");

		this.call.expectOnly("llm_request_run", "error.type: is missing, but the outcome is error");
	}

	@Test
	void reportsAnErrorWithoutException() {
		this.call.get("llm_request_run").withoutEvents();

		this.call.expectOnly("llm_request_run", "exception: 0 exception events, but the outcome is error");
	}

	@Test
	void reportsAnErrorWithTwoExceptions() {
		this.call.get("llm_request_run").event("exception");

		this.call.expectOnly("llm_request_run", "exception: 2 exception events, but the outcome is error");
	}

	@ParameterizedTest
	@ValueSource(strings = { "success", "cancelled" })
	void reportsTheMarksOfAnErrorWhereThereIsNone(String outcome) {
		this.call.get("llm_request_run").with("voice.outcome", outcome);

		String name = this.call.nameOf("llm_request_run");
		assertThat(VoiceTraceChecker.violations(this.call.spans())).containsExactly(
				name + ": status: is ERROR, but the outcome is " + outcome,
				name + ": error.type: is present, but the outcome is " + outcome,
				name + ": exception: 1 exception events, but the outcome is " + outcome);
	}

}
