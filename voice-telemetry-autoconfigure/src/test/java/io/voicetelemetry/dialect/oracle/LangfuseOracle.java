package io.voicetelemetry.dialect.oracle;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.voicetelemetry.test.ReceivedSpan;
import org.jspecify.annotations.Nullable;

/**
 * What Langfuse 4.16 shows of a span, by its own order of precedence. What it reads of
 * instrumentations for Python and JavaScript that we cannot be taken for is left out, and
 * such keys are a problem.
 *
 * @see <a href=
 * "https://github.com/langfuse/langfuse/blob/main/packages/shared/src/server/otel/OtelIngestionProcessor.ts">OtelIngestionProcessor</a>
 */
public final class LangfuseOracle implements ProductOracle {

	private static final Set<String> TYPES = Set.of("span", "generation", "event", "embedding", "agent", "tool",
			"chain", "retriever", "guardrail", "evaluator");

	private static final Map<String, String> KINDS = Map.of("LLM", "GENERATION", "CHAIN", "CHAIN", "RETRIEVER",
			"RETRIEVER", "EMBEDDING", "EMBEDDING", "AGENT", "AGENT", "TOOL", "TOOL", "GUARDRAIL", "GUARDRAIL",
			"EVALUATOR", "EVALUATOR");

	private static final Map<String, String> OPERATIONS = Map.of("chat", "GENERATION", "completion", "GENERATION",
			"text_completion", "GENERATION", "generate_content", "GENERATION", "generate", "GENERATION", "embeddings",
			"EMBEDDING", "invoke_agent", "AGENT", "create_agent", "AGENT", "execute_tool", "TOOL");

	private static final String LIVEKIT = "livekit-agents";

	private static final Map<String, String> LIVEKIT_SPANS = Map.of("agent_turn", "AGENT", "start_agent_activity",
			"AGENT", "function_tool", "TOOL");

	private static final Set<String> LIVEKIT_NOISE = Set.of("user_speaking", "eou_detection", "llm_request_run",
			"tts_node", "tts_request", "tts_request_run", "tts_stream_adapter", "agent_speaking",
			"drain_agent_activity", "on_exit", "on_enter", "llm_fallback_adapter", "tts_fallback_adapter",
			"start_agent_activity");

	private static final Map<String, String> LEVELS = Map.ofEntries(Map.entry("DEBUG", "DEBUG"),
			Map.entry("TRACE", "DEBUG"), Map.entry("VERBOSE", "DEBUG"), Map.entry("DEFAULT", "DEFAULT"),
			Map.entry("INFO", "DEFAULT"), Map.entry("LOG", "DEFAULT"), Map.entry("NOTICE", "DEFAULT"),
			Map.entry("OK", "DEFAULT"), Map.entry("SUCCESS", "DEFAULT"), Map.entry("WARN", "WARNING"),
			Map.entry("WARNING", "WARNING"), Map.entry("ERROR", "ERROR"), Map.entry("FATAL", "ERROR"),
			Map.entry("CRITICAL", "ERROR"));

	/** Agents on which it drops model and tokens. */
	private static final Set<String> WITHOUT_USAGE = Set.of("invoke_agent", "agent_step");

	/** Keys that it reads for others, and that it would misread on our spans. */
	private static final List<String> STRANGE = List.of("genkit:", "ai.", "flue.", "gcp.vertex.agent.", "mlflow.",
			"logfire.", "pydantic_ai.");

	@Override
	public List<ProductView> show(Collection<ReceivedSpan> spans) {
		if (spans.stream().anyMatch((span) -> !isLegal(span.traceId()) || !isLegal(span.spanId()))) {
			// One such span has the whole export refused.
			return List.of();
		}
		return spans.stream().map(LangfuseOracle::view).toList();
	}

	private static boolean isLegal(String id) {
		return id.matches("[0-9a-f]{32}|[0-9a-f]{16}");
	}

	private static ProductView view(ReceivedSpan span) {
		SpanValues values = new SpanValues(span.attributes());
		ProductView.Draft draft = ProductView.of(span);
		new TreeSet<>(span.attributes().keySet()).stream()
			.filter((key) -> STRANGE.stream().anyMatch(key::startsWith))
			.forEach((key) -> draft.problem("a key of another instrumentation: " + key));
		draft.type = type(span, values);
		String name = values.first("gen_ai.tool.name", "genkit:name", "logfire.msg", "ai.toolCall.name",
				"ai.operationId");
		draft.name = (name != null) ? name : span.name();
		draft.level = level(span, values);
		String message = values.first("langfuse.observation.status_message");
		draft.statusMessage = (message != null) ? message
				: span.statusMessage().isEmpty() ? null : span.statusMessage();
		InputOutput inputOutput = new LangfuseInputOutput(span).find();
		draft.input = inputOutput.input();
		draft.output = inputOutput.output();
		draft.detail("inputOutputFrom", inputOutput.group());
		new LangfuseScalars(span).read(draft);
		draft.provider = values.first("gen_ai.provider.name", "gen_ai.system");
		if (WITHOUT_USAGE.contains(String.valueOf(values.value("gen_ai.operation.name")))) {
			draft.model = null;
			draft.details.remove("cost");
		}
		else {
			draft.usage = new LangfuseUsage(values).buckets(draft);
			draft.inputTokens = LangfuseUsage.sum(draft.usage, "input");
			draft.outputTokens = LangfuseUsage.sum(draft.usage, "output");
		}
		draft.detail("isRoot", span.parentSpanId().isEmpty());
		return draft.view();
	}

	private static String type(ReceivedSpan span, SpanValues values) {
		String given = values.first("langfuse.observation.type");
		if (given != null && TYPES.contains(given)) {
			return given.toUpperCase(Locale.ROOT);
		}
		String kind = find(KINDS, values.first("openinference.span.kind"));
		if (kind != null) {
			return kind;
		}
		String operation = find(OPERATIONS, values.first("gen_ai.operation.name"));
		if (operation != null) {
			return operation;
		}
		if (values.has("gen_ai.tool.name") || values.has("gen_ai.tool.call.id")) {
			return "TOOL";
		}
		String ofLiveKit = LIVEKIT.equals(span.scopeName()) ? LIVEKIT_SPANS.get(span.name()) : null;
		if (ofLiveKit != null) {
			return ofLiveKit;
		}
		return (values.first("langfuse.observation.model.name", "gen_ai.request.model", "gen_ai.response.model",
				"llm.model_name", "model") != null) ? "GENERATION" : "SPAN";
	}

	private static @Nullable String find(Map<String, String> table, @Nullable String key) {
		return (key != null) ? table.get(key) : null;
	}

	private static String level(ReceivedSpan span, SpanValues values) {
		String given = values.first("langfuse.observation.level");
		String level = (given != null) ? LEVELS.get(given.toUpperCase(Locale.ROOT)) : null;
		if (level != null) {
			return level;
		}
		if (span.statusCode().equals("ERROR")) {
			return "ERROR";
		}
		return (LIVEKIT.equals(span.scopeName()) && LIVEKIT_NOISE.contains(span.name())) ? "DEBUG" : "DEFAULT";
	}

}
