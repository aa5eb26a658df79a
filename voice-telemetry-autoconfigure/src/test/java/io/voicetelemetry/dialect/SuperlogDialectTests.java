package io.voicetelemetry.dialect;

import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.content.Sensitivity;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SuperlogDialect}.
 */
class SuperlogDialectTests {

	private final SuperlogDialect dialect = new SuperlogDialect();

	@Test
	void writesASession() {
		SpanData sent = StageSpan.of(Stage.AGENT_SESSION)
			.with(TelemetryAttributes.SESSION_ID, "call-1")
			.with(TelemetryAttributes.USER_ID, "anna")
			.with(TelemetryAttributes.TENANT_ID, "clinic")
			.with(TelemetryAttributes.ROOM_NAME, "line 1")
			.with(TelemetryAttributes.DISCONNECT_REASON, "hangup")
			.with("superlog.project", "x")
			.in(this.dialect);
		assertThat(sent.getName()).isEqualTo("voice.session");
		assertThat(StageSpan.attributes(sent))
			.containsExactlyInAnyOrderEntriesOf(Map.ofEntries(Map.entry("voice.stage", "agent_session"),
					Map.entry("voice.outcome", "success"), Map.entry("gen_ai.operation.name", "invoke_workflow"),
					Map.entry("outcome", "success"), Map.entry("voice.duration_ms", 2500L),
					Map.entry("voice.disconnect_reason", "hangup"), Map.entry("voice.room_name", "line 1"),
					Map.entry("tenant.id", "clinic"), Map.entry("user.id", "anna"), Map.entry("session.id", "call-1")));
	}

	@Test
	void writesARequestToAModel() {
		SpanData sent = StageSpan.of(Stage.LLM_REQUEST)
			.with(TelemetryAttributes.PROVIDER_NAME, "openai")
			.with(TelemetryAttributes.REQUEST_MODEL, "gpt-4o")
			.with(TelemetryAttributes.RESPONSE_MODEL, "gpt-4o-2024-08-06")
			.with(TelemetryAttributes.INPUT_TOKENS, 100L)
			.with(TelemetryAttributes.USE_CASE, "voice.initial_greeting")
			.with(TelemetryAttributes.CALL_SITE, "Clinic.greet")
			.in(this.dialect);
		assertThat(sent.getName()).isEqualTo("llm.voice.initial_greeting");
		assertThat(StageSpan.attributes(sent)).contains(Map.entry("llm.provider", "openai"),
				Map.entry("llm.model", "gpt-4o"), Map.entry("llm.use_case", "voice.initial_greeting"),
				Map.entry("llm.call_site", "Clinic.greet"), Map.entry("outcome", "success"),
				Map.entry("gen_ai.usage.input_tokens", 100L), Map.entry("gen_ai.request.model", "gpt-4o"));
	}

	@ParameterizedTest
	@CsvSource({ "LLM_REQUEST, voice_response, llm.voice_response", "LLM_REQUEST, llm.greet, llm.greet",
			"LLM_REQUEST, write a letter, llm.write_a_letter", "LLM_REQUEST, llm_request, llm_request",
			"OPERATION, voice.deliver_greeting, voice.deliver_greeting", "AGENT_SESSION, hotline, hotline",
			"FUNCTION_TOOL, book, book", "USER_TURN, user_turn, user_turn" })
	void keepsTheNamesOfTheProduct(Stage stage, String given, String name) {
		assertThat(StageSpan.of(stage).named(given).in(this.dialect).getName()).isEqualTo(name);
	}

	@Test
	void keepsTheNamesOfFrameworks() {
		assertThat(StageSpan.ofFramework("chat gpt-4o")
			.with(TelemetryAttributes.OPERATION_NAME, "chat")
			.in(this.dialect)
			.getName()).isEqualTo("chat gpt-4o");
	}

	@ParameterizedTest
	@EnumSource
	void saysHowEachStageEnded(Stage stage) {
		assertThat(StageSpan.of(stage).attributesIn(this.dialect)).containsEntry("outcome", "success");
		assertThat(StageSpan.of(stage).cancelled().attributesIn(this.dialect)).containsEntry("outcome", "cancelled");
		assertThat(StageSpan.of(stage).failed("e", "").attributesIn(this.dialect)).containsEntry("outcome", "error");
	}

	@Test
	void neverSaysWhatWasSaid() {
		StageSpan span = StageSpan.of(Stage.LLM_REQUEST)
			.event("exception",
					Attributes.of(TelemetryAttributes.EXCEPTION_TYPE.key(), "Refused",
							TelemetryAttributes.EXCEPTION_MESSAGE.key(), "marked",
							TelemetryAttributes.EXCEPTION_STACKTRACE.key(), "marked"))
			.event("gen_ai.user.message", Attributes.of(AttributeKey.stringKey("content"), "marked"))
			.failed("Refused", "marked")
			.with("gen_ai.tool.definitions", "marked")
			.with("lk.pii.user_input", "marked")
			.with("input.value", "marked");
		TelemetryAttributes.all().forEach((attribute) -> {
			if (attribute.sensitivity() == Sensitivity.CONTENT) {
				span.with(attribute.key().getKey(), "marked");
			}
		});
		SpanData sent = span.in(this.dialect);
		assertThat(sent.toString()).doesNotContain("marked");
		assertThat(sent.getAttributes().asMap().toString()).contains("error.type=Refused").doesNotContain("marked");
		assertThat(sent.getEvents().toString()).contains("Refused").doesNotContain("marked");
		assertThat(sent.getStatus().getDescription()).isEmpty();
	}

	@Test
	void oddValuesDoNoHarm() {
		SpanData sent = StageSpan.of(Stage.LLM_REQUEST)
			.named("x".repeat(10_000))
			.with("llm.model", 5L)
			.in(this.dialect);
		assertThat(sent.getName()).hasSize(104);
		assertThat(StageSpan.attributes(sent)).containsEntry("llm.model", 5L);
	}

	@Test
	void neverSaysWhatTheApplicationHasDeclaredToBeContent() {
		StageSpan span = StageSpan.of(Stage.OPERATION)
			.with(TelemetryAttribute.content(AttributeKey.stringKey("order.note")), "marked")
			.with("order.count", 2)
			.link(Attributes.of(AttributeKey.stringKey("order.note"), "marked"));
		SpanData sent = span.in(this.dialect);
		assertThat(StageSpan.attributes(sent)).containsEntry("order.count", 2L);
		assertThat(sent.getAttributes() + "" + sent.getLinks()).doesNotContain("marked");
	}

	@Test
	void noOtherDialectSaysWhatWasSaid() {
		StageSpan turn = StageSpan.of(Stage.USER_TURN).with(TelemetryAttributes.TRANSCRIPT, "marked");
		assertThat(turn.attributesIn(LiveKitDialect.current()).toString()).contains("marked");
		for (SpanDialect other : BuiltInDialects.all()) {
			assertThat(turn.attributesIn(this.dialect, other).toString()).as(other.name()).doesNotContain("marked");
			assertThat(turn.attributesIn(other, this.dialect).toString()).as(other.name()).doesNotContain("marked");
		}
	}

	@Test
	void namesAreNotCutWithinACharacter() {
		SpanData sent = StageSpan.of(Stage.LLM_REQUEST).named("x".repeat(99) + "\uD83D\uDE00").in(this.dialect);
		assertThat(sent.getName()).isEqualTo("llm." + "x".repeat(99));
	}

}
