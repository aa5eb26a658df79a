package io.voicetelemetry.test;

import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link VoiceTraceChecker}: as a whole, and what is said of a single span.
 */
class VoiceTraceCheckerTests {

	private final Call call = new Call();

	@Test
	void acceptsAValidCall() {
		assertThat(VoiceTraceChecker.violations(this.call.spans())).isEmpty();
		assertThat(VoiceTraceChecker.strict().check(this.call.spans())).isEmpty();
		assertThat(VoiceTraceChecker.joiningActiveSpan().check(this.call.spans())).isEmpty();
	}

	@Test
	void acceptsSpansInAnyOrder() {
		List<ReceivedSpan> spans = this.call.spans();
		Collections.reverse(spans);

		assertThat(VoiceTraceChecker.violations(spans)).isEmpty();
	}

	@Test
	void acceptsNoSpansAtAll() {
		assertThat(VoiceTraceChecker.violations(List.of())).isEmpty();
	}

	@Test
	void namesSpanStageIdAndRule() {
		this.call.get("llm_request").with("voice.outcome", "great");

		assertThat(VoiceTraceChecker.violations(this.call.spans()))
			.containsExactly("llm.voice_response [llm_request] 000000000000000c: voice.outcome: "
					+ "is great, not one of success, error, cancelled");
	}

	@Test
	void reportsAnUnknownStage() {
		this.call.get("operation").with("voice.stage", "chat");

		this.call.expectOnly("operation", "stage: no such stage");
	}

	@Test
	void reportsAStageThatIsNotAString() {
		this.call.get("operation").with("voice.stage", 1L);

		this.call.expectOnly("operation", "stage: no such stage");
	}

	@Test
	void reportsAnEndBeforeTheStart() {
		this.call.get("session_start").shiftEnd(-150_000_000);

		this.call.expectOnly("session_start", "clock: ends 50.000 ms before it starts");
	}

	@Test
	void reportsAForeignSpanThatEndsBeforeItStarts() {
		this.call.get("POST").shiftEnd(-1_000_000_000);

		this.call.expectOnly("POST", "clock: ends 520.000 ms before it starts");
	}

	@Test
	void reportsASpanSentTwice() {
		List<ReceivedSpan> spans = this.call.spans();
		spans.add(this.call.get("tts_node").build());

		assertThat(VoiceTraceChecker.violations(spans))
			.containsExactly(this.call.nameOf("tts_node") + ": twice: the span was sent more than once");
	}

	@Test
	void reportsAnAttributeSentTwice() {
		this.call.get("llm_request").duplicateKey("gen_ai.usage.input_tokens");

		this.call.expectOnly("llm_request", "twice: attributes were sent more than once: [gen_ai.usage.input_tokens]");
	}

}
