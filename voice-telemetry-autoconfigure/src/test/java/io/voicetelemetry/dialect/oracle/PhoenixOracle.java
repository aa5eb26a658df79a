package io.voicetelemetry.dialect.oracle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.voicetelemetry.test.ReceivedSpan;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Arize Phoenix shows of a span: its OpenInference attributes, and what it makes of
 * {@code gen_ai.*} where these are missing.
 *
 * @see <a href=
 * "https://github.com/Arize-ai/phoenix/blob/main/src/phoenix/trace/gen_ai/conversion.py">conversion.py</a>
 */
public final class PhoenixOracle implements ProductOracle {

	private static final String UNKNOWN = "UNKNOWN";

	private static final Set<String> KINDS = Set.of("LLM", "EMBEDDING", "CHAIN", "RETRIEVER", "RERANKER", "TOOL",
			"AGENT", "GUARDRAIL", "EVALUATOR", "PROMPT");

	private static final Map<String, String> OPERATIONS = Map.of("chat", "LLM", "text_completion", "LLM",
			"generate_content", "LLM", "embeddings", "EMBEDDING", "execute_tool", "TOOL", "retrieval", "RETRIEVER",
			"invoke_agent", "AGENT", "create_agent", "AGENT");

	private static final Map<String, String> PROVIDERS = Map.ofEntries(Map.entry("openai", "openai"),
			Map.entry("anthropic", "anthropic"), Map.entry("cohere", "cohere"), Map.entry("mistral_ai", "mistralai"),
			Map.entry("azure.ai.openai", "azure"), Map.entry("azure.ai.inference", "azure"),
			Map.entry("gcp.gemini", "google"), Map.entry("gcp.vertex_ai", "google"), Map.entry("gcp.gen_ai", "google"),
			Map.entry("aws.bedrock", "aws"), Map.entry("x_ai", "xai"), Map.entry("deepseek", "deepseek"),
			Map.entry("groq", "groq"), Map.entry("perplexity", "perplexity"), Map.entry("moonshot_ai", "moonshot"));

	private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");

	private static final Map<String, String> PARAMETERS = Map.of("temperature", "temperature", "top_p", "top_p",
			"top_k", "top_k", "max_tokens", "max_tokens", "frequency_penalty", "frequency_penalty", "presence_penalty",
			"presence_penalty", "stream", "stream");

	@Override
	public List<ProductView> show(Collection<ReceivedSpan> spans) {
		Map<String, String> sessions = new HashMap<>();
		Map<String, Map<String, Object>> synthesized = new HashMap<>();
		List<ReceivedSpan> inOrder = new ArrayList<>(spans);
		inOrder.sort(Comparator.comparingLong(ReceivedSpan::startEpochNanos));
		for (ReceivedSpan span : inOrder) {
			Map<String, Object> attributes = synthesize(span.attributes());
			synthesized.put(span.spanId(), attributes);
			String session = new SpanValues(attributes).first("session.id");
			if (session != null) {
				sessions.putIfAbsent(span.traceId(), session);
			}
		}
		Map<String, Map<String, Long>> own = new HashMap<>();
		List<ProductView.Draft> drafts = new ArrayList<>();
		for (ReceivedSpan span : spans) {
			ProductView.Draft draft = draft(span, new SpanValues(synthesized.getOrDefault(span.spanId(), Map.of())));
			draft.session = sessions.get(span.traceId());
			own.put(span.spanId(), draft.usage);
			drafts.add(draft);
		}
		Map<String, Map<String, Long>> totals = totals(spans, own);
		drafts.forEach((draft) -> {
			Map<String, Long> total = totals.getOrDefault(draft.span().spanId(), Map.of());
			draft.inputTokens = total.get("prompt");
			draft.outputTokens = total.get("completion");
		});
		return drafts.stream().map(ProductView.Draft::view).toList();
	}

	/** What a span and all below it took. */
	private static Map<String, Map<String, Long>> totals(Collection<ReceivedSpan> spans,
			Map<String, Map<String, Long>> own) {
		Map<String, String> parents = new HashMap<>();
		spans.forEach((span) -> parents.put(span.spanId(), span.parentSpanId()));
		Map<String, Map<String, Long>> totals = new HashMap<>();
		own.forEach((spanId, usage) -> {
			for (String id = spanId; id != null && !id.isEmpty(); id = parents.get(id)) {
				Map<String, Long> total = totals.computeIfAbsent(id, (key) -> new LinkedHashMap<>());
				usage.forEach((bucket, tokens) -> total.merge(bucket, tokens, Long::sum));
			}
		});
		return totals;
	}

	private static ProductView.Draft draft(ReceivedSpan span, SpanValues values) {
		ProductView.Draft draft = ProductView.of(span);
		String kind = values.first(OpenInferenceKeys.KIND);
		draft.type = (kind != null && KINDS.contains(kind)) ? kind : UNKNOWN;
		OpenInferenceKeys.read(values, draft);
		Map<String, Long> tokens = OpenInferenceKeys.tokens(values, draft);
		if (draft.type.equals("LLM")) {
			draft.usage = tokens;
		}
		else if (!tokens.isEmpty()) {
			draft.problem("tokens of a span that is no LLM are not counted");
		}
		draft.level = span.statusCode();
		draft.statusMessage = span.statusMessage().isEmpty() ? null : span.statusMessage();
		return draft;
	}

	/**
	 * Under which project the spans of a request are kept.
	 * @param header what the header {@code x-project-name} says
	 * @param resource the resource's attributes
	 * @return the project
	 */
	public static String project(@Nullable String header, Map<String, Object> resource) {
		return (header != null && !header.isEmpty()) ? header
				: String.valueOf(resource.getOrDefault("openinference.project.name", "default"));
	}

	private static Map<String, Object> synthesize(Map<String, Object> given) {
		Map<String, Object> attributes = new LinkedHashMap<>(given);
		SpanValues values = new SpanValues(given);
		if (!values.hasPrefix("gen_ai.")) {
			return attributes;
		}
		Map<String, Object> made = new LinkedHashMap<>();
		put(made, OpenInferenceKeys.KIND, kind(values));
		put(made, "session.id", values.value("gen_ai.conversation.id"));
		String provider = values.first("gen_ai.provider.name", "gen_ai.system");
		if (provider != null) {
			put(made, "llm.provider", PROVIDERS.get(provider));
			put(made, "llm.system", PROVIDERS.getOrDefault(provider, provider));
		}
		put(made, "llm.model_name", values.value("gen_ai.request.model"));
		put(made, "llm.invocation_parameters", parameters(values));
		tokens(values, made);
		messages(values, made);
		put(made, "tool.name", values.value("gen_ai.tool.name"));
		put(made, "tool_call.id", values.value("gen_ai.tool.call.id"));
		put(made, "output.value", values.value("gen_ai.tool.call.result"));
		ObjectNode idAndModel = SpanValues.JSON.createObjectNode();
		String id = values.first("gen_ai.response.id");
		String model = values.first("gen_ai.response.model");
		if (id != null) {
			idAndModel.put("id", id);
		}
		if (model != null) {
			idAndModel.put("model", model);
		}
		if (!idAndModel.isEmpty()) {
			made.putIfAbsent("output.value", idAndModel.toString());
			made.put("output.mime_type", "application/json");
		}
		made.forEach(attributes::putIfAbsent);
		return attributes;
	}

	private static void put(Map<String, Object> made, String key, @Nullable Object value) {
		if (value != null) {
			made.put(key, value);
		}
	}

	private static @Nullable String kind(SpanValues values) {
		String operation = values.first("gen_ai.operation.name");
		if (operation != null) {
			return OPERATIONS.get(operation);
		}
		if (values.hasPrefix("gen_ai.tool.")) {
			return "TOOL";
		}
		return (values.first("gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.request.model") != null) ? "LLM"
				: null;
	}

	private static @Nullable String parameters(SpanValues values) {
		Map<String, Object> parameters = new LinkedHashMap<>(values.withPrefix("gen_ai.request."));
		parameters.keySet().retainAll(PARAMETERS.keySet());
		return parameters.isEmpty() ? null : SpanValues.JSON.writeValueAsString(parameters);
	}

	private static void tokens(SpanValues values, Map<String, Object> made) {
		Long input = values.firstCount("gen_ai.usage.input_tokens");
		Long output = values.firstCount("gen_ai.usage.output_tokens");
		put(made, "llm.token_count.prompt", input);
		put(made, "llm.token_count.completion", output);
		put(made, "llm.token_count.prompt_details.cache_read",
				values.firstCount("gen_ai.usage.cache_read.input_tokens"));
		put(made, "llm.token_count.prompt_details.cache_write",
				values.firstCount("gen_ai.usage.cache_creation.input_tokens"));
		if (input != null && output != null) {
			made.put("llm.token_count.total", input + output);
		}
	}

	private static void messages(SpanValues values, Map<String, Object> made) {
		JsonNode instructions = SpanValues.json(values.value("gen_ai.system_instructions"));
		int first = 0;
		if (instructions instanceof ArrayNode parts && !parts.isEmpty()) {
			made.put("llm.input_messages.0.message.role", "system");
			made.put("llm.input_messages.0.message.content", parts.get(0).path("content").asString(""));
			first = 1;
		}
		messages(SpanValues.json(values.value("gen_ai.input.messages")), "llm.input_messages.", first, made);
		messages(SpanValues.json(values.value("gen_ai.output.messages")), "llm.output_messages.", 0, made);
	}

	private static void messages(@Nullable JsonNode json, String prefix, int first, Map<String, Object> made) {
		if (!(json instanceof ArrayNode messages) || !messages.valueStream().allMatch(PhoenixOracle::isMessage)) {
			return;
		}
		int index = first;
		for (JsonNode message : messages) {
			String key = prefix + index++ + ".message.";
			made.put(key + "role", message.path("role").asString(""));
			message.path("parts")
				.valueStream()
				.filter((part) -> part.path("type").asString("").equals("text"))
				.findFirst()
				.ifPresent((part) -> made.put(key + "content", part.path("content").asString("")));
		}
	}

	private static boolean isMessage(JsonNode message) {
		return ROLES.contains(message.path("role").asString("")) && message.path("parts").isArray()
				&& message.path("parts").valueStream().allMatch((part) -> part.path("type").isString());
	}

}
