package io.voicetelemetry.dialect.oracle;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.voicetelemetry.test.ReceivedSpan;
import org.jspecify.annotations.Nullable;

/**
 * What OpenObserve 0.93 shows of a span: its columns, and those that it makes for spans
 * of language models.
 *
 * @see <a href=
 * "https://github.com/openobserve/openobserve/tree/main/src/core/src/traces/otel">The
 * mapping in OpenObserve</a>
 */
public final class OpenObserveOracle implements ProductOracle {

	private static final Duration OLDEST = Duration.ofHours(5);

	private static final Duration NEWEST = Duration.ofHours(24);

	private static final Set<String> OPERATIONS = Set.of("chat", "text_completion", "generate_content", "embeddings",
			"invoke_agent", "create_agent", "execute_tool", "invoke_workflow", "retrieval");

	private static final Map<String, String> KINDS = Map.of("LLM", "chat", "EMBEDDING", "embeddings", "AGENT",
			"invoke_agent", "TOOL", "execute_tool", "RETRIEVER", "retrieval", "CHAIN", "invoke_workflow");

	private static final Map<String, String> OBSERVATIONS = Map.of("generation", "chat", "embedding", "embeddings",
			"agent", "invoke_agent", "tool", "execute_tool", "retriever", "retrieval", "chain", "invoke_workflow");

	private static final List<String> OF_LANGUAGE_MODELS = List.of("gen_ai.operation.name", "gen_ai.request.model",
			"gen_ai.input.messages", "gen_ai.agent.name", "gen_ai.agent.id", "llm.request.type", "llm.model_name",
			"langfuse.observation.type", "openinference.span.kind", "agent.name", "tool.name",
			"tool_call.function.name", "prompt", "mlflow.spanInputs", "traceloop.span.kind", "input", "input.value");

	private static final String[] MODELS = { "gen_ai.response.model", "ai.model.id", "gen_ai.request.model",
			"langfuse.observation.model.name", "llm.response.model", "llm.model_name", "model" };

	private static final String FIRST_CHUNK = "gen_ai.response.time_to_first_chunk";

	private final Instant arrival;

	/**
	 * Creates the oracle.
	 * @param arrival when the spans arrive, for what is too old is rejected
	 */
	public OpenObserveOracle(Instant arrival) {
		this.arrival = arrival;
	}

	@Override
	public List<ProductView> show(Collection<ReceivedSpan> spans) {
		return spans.stream().filter(this::isAccepted).map(OpenObserveOracle::view).toList();
	}

	private boolean isAccepted(ReceivedSpan span) {
		Instant start = Instant.EPOCH.plusNanos(span.startEpochNanos());
		return !start.isBefore(this.arrival.minus(OLDEST)) && !start.isAfter(this.arrival.plus(NEWEST))
				&& span.traceId().length() == 32 && span.spanId().length() == 16;
	}

	/**
	 * Adds up what all spans of a trace say they took, for no kind of span is left out.
	 * @param views the spans of all traces
	 * @return input and output tokens by trace
	 */
	public static Map<String, List<Long>> tokens(Collection<ProductView> views) {
		Map<String, List<Long>> traces = new TreeMap<>();
		views.forEach((view) -> traces.merge(view.span().traceId(),
				List.of(view.usage().getOrDefault("input", 0L), view.usage().getOrDefault("output", 0L)),
				(one, other) -> List.of(one.get(0) + other.get(0), one.get(1) + other.get(1))));
		return traces;
	}

	private static ProductView view(ReceivedSpan span) {
		SpanValues values = new SpanValues(span.attributes());
		SpanValues resource = new SpanValues(span.resourceAttributes());
		ProductView.Draft draft = ProductView.of(span);
		Map<String, Object> columns = new LinkedHashMap<>(OpenObserveColumns.of(span));
		draft.level = span.statusCode();
		draft.statusMessage = span.statusMessage().isEmpty() ? null : span.statusMessage();
		draft.user = first(values.first("user.id", "ai.telemetry.metadata.userId"), resource.first("user.id"));
		draft.session = first(values.first("session.id", "gen_ai.conversation.id", "ai.telemetry.metadata.sessionId",
				"langfuse.observation.metadata.langfuse_session_id", "langfuse.observation.metadata.session_id"),
				resource.first("session.id"));
		draft.environment = first(values.first("deployment.environment.name", "deployment.environment"),
				resource.first("deployment.environment.name", "deployment.environment", "env"));
		if (isOfLanguageModel(span, values)) {
			draft.type = operation(span, values);
			InputOutput inputOutput = new OpenObserveInputOutput(span).find();
			draft.input = inputOutput.input();
			draft.output = inputOutput.output();
			draft.detail("inputOutputFrom", inputOutput.group());
			if (draft.output == null && values.has("gen_ai.output.messages")) {
				draft.problem("output without input disappears");
			}
			draft.model = values.first(MODELS);
			draft.provider = values.first("gen_ai.provider.name", "gen_ai.system", "ai.model.provider");
			draft.detail("agentName", values.first("gen_ai.agent.name", "agent.name", "llm.agent.name"));
			new OpenObserveUsage(values).read(draft);
			columns.keySet()
				.removeAll(span.attributes()
					.keySet()
					.stream()
					.filter(OpenObserveInputOutput::isSource)
					.map((key) -> key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_"))
					.toList());
		}
		draft.timeToFirstToken = timeToFirstToken(values, draft);
		columns.keySet()
			.stream()
			.filter((key) -> key.startsWith("attr_"))
			.forEach((key) -> draft.problem("an attribute that stands in the way of a column: " + key));
		draft.metadata.putAll(columns);
		return draft.view();
	}

	private static @Nullable String first(@Nullable String first, @Nullable String second) {
		return (first != null) ? first : second;
	}

	private static boolean isOfLanguageModel(ReceivedSpan span, SpanValues values) {
		return OF_LANGUAGE_MODELS.stream().anyMatch(values::has) || values.hasPrefix("ai.")
				|| span.scopeName().equals("ai");
	}

	private static String operation(ReceivedSpan span, SpanValues values) {
		String given = values.first("gen_ai.operation.name");
		if (given != null && OPERATIONS.contains(given.toLowerCase(Locale.ROOT))) {
			return given.toLowerCase(Locale.ROOT);
		}
		String request = first(values.first("llm.request.type"), values.first("traceloop.span.kind"));
		if (request != null) {
			return request;
		}
		String kind = values.first("openinference.span.kind");
		if (kind != null && KINDS.containsKey(kind)) {
			return KINDS.get(kind);
		}
		String observation = values.first("langfuse.observation.type");
		if (observation != null && OBSERVATIONS.containsKey(observation)) {
			return OBSERVATIONS.get(observation);
		}
		if (span.scopeName().equals("ai")) {
			return "chat";
		}
		if (values.hasPrefix("gen_ai.tool.")) {
			return "execute_tool";
		}
		return (values.first(MODELS) != null) ? "chat" : "span";
	}

	private static @Nullable Duration timeToFirstToken(SpanValues values, ProductView.Draft draft) {
		Object seconds = values.value(FIRST_CHUNK);
		String completionStart = values.first("langfuse.observation.completion_start_time");
		if (completionStart != null) {
			try {
				seconds = (double) OffsetDateTime.parse(completionStart).toEpochSecond();
				draft.problem("seconds since 1970 are written over the time to the first token");
			}
			catch (DateTimeException ex) {
				// Then the other stays.
			}
		}
		if (seconds instanceof Double value) {
			return Duration.ofNanos(Math.round(value * 1e9));
		}
		if (seconds != null) {
			draft.problem(FIRST_CHUNK + " is no double");
		}
		return null;
	}

}
