package io.voicetelemetry.dialect.oracle;

import java.util.List;
import java.util.Map;

import io.voicetelemetry.test.ReceivedSpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Phoenix is known to do, which its oracle has to do likewise.
 */
class PhoenixOracleTests {

	private static final String SAID = "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Hi\"}]}]";

	private final PhoenixOracle oracle = new PhoenixOracle();

	private ProductView show(Object... keysAndValues) {
		return this.oracle.show(HandMadeSpan.with(keysAndValues));
	}

	@ParameterizedTest
	@CsvSource({ "gen_ai.operation.name, generate_content, LLM", "gen_ai.operation.name, invoke_agent, AGENT",
			"gen_ai.operation.name, invoke_workflow, UNKNOWN", "gen_ai.operation.name, speech_to_text, UNKNOWN",
			"gen_ai.tool.name, book, TOOL", "gen_ai.request.model, nova-3, LLM", "voice.stage, user_turn, UNKNOWN",
			"openinference.span.kind, CHAIN, CHAIN", "openinference.span.kind, chain, CHAIN",
			"openinference.span.kind, SPEECH, UNKNOWN" })
	void findsTheKind(String key, String value, String kind) {
		assertThat(show(key, value).type()).isEqualTo(kind);
	}

	@Test
	void believesOpenInferenceMore() {
		ProductView view = show("gen_ai.operation.name", "chat", "openinference.span.kind", "CHAIN",
				"gen_ai.request.model", "a", "llm.model_name", "b", "gen_ai.usage.input_tokens", 1L,
				"llm.token_count.prompt", 2L);
		assertThat(List.of(view.type(), view.model())).containsExactly("CHAIN", "b");
		assertThat(view.usage()).isEmpty();
		assertThat(view.problems()).hasSize(1);
	}

	@Test
	void showsIdAndModelForAnOutputAndNoInput() {
		ProductView view = show("gen_ai.operation.name", "chat", "gen_ai.input.messages", SAID,
				"gen_ai.output.messages", SAID, "gen_ai.response.id", "r1", "gen_ai.response.model", "gpt-4o");
		assertThat(view.input()).isNull();
		assertThat(view.output()).isEqualTo("{\"id\": \"r1\", \"model\": \"gpt-4o\"}");
		assertThat(view.details().get("inputMessages")).asString().contains("\"content\":\"Hi\"");
		assertThat(show("gen_ai.operation.name", "chat", "gen_ai.response.id", "r1", "output.value", "Hi").output())
			.isEqualTo("Hi");
	}

	@Test
	void ignoresMessagesThatAreNotOfTheSchema() {
		assertThat(show("gen_ai.input.messages", "[{\"role\":\"user\",\"content\":\"Hi\"}]").details())
			.containsEntry("inputMessages", "{}");
	}

	@Test
	void putsInstructionsFirst() {
		ProductView view = show("gen_ai.input.messages", SAID, "gen_ai.system_instructions",
				"[{\"type\":\"text\",\"content\":\"Be kind\"}]");
		assertThat(view.details().get("inputMessages")).asString()
			.startsWith("{\"0\":{\"message\":{\"role\":\"system\",\"content\":\"Be kind\"}}");
	}

	@Test
	void knowsSomeProviders() {
		assertThat(show("gen_ai.provider.name", "aws.bedrock").provider()).isEqualTo("aws");
		assertThat(show("gen_ai.provider.name", "own").provider()).isNull();
		assertThat(show("gen_ai.provider.name", "own").details()).containsEntry("system", "own");
	}

	@Test
	void addsUpTheTokensOfLanguageModelsAlone() {
		ReceivedSpan session = HandMadeSpan.named("agent_session").ids("a", "1", "").received();
		ReceivedSpan turn = HandMadeSpan.named("agent_turn")
			.ids("a", "2", "1")
			.attributes("openinference.span.kind", "AGENT", "llm.token_count.prompt", 7L)
			.received();
		ReceivedSpan call = HandMadeSpan.named("llm_request")
			.ids("a", "3", "2")
			.attributes("gen_ai.operation.name", "chat", "gen_ai.usage.input_tokens", 100L,
					"gen_ai.usage.output_tokens", 20L, "gen_ai.usage.reasoning.output_tokens", 5L)
			.received();
		List<ProductView> views = this.oracle.show(List.of(session, turn, call));
		assertThat(views).extracting(ProductView::inputTokens).containsExactly(100L, 100L, 100L);
		assertThat(views.get(0).usage()).isEmpty();
		assertThat(views.get(1).problems()).hasSize(1);
		assertThat(views.get(2).usage())
			.containsExactlyInAnyOrderEntriesOf(Map.of("prompt", 100L, "completion", 20L, "total", 120L));
	}

	@Test
	void keepsTheFirstSessionOfATrace() {
		HandMadeSpan root = HandMadeSpan.named("agent_session").ids("a", "1", "").attributes("session.id", "s");
		ReceivedSpan child = HandMadeSpan.named("x")
			.ids("a", "2", "1")
			.attributes("session.id", "other")
			.startedAt(root.start().plusSeconds(1))
			.received();
		assertThat(this.oracle.show(List.of(child, root.received()))).extracting(ProductView::session)
			.containsExactly("s", "s");
		assertThat(show("gen_ai.conversation.id", "c").session()).isEqualTo("c");
	}

	@Test
	void checksWhatTheMimeTypeSays() {
		assertThat(show("input.value", "Hi", "input.mime_type", "application/json").problems()).hasSize(1);
		assertThat(show("input.value", "{}", "input.mime_type", "application/json").problems()).isEmpty();
	}

	@Test
	void takesTheProjectFromTheHeaderFirst() {
		Map<String, Object> resource = Map.of("openinference.project.name", "clinic");
		assertThat(PhoenixOracle.project("line", resource)).isEqualTo("line");
		assertThat(PhoenixOracle.project(null, resource)).isEqualTo("clinic");
		assertThat(PhoenixOracle.project(null, Map.of())).isEqualTo("default");
	}

}
