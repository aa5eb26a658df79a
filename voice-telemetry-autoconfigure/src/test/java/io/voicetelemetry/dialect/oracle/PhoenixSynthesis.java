package io.voicetelemetry.dialect.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * The OpenInference attributes that Phoenix makes of {@code gen_ai.*} where they are
 * missing.
 *
 * @see <a href=
 * "https://github.com/Arize-ai/phoenix/blob/main/src/phoenix/trace/gen_ai/conversion.py">conversion.py</a>
 */
final class PhoenixSynthesis {

	private static final Map<String, String> OPERATIONS = Map.of("chat", "LLM", "text_completion", "LLM",
			"generate_content", "LLM", "embeddings", "EMBEDDING", "execute_tool", "TOOL", "retrieval", "RETRIEVER",
			"invoke_agent", "AGENT", "create_agent", "AGENT");

	/** By provider: what it is called, and the system, if there is a word for it. */
	private static final Map<String, List<String>> PROVIDERS = Map.ofEntries(
			Map.entry("openai", List.of("openai", "openai")), Map.entry("anthropic", List.of("anthropic", "anthropic")),
			Map.entry("cohere", List.of("cohere", "cohere")),
			Map.entry("mistral_ai", List.of("mistralai", "mistralai")),
			Map.entry("azure.ai.openai", List.of("azure", "openai")), Map.entry("azure.ai.inference", List.of("azure")),
			Map.entry("gcp.gemini", List.of("google")), Map.entry("gcp.vertex_ai", List.of("google", "vertexai")),
			Map.entry("gcp.gen_ai", List.of("google")), Map.entry("aws.bedrock", List.of("aws")),
			Map.entry("x_ai", List.of("xai")), Map.entry("deepseek", List.of("deepseek")),
			Map.entry("groq", List.of("groq")), Map.entry("perplexity", List.of("perplexity")));

	private static final List<String> PARAMETERS = List.of("temperature", "top_p", "top_k", "max_tokens",
			"frequency_penalty", "presence_penalty", "seed", "stream");

	private final SpanValues values;

	private final @Nullable String kind;

	private final Map<String, Object> made = new LinkedHashMap<>();

	private PhoenixSynthesis(SpanValues values) {
		this.values = values;
		this.kind = kind(values);
	}

	/**
	 * The attributes of a span together with what is made of them.
	 */
	static Map<String, Object> of(Map<String, Object> given) {
		Map<String, Object> attributes = new LinkedHashMap<>(given);
		SpanValues values = new SpanValues(given);
		if (values.hasPrefix("gen_ai.")) {
			PhoenixSynthesis synthesis = new PhoenixSynthesis(values);
			synthesis.make();
			// Messages are numbered, so those of two writers are not mixed.
			for (String messages : List.of("llm.input_messages.", "llm.output_messages.")) {
				if (values.hasPrefix(messages)) {
					synthesis.made.keySet().removeIf((key) -> key.startsWith(messages));
				}
			}
			synthesis.made.forEach(attributes::putIfAbsent);
		}
		return attributes;
	}

	private static @Nullable String kind(SpanValues values) {
		String operation = values.first("gen_ai.operation.name");
		if (operation != null) {
			return OPERATIONS.get(operation);
		}
		if (values.first("gen_ai.tool.call.id", "gen_ai.tool.name") != null) {
			return "TOOL";
		}
		return (values.first("gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.request.model") != null) ? "LLM"
				: null;
	}

	private void make() {
		put(OpenInferenceKeys.KIND, this.kind);
		put("session.id", this.values.value("gen_ai.conversation.id"));
		provider();
		put("EMBEDDING".equals(this.kind) ? "embedding.model_name" : "llm.model_name",
				this.values.value("gen_ai.request.model"));
		Map<String, Object> parameters = new LinkedHashMap<>(this.values.withPrefix("gen_ai.request."));
		parameters.keySet().retainAll(PARAMETERS);
		if (!parameters.isEmpty()) {
			put("llm.invocation_parameters", SpanValues.JSON.writeValueAsString(parameters));
		}
		tokens();
		messages();
		response();
		if ("TOOL".equals(this.kind)) {
			tool();
		}
	}

	private void put(String key, @Nullable Object value) {
		if (value != null) {
			this.made.put(key, value);
		}
	}

	private void provider() {
		String name = this.values.first("gen_ai.provider.name");
		if (name == null) {
			String system = this.values.first("gen_ai.system");
			name = (system != null) ? system.toLowerCase(Locale.ROOT) : null;
		}
		if (name != null) {
			List<String> words = PROVIDERS.get(name);
			put("llm.provider", (words != null) ? words.get(0) : null);
			put("llm.system", (words == null) ? name : (words.size() > 1) ? words.get(1) : null);
		}
	}

	private void tokens() {
		Long input = this.values.firstCount("gen_ai.usage.input_tokens");
		Long output = this.values.firstCount("gen_ai.usage.output_tokens");
		put("llm.token_count.prompt", input);
		put("llm.token_count.completion", output);
		put("llm.token_count.total", (input != null && output != null) ? input + output : null);
		put("llm.token_count.prompt_details.cache_read",
				this.values.firstCount("gen_ai.usage.cache_read.input_tokens"));
		put("llm.token_count.prompt_details.cache_write",
				this.values.firstCount("gen_ai.usage.cache_creation.input_tokens"));
	}

	private void response() {
		String id = this.values.first("gen_ai.response.id");
		String model = this.values.first("gen_ai.response.model");
		String separator = (id != null && model != null) ? ", " : "";
		if (id != null || model != null) {
			put("output.value", "{" + ((id != null) ? "\"id\": \"" + id + "\"" : "") + separator
					+ ((model != null) ? "\"model\": \"" + model + "\"" : "") + "}");
			put("output.mime_type", "application/json");
		}
	}

	private void tool() {
		put("tool.name", this.values.value("gen_ai.tool.name"));
		put("tool.description", this.values.value("gen_ai.tool.description"));
		put("tool.id", this.values.value("gen_ai.tool.call.id"));
		put("tool.parameters", this.values.value("gen_ai.tool.call.arguments"));
		Object result = this.values.value("gen_ai.tool.call.result");
		put("output.value", result);
		JsonNode json = SpanValues.json(result);
		if (json != null && (json.isObject() || json.isArray())) {
			put("output.mime_type", "application/json");
		}
	}

	private void messages() {
		int first = 0;
		if (SpanValues.json(this.values.value("gen_ai.system_instructions")) instanceof ArrayNode parts
				&& !parts.isEmpty() && areParts(parts)) {
			this.made.put("llm.input_messages.0.message.role", "system");
			content("llm.input_messages.0.message.", parts);
			first = 1;
		}
		messages("gen_ai.input.messages", "llm.input_messages.", first, false);
		messages("gen_ai.output.messages", "llm.output_messages.", 0, true);
	}

	/**
	 * One message that is not of the schema, and all are ignored.
	 */
	private void messages(String key, String prefix, int first, boolean answers) {
		if (!(SpanValues.json(this.values.value(key)) instanceof ArrayNode messages)
				|| !messages.valueStream().allMatch((message) -> isMessage(message, answers))) {
			return;
		}
		int index = first;
		for (JsonNode message : messages) {
			String base = prefix + index++ + ".message.";
			this.made.put(base + "role", message.get("role").asString());
			put(base + "name", message.path("name").asString(null));
			if (answers && !message.get("finish_reason").asString("").isEmpty()) {
				this.made.put(base + "finish_reason", message.get("finish_reason").asString());
			}
			content(base, (ArrayNode) message.get("parts"));
		}
	}

	private static boolean isMessage(JsonNode message, boolean answer) {
		return message.path("role").isString() && message.path("parts") instanceof ArrayNode parts && areParts(parts)
				&& (!answer || message.path("finish_reason").isString());
	}

	private static boolean areParts(ArrayNode parts) {
		return parts.valueStream().allMatch((part) -> part.path("type").isString());
	}

	private void content(String base, ArrayNode parts) {
		List<JsonNode> answers = ofType(parts, "tool_call_response");
		if (!answers.isEmpty()) {
			JsonNode answer = answers.get(answers.size() - 1);
			put(base + "tool_call_id", answer.path("id").asString(null));
			put(base + "content", text(answer.path("response")));
			return;
		}
		List<JsonNode> texts = ofType(parts, "text");
		if (texts.size() == 1) {
			this.made.put(base + "content", texts.get(0).path("content").asString(""));
		}
		for (int i = 0; texts.size() > 1 && i < texts.size(); i++) {
			String key = base + "contents." + i + ".message_content.";
			this.made.put(key + "type", "text");
			this.made.put(key + "text", texts.get(i).path("content").asString(""));
		}
		List<JsonNode> calls = ofType(parts, "tool_call");
		for (int i = 0; i < calls.size(); i++) {
			String key = base + "tool_calls." + i + ".tool_call.";
			put(key + "id", calls.get(i).path("id").asString(null));
			put(key + "function.name", calls.get(i).path("name").asString(null));
			put(key + "function.arguments", text(calls.get(i).path("arguments")));
		}
	}

	private static List<JsonNode> ofType(ArrayNode parts, String type) {
		return parts.valueStream().filter((part) -> part.get("type").asString().equals(type)).toList();
	}

	private static @Nullable String text(JsonNode value) {
		return (value.isMissingNode() || value.isNull()) ? null
				: value.isString() ? value.asString() : value.toString();
	}

}
