package io.voicetelemetry.dialect;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.resources.Resource;
import io.voicetelemetry.content.Sensitivity;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Langfuse's own vocabulary, which outranks all others there: type, input and output,
 * model, usage in buckets, level, session, user, tags, metadata and environment are each
 * said in {@code langfuse.*}, so that nothing else is taken for them. What the
 * application sets in it stays.
 *
 * @see <a href=
 * "https://github.com/langfuse/langfuse/blob/6275144/packages/shared/src/server/otel/OtelIngestionProcessor.ts">What
 * Langfuse 4.16.0 reads</a>
 * @see <a href="https://langfuse.com/integrations/native/opentelemetry">Langfuse's
 * documentation</a>
 */
final class LangfuseDialect implements SpanDialect {

	private static final String OBSERVATION = "langfuse.observation.";

	private static final String METADATA = OBSERVATION + "metadata.";

	private static final String TYPE = OBSERVATION + "type";

	private static final String INPUT = OBSERVATION + "input";

	private static final String OUTPUT = OBSERVATION + "output";

	private static final String MODEL = OBSERVATION + "model.name";

	private static final String MODEL_PARAMETERS = OBSERVATION + "model.parameters";

	private static final String USAGE_DETAILS = OBSERVATION + "usage_details";

	private static final String COMPLETION_START_TIME = OBSERVATION + "completion_start_time";

	private static final String PROMPT_NAME = OBSERVATION + "prompt.name";

	private static final String PROMPT_VERSION = OBSERVATION + "prompt.version";

	private static final String LEVEL = OBSERVATION + "level";

	private static final String STATUS_MESSAGE = OBSERVATION + "status_message";

	private static final String SESSION_ID = "langfuse.session.id";

	private static final String USER_ID = "langfuse.user.id";

	private static final String TRACE_NAME = "langfuse.trace.name";

	private static final String TRACE_TAGS = "langfuse.trace.tags";

	private static final String TRACE_METADATA = "langfuse.trace.metadata.";

	private static final String ENVIRONMENT = "langfuse.environment";

	private static final String RELEASE = "langfuse.release";

	private static final String VERSION = "langfuse.version";

	/** Would make a span the root of its trace, whatever its parent. */
	private static final String AS_ROOT = "langfuse.internal.as_root";

	private static final String SPAN = "span";

	private static final String GENERATION = "generation";

	private static final String AGENT = "agent";

	private static final String TOOL = "tool";

	// @formatter:off
	private static final Map<Stage, String> TYPES = new EnumMap<>(Map.of(
			Stage.AGENT_TURN, AGENT,
			Stage.LLM_REQUEST, GENERATION,
			Stage.REALTIME_INFERENCE, GENERATION,
			Stage.FUNCTION_TOOL, TOOL));

	/** Operations of frameworks that are no stage. */
	private static final Map<String, String> FRAMEWORK_TYPES = Map.of(
			"embeddings", "embedding",
			"retrieval", "retriever",
			"create_agent", AGENT);

	/** What says how a call went rather than what it did. Langfuse hides it at first. */
	private static final Set<Stage> PLUMBING = EnumSet.of(Stage.USER_SPEAKING, Stage.EOU_WAIT, Stage.EOU_DETECTION,
			Stage.LLM_REQUEST_RUN, Stage.TTS_REQUEST_RUN, Stage.AGENT_SPEAKING);

	/** What is the same on every span of a session, and where. */
	private static final Map<TelemetryAttribute<String>, String> OF_TRACE = Map.of(
			TelemetryAttributes.TENANT_ID, TRACE_METADATA + "tenant_id",
			TelemetryAttributes.ROOM_NAME, TRACE_METADATA + "room_name");

	private static final Map<TelemetryAttribute<?>, String> OF_OBSERVATION = Map.of(
			TelemetryAttributes.PROVIDER_NAME, METADATA + "provider",
			TelemetryAttributes.AGENT_NAME, METADATA + "agent_name",
			TelemetryAttributes.ERROR_TYPE, METADATA + "error_type");
	// @formatter:on

	private static final AttributeKey<String> GEN_AI_PROMPT_NAME = AttributeKey.stringKey("gen_ai.prompt.name");

	private static final AttributeKey<String> TOOL_DEFINITIONS = AttributeKey.stringKey("gen_ai.tool.definitions");

	private static final String GEN_AI_PROMPT_VERSION = "gen_ai.prompt.version";

	private static final String GEN_AI_USAGE = "gen_ai.usage.";

	private static final String GEN_AI_COST = GEN_AI_USAGE + "cost";

	private static final String VOICE = "voice.";

	private static final int MAX_ID = 800;

	private static final int MAX_ENVIRONMENT = 40;

	@Override
	public String name() {
		return "langfuse";
	}

	@Override
	public void translate(CanonicalSpan span, SpanRewrite rewrite) {
		rewrite.remove(AS_ROOT);
		String type = type(span);
		add(rewrite, TYPE, type);
		putContent(span, rewrite, type);
		putModel(span, rewrite, type);
		putLevel(span, rewrite);
		putIdentity(span, rewrite);
		putDeployment(span.data().getResource(), rewrite);
		putMetadata(span, rewrite);
		setAside(span, rewrite, type);
	}

	/**
	 * Speech that is paid by tokens is a generation, since Langfuse has costs for nothing
	 * else. What it knows of frameworks that no stage stands for, it finds out by itself.
	 */
	private static @Nullable String type(CanonicalSpan span) {
		Stage stage = span.stage();
		if (stage == null) {
			String operation = span.get(TelemetryAttributes.OPERATION_NAME);
			return span.isOurs() ? SPAN : (operation != null) ? FRAMEWORK_TYPES.get(operation) : null;
		}
		boolean paidByTokens = isSpeech(stage) && TokenBuckets.json(span) != null;
		return paidByTokens ? GENERATION : TYPES.getOrDefault(stage, SPAN);
	}

	private static boolean isSpeech(Stage stage) {
		return stage == Stage.STT_REQUEST || stage == Stage.TTS_REQUEST;
	}

	private static void putContent(CanonicalSpan span, SpanRewrite rewrite, @Nullable String type) {
		String input = span.input();
		String output = span.output();
		if (GENERATION.equals(type)) {
			String instructions = span.get(TelemetryAttributes.SYSTEM_INSTRUCTIONS);
			String tools = span.get(TOOL_DEFINITIONS);
			input = PromptJson.withInstructions(input, instructions);
			input = (input != null && tools != null) ? PromptJson.withTools(input, tools) : input;
			rewrite.remove(TelemetryAttributes.SYSTEM_INSTRUCTIONS.key().getKey()).remove(TOOL_DEFINITIONS.getKey());
		}
		add(rewrite, INPUT, input);
		add(rewrite, OUTPUT, output);
	}

	/**
	 * A model makes Langfuse count tokens by itself where none are given, and costs, so
	 * that it stands on requests alone.
	 */
	private static void putModel(CanonicalSpan span, SpanRewrite rewrite, @Nullable String type) {
		Stage stage = span.stage();
		if (stage == null) {
			return;
		}
		String model = span.get(TelemetryAttributes.RESPONSE_MODEL);
		model = (model != null) ? model : span.get(TelemetryAttributes.REQUEST_MODEL);
		if (!GENERATION.equals(type) && !isSpeech(stage)) {
			rewrite.rename(TelemetryAttributes.REQUEST_MODEL.key().getKey(), METADATA + "request_model");
			rewrite.rename(TelemetryAttributes.RESPONSE_MODEL.key().getKey(), METADATA + "response_model");
			return;
		}
		add(rewrite, MODEL, model);
		if (GENERATION.equals(type)) {
			add(rewrite, MODEL_PARAMETERS, RequestParameters.json(span));
			add(rewrite, USAGE_DETAILS, TokenBuckets.json(span));
			add(rewrite, COMPLETION_START_TIME, (span.firstChunk() != null) ? span.firstChunk().toString() : null);
			putPrompt(span, rewrite);
		}
	}

	private static void putPrompt(CanonicalSpan span, SpanRewrite rewrite) {
		String name = span.get(GEN_AI_PROMPT_NAME);
		Long version = span.get(AttributeKey.longKey(GEN_AI_PROMPT_VERSION));
		if (version == null) {
			version = number(span.get(AttributeKey.stringKey(GEN_AI_PROMPT_VERSION)));
		}
		if (name != null) {
			add(rewrite, PROMPT_NAME, name);
			rewrite.remove(GEN_AI_PROMPT_NAME.getKey());
		}
		if (version != null && !rewrite.has(PROMPT_VERSION)) {
			rewrite.put(PROMPT_VERSION, version).remove(GEN_AI_PROMPT_VERSION);
		}
	}

	private static @Nullable Long number(@Nullable String text) {
		try {
			return (text != null) ? Long.valueOf(text) : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static void putLevel(CanonicalSpan span, SpanRewrite rewrite) {
		if (span.isError()) {
			String description = span.data().getStatus().getDescription();
			add(rewrite, LEVEL, "ERROR");
			add(rewrite, STATUS_MESSAGE,
					description.isEmpty() ? span.get(TelemetryAttributes.ERROR_TYPE) : description);
		}
		else if (span.isCancelled()) {
			String by = span.get(TelemetryAttributes.INTERRUPTION_SOURCE);
			by = (by != null) ? by : span.get(TelemetryAttributes.DISCONNECT_REASON);
			add(rewrite, LEVEL, "WARNING");
			add(rewrite, STATUS_MESSAGE, (by != null) ? "cancelled: " + by : "cancelled");
		}
		else if (span.stage() != null && PLUMBING.contains(span.stage())) {
			add(rewrite, LEVEL, "DEBUG");
		}
	}

	private static void putIdentity(CanonicalSpan span, SpanRewrite rewrite) {
		String session = span.get(TelemetryAttributes.SESSION_ID);
		add(rewrite, SESSION_ID, id((session != null) ? session : span.get(TelemetryAttributes.CONVERSATION_ID)));
		add(rewrite, USER_ID, id(span.get(TelemetryAttributes.USER_ID)));
		if (!span.data().getParentSpanContext().isValid()) {
			add(rewrite, TRACE_NAME, span.data().getName());
		}
		if (session != null && !rewrite.has(TRACE_TAGS)) {
			rewrite.put(TRACE_TAGS, tags(span));
		}
	}

	private static @Nullable String id(@Nullable String id) {
		return (id != null) ? id.substring(0, Math.min(id.length(), MAX_ID)) : null;
	}

	private static List<String> tags(CanonicalSpan span) {
		List<String> tags = new ArrayList<>(List.of("voice"));
		String tenant = span.get(TelemetryAttributes.TENANT_ID);
		if (tenant != null) {
			tags.add("tenant:" + tenant);
		}
		return tags;
	}

	private static void putDeployment(Resource resource, SpanRewrite rewrite) {
		add(rewrite, ENVIRONMENT,
				environment(first(resource, ENVIRONMENT, "deployment.environment.name", "deployment.environment")));
		add(rewrite, RELEASE, first(resource, RELEASE, "vcs.ref.head.revision", "service.version"));
		add(rewrite, VERSION, first(resource, "service.version"));
	}

	private static @Nullable String first(Resource resource, String... keys) {
		for (String key : keys) {
			String value = resource.getAttribute(AttributeKey.stringKey(key));
			if (value != null) {
				return value;
			}
		}
		return null;
	}

	/**
	 * The nearest legal name: Langfuse would take {@code default} instead without a word.
	 */
	private static @Nullable String environment(@Nullable String name) {
		if (name == null) {
			return null;
		}
		String legal = name.substring(0, Math.min(name.length(), 4 * MAX_ENVIRONMENT))
			.toLowerCase(Locale.ROOT)
			.replaceFirst("^(langfuse[^a-z0-9]*)+", "")
			.replaceAll("[^a-z0-9_-]", "-");
		legal = legal.substring(0, Math.min(legal.length(), MAX_ENVIRONMENT));
		return legal.isEmpty() ? null : legal;
	}

	/**
	 * Langfuse filters by nothing else of what it has no field for.
	 */
	private static void putMetadata(CanonicalSpan span, SpanRewrite rewrite) {
		OF_TRACE.forEach((attribute, key) -> rewrite.copy(attribute.key().getKey(), key));
		OF_OBSERVATION.forEach((attribute, key) -> rewrite.copy(attribute.key().getKey(), key));
		span.data().getAttributes().forEach((key, value) -> {
			String name = key.getKey();
			if (name.startsWith(VOICE) && !isShown(span, name, value)) {
				rewrite.copy(name, metadata(name));
				if (isContent(name)) {
					rewrite.remove(name);
				}
			}
		});
	}

	private static String metadata(String key) {
		return METADATA + (key.startsWith(VOICE) ? key.substring(VOICE.length()) : key).replace('.', '_');
	}

	/**
	 * What would be taken for something that it is not, or was said above.
	 */
	private static void setAside(CanonicalSpan span, SpanRewrite rewrite, @Nullable String type) {
		boolean content = span.input() != null || span.output() != null;
		span.data().getAttributes().forEach((key, value) -> {
			String name = key.getKey();
			if (isShown(span, name, value)) {
				rewrite.remove(name);
			}
			else if (name.startsWith(GEN_AI_USAGE)) {
				setUsageAside(rewrite, key, GENERATION.equals(type));
			}
			else if ((span.isOurs() && InterpretedKeys.contains(name)) || (InterpretedKeys.isPrompt(name)
					&& (content || name.startsWith("gen_ai.prompt.name") || name.startsWith(GEN_AI_PROMPT_VERSION)))) {
				rewrite.rename(name, metadata(name));
			}
			else if (name.equals(TelemetryAttributes.TOOL_NAME.key().getKey()) && type != null && !TOOL.equals(type)) {
				rewrite.rename(name, metadata(name));
			}
		});
	}

	private static boolean isShown(CanonicalSpan span, String name, Object value) {
		return isContent(name) && (value.equals(span.input()) || value.equals(span.output()));
	}

	private static boolean isContent(String name) {
		return TelemetryAttributes.ofString(name).sensitivity() == Sensitivity.CONTENT;
	}

	private static void setUsageAside(SpanRewrite rewrite, AttributeKey<?> key, boolean counted) {
		TelemetryAttribute<?> known = TelemetryAttributes.find(key.getKey());
		if (counted && known != null && known.key().equals(key)) {
			rewrite.remove(key.getKey());
		}
		else if (!counted || !key.getKey().equals(GEN_AI_COST)) {
			rewrite.rename(key.getKey(), metadata(key.getKey()));
		}
	}

	private static void add(SpanRewrite rewrite, String key, @Nullable String value) {
		if (!rewrite.has(key)) {
			rewrite.put(key, value);
		}
	}

}
