package io.voicetelemetry.dialect;

import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.voicetelemetry.content.JsonObject;
import io.voicetelemetry.content.JsonReader;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;

/**
 * OpenInference, which Arize Phoenix, Arize AX and Catalyst read. What was said moves
 * from its canonical keys to those of OpenInference: Phoenix would make messages of both,
 * and what a user hides must not be in either.
 *
 * @see <a href=
 * "https://github.com/Arize-ai/openinference/blob/1fe497f/spec/semantic_conventions.md">Semantic
 * conventions of OpenInference, August 2026</a>
 */
final class OpenInferenceDialect implements SpanDialect, HidesContent {

	static final String KIND = "openinference.span.kind";

	static final String INPUT_VALUE = "input.value";

	static final String INPUT_MIME_TYPE = "input.mime_type";

	static final String OUTPUT_VALUE = "output.value";

	static final String OUTPUT_MIME_TYPE = "output.mime_type";

	static final String INPUT_MESSAGES = "llm.input_messages";

	static final String OUTPUT_MESSAGES = "llm.output_messages";

	static final String TOOLS = "llm.tools";

	static final String INVOCATION_PARAMETERS = "llm.invocation_parameters";

	static final String TOOL_PARAMETERS = "tool.parameters";

	private static final String CHAIN = "CHAIN";

	private static final String LLM = "LLM";

	private static final String TOOL = "TOOL";

	private static final String AGENT = "AGENT";

	/**
	 * All others are {@value #CHAIN}; tokens are on the request alone, not on its tries.
	 */
	// @formatter:off
	private static final Map<Stage, String> KINDS = Map.of(
			Stage.AGENT_SESSION, AGENT,
			Stage.AGENT_TURN, AGENT,
			Stage.LLM_REQUEST, LLM,
			Stage.REALTIME_INFERENCE, LLM,
			Stage.FUNCTION_TOOL, TOOL);

	/** What frameworks do that is no stage. Of all else, the reader finds out itself. */
	private static final Map<String, String> KINDS_OF_OPERATIONS = Map.of(
			"create_agent", AGENT,
			"embeddings", "EMBEDDING",
			"embedding", "EMBEDDING",
			"retrieval", "RETRIEVER",
			"rerank", "RERANKER",
			"invoke_workflow", CHAIN,
			"plan", CHAIN,
			"framework", CHAIN);

	private static final Map<TokenType, String> TOKENS = Map.of(
			TokenType.INPUT, "llm.token_count.prompt",
			TokenType.CACHED_INPUT, "llm.token_count.prompt_details.cache_read",
			TokenType.CACHE_CREATION_INPUT, "llm.token_count.prompt_details.cache_write",
			TokenType.INPUT_AUDIO, "llm.token_count.prompt_details.audio",
			TokenType.OUTPUT, "llm.token_count.completion",
			TokenType.REASONING_OUTPUT, "llm.token_count.completion_details.reasoning",
			TokenType.OUTPUT_AUDIO, "llm.token_count.completion_details.audio");

	private static final List<TelemetryAttribute<String>> SIDES = List.of(
			TelemetryAttributes.INPUT_MESSAGES,
			TelemetryAttributes.OUTPUT_MESSAGES,
			TelemetryAttributes.TRANSCRIPT,
			TelemetryAttributes.TTS_INPUT_TEXT,
			TelemetryAttributes.TOOL_CALL_ARGUMENTS,
			TelemetryAttributes.TOOL_CALL_RESULT);
	// @formatter:on

	private static final String TOTAL_TOKENS = "llm.token_count.total";

	private static final String MODEL_NAME = "llm.model_name";

	private static final String REQUEST_MODEL_NAME = "llm.request.model_name";

	private static final String RESPONSE_MODEL_NAME = "llm.response.model_name";

	private static final String PROVIDER = "llm.provider";

	private static final String SYSTEM = "llm.system";

	private static final String FINISH_REASON = "llm.finish_reason";

	private static final String TOOL_NAME = "tool.name";

	private static final String TOOL_ID = "tool.id";

	private static final String TOOL_CALL_ID = "tool_call.id";

	private static final String TOOL_DESCRIPTION = "tool.description";

	private static final String AGENT_NAME = "agent.name";

	private static final String SESSION_ID = "session.id";

	private static final String TAGS = "tag.tags";

	private static final String METADATA = "metadata";

	private static final AttributeKey<String> GIVEN_METADATA = AttributeKey.stringKey(METADATA);

	private static final AttributeKey<String> DESCRIPTION = AttributeKey.stringKey("gen_ai.tool.description");

	private final OpenInferencePrivacy privacy;

	OpenInferenceDialect(OpenInferencePrivacy privacy) {
		this.privacy = privacy;
	}

	@Override
	public String name() {
		return "openinference";
	}

	@Override
	public List<String> ownPrefixes() {
		return List.of("openinference.");
	}

	@Override
	public void translate(CanonicalSpan span, SpanRewrite rewrite) {
		String kind = kind(span);
		if (!rewrite.has(KIND)) {
			rewrite.put(KIND, kind);
		}
		if (!rewrite.has(SESSION_ID)) {
			rewrite.put(SESSION_ID, span.sessionId());
		}
		content(span, rewrite);
		int dropped = 0;
		switch ((kind != null) ? kind : "") {
			case LLM -> dropped = model(span, rewrite);
			case TOOL -> tool(span, rewrite);
			case AGENT -> rewrite.put(AGENT_NAME, span.get(TelemetryAttributes.AGENT_NAME));
			default -> {
			}
		}
		String useCase = span.get(TelemetryAttributes.USE_CASE);
		if (useCase != null && !rewrite.has(TAGS)) {
			rewrite.put(TAGS, List.of(useCase));
		}
		rewrite.put(METADATA, OpenInferenceMetadata.of(span, span.get(GIVEN_METADATA), dropped));
	}

	@Override
	public boolean hides() {
		return !this.privacy.hidden().isEmpty();
	}

	@Override
	public void hide(CanonicalSpan span, SpanRewrite rewrite) {
		this.privacy.apply(span, rewrite);
	}

	private static @Nullable String kind(CanonicalSpan span) {
		Stage stage = span.stage();
		if (stage != null) {
			return KINDS.getOrDefault(stage, CHAIN);
		}
		String operation = span.operation();
		return span.isOurs() ? CHAIN : (operation != null) ? KINDS_OF_OPERATIONS.get(operation) : null;
	}

	private static void content(CanonicalSpan span, SpanRewrite rewrite) {
		String input = span.input();
		String output = span.output();
		if (input != null) {
			rewrite.put(INPUT_VALUE, input).put(INPUT_MIME_TYPE, mimeType(input));
		}
		if (output != null) {
			rewrite.put(OUTPUT_VALUE, output).put(OUTPUT_MIME_TYPE, mimeType(output));
		}
		for (TelemetryAttribute<String> side : SIDES) {
			String value = span.get(side);
			if (value != null && (value.equals(input) || value.equals(output))) {
				rewrite.remove(side.key().getKey());
			}
		}
		if (!rewrite.has(OUTPUT_VALUE)) {
			// Phoenix would show these as what the model answered.
			rewrite.remove(TelemetryAttributes.RESPONSE_ID.key().getKey())
				.remove(TelemetryAttributes.RESPONSE_MODEL.key().getKey());
		}
	}

	private static String mimeType(String text) {
		return (CanonicalSpan.isJson(text) && JsonReader.isValid(text)) ? "application/json" : "text/plain";
	}

	private static int model(CanonicalSpan span, SpanRewrite rewrite) {
		String requested = span.get(TelemetryAttributes.REQUEST_MODEL);
		String answered = span.get(TelemetryAttributes.RESPONSE_MODEL);
		LlmProvider provider = LlmProvider.of(span.get(TelemetryAttributes.PROVIDER_NAME));
		rewrite.put(MODEL_NAME, (answered != null) ? answered : requested)
			.put(REQUEST_MODEL_NAME, requested)
			.put(RESPONSE_MODEL_NAME, answered)
			.put(PROVIDER, (provider != null) ? provider.name() : null)
			.put(SYSTEM, (provider != null) ? provider.system() : null)
			.put(INVOCATION_PARAMETERS, RequestParameters.json(span));
		List<String> reasons = span.get(TelemetryAttributes.RESPONSE_FINISH_REASONS);
		if (reasons != null && !reasons.isEmpty()) {
			rewrite.put(FINISH_REASON, reasons.get(0));
		}
		TOKENS.forEach((type, key) -> rewrite.put(key, span.get(TelemetryAttributes.ofTokens(type))));
		Long input = span.get(TelemetryAttributes.INPUT_TOKENS);
		Long output = span.get(TelemetryAttributes.OUTPUT_TOKENS);
		if (input != null && output != null) {
			rewrite.put(TOTAL_TOKENS, Long.valueOf(input + output));
		}
		tools(span, rewrite);
		ModelMessage instructions = ModelMessages.instructions(span.get(TelemetryAttributes.SYSTEM_INSTRUCTIONS));
		if (instructions != null) {
			rewrite.remove(TelemetryAttributes.SYSTEM_INSTRUCTIONS.key().getKey());
		}
		return OpenInferenceMessages.put(rewrite, INPUT_MESSAGES, instructions, span.input())
				+ OpenInferenceMessages.put(rewrite, OUTPUT_MESSAGES, null, span.output());
	}

	private static void tools(CanonicalSpan span, SpanRewrite rewrite) {
		List<OfferedTool> tools = OfferedTool.of(span.get(TelemetryAttributes.TOOL_DEFINITIONS));
		for (int i = 0; i < tools.size(); i++) {
			OfferedTool tool = tools.get(i);
			JsonObject function = new JsonObject().put("name", tool.name())
				.put("description", tool.description())
				.put("parameters", tool.parameters());
			rewrite.put(TOOLS + "." + i + ".tool.json_schema",
					new JsonObject().put("type", tool.type()).put("function", function).toString());
		}
		if (!tools.isEmpty()) {
			rewrite.remove(TelemetryAttributes.TOOL_DEFINITIONS.key().getKey());
		}
	}

	private static void tool(CanonicalSpan span, SpanRewrite rewrite) {
		String id = span.get(TelemetryAttributes.TOOL_CALL_ID);
		rewrite.put(TOOL_NAME, span.get(TelemetryAttributes.TOOL_NAME))
			.put(TOOL_ID, id)
			.put(TOOL_CALL_ID, id)
			.put(TOOL_DESCRIPTION, span.get(DESCRIPTION))
			.put(TOOL_PARAMETERS, span.input());
	}

}
