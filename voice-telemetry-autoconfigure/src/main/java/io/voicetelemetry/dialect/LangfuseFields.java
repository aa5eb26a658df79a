package io.voicetelemetry.dialect;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Langfuse's fields, and what they say of a span. Apart from the dialect, so that nothing
 * of it is made where no span goes to Langfuse.
 */
final class LangfuseFields {

	private static final String SPAN = "span";

	private static final String GENERATION = "generation";

	private static final String AGENT = "agent";

	static final String TOOL = "tool";

	static final String METADATA = "langfuse.observation.metadata.";

	private static final String PROMPT_NAME = "gen_ai.prompt.name";

	private static final String PROMPT_VERSION = "gen_ai.prompt.version";

	private static final int MAX_ID = 800;

	private static final int MAX_ENVIRONMENT = 40;

	// @formatter:off
	/** What is none of these is a span. */
	private static final Map<Stage, String> TYPES = new EnumMap<>(Map.of(
			Stage.AGENT_TURN, AGENT,
			Stage.LLM_REQUEST, GENERATION,
			Stage.REALTIME_INFERENCE, GENERATION,
			Stage.FUNCTION_TOOL, TOOL));

	/** Operations of frameworks that are no stage. */
	private static final Map<String, String> FRAMEWORK_TYPES = Map.of(
			"embeddings", "embedding",
			"embedding", "embedding",
			"retrieval", "retriever",
			"create_agent", AGENT);

	private static final Set<Stage> SPEECH = EnumSet.of(Stage.STT_REQUEST, Stage.TTS_REQUEST);

	/** What says how a call went rather than what it did. Langfuse hides it at first. */
	private static final Set<Stage> PLUMBING = EnumSet.of(Stage.USER_SPEAKING, Stage.EOU_WAIT, Stage.EOU_DETECTION,
			Stage.LLM_REQUEST_RUN, Stage.TTS_REQUEST_RUN, Stage.AGENT_SPEAKING);

	private static final List<Row> ON_EVERY_SPAN = List.of(
			new Row("langfuse.observation.type", LangfuseFields::type),
			new Row("langfuse.observation.input", LangfuseFields::input),
			new Row("langfuse.observation.output", CanonicalSpan::output),
			new Row("langfuse.observation.level", LangfuseFields::level),
			new Row("langfuse.observation.status_message", LangfuseFields::statusMessage),
			new Row("langfuse.session.id", (span) -> id(span.sessionId())),
			new Row("langfuse.user.id", (span) -> id(span.get(TelemetryAttributes.USER_ID))),
			new Row("langfuse.trace.name", LangfuseFields::traceName),
			new Row("langfuse.trace.tags", LangfuseFields::tags),
			new Row("langfuse.trace.metadata.tenant_id", (span) -> span.get(TelemetryAttributes.TENANT_ID)),
			new Row("langfuse.trace.metadata.room_name", (span) -> span.get(TelemetryAttributes.ROOM_NAME)),
			new Row("langfuse.environment", LangfuseFields::environment),
			new Row("langfuse.release",
					(span) -> resource(span, "langfuse.release", "vcs.ref.head.revision", "service.version")),
			new Row("langfuse.version", (span) -> resource(span, "service.version")),
			new Row(METADATA + "provider", (span) -> span.get(TelemetryAttributes.PROVIDER_NAME)),
			new Row(METADATA + "agent_name", (span) -> span.get(TelemetryAttributes.AGENT_NAME)),
			new Row(METADATA + "error_type", (span) -> span.get(TelemetryAttributes.ERROR_TYPE)));

	private static final List<Row> ON_GENERATIONS = List.of(
			new Row("langfuse.observation.model.name", LangfuseFields::model),
			new Row("langfuse.observation.model.parameters", RequestParameters::json),
			new Row("langfuse.observation.usage_details", TokenBuckets::json),
			new Row("langfuse.observation.completion_start_time",
					(span) -> (span.firstChunk() != null) ? String.valueOf(span.firstChunk()) : null),
			new Row("langfuse.observation.prompt.name", (span) -> span.text(PROMPT_NAME)),
			new Row("langfuse.observation.prompt.version", LangfuseFields::promptVersion));
	// @formatter:on

	private LangfuseFields() {
	}

	/**
	 * Writes each field that is not there yet.
	 */
	static void putInto(SpanRewrite rewrite, CanonicalSpan span) {
		ON_EVERY_SPAN.forEach((row) -> row.putInto(rewrite, span));
		if (isGeneration(span)) {
			ON_GENERATIONS.forEach((row) -> row.putInto(rewrite, span));
			rewrite.remove(PROMPT_NAME);
			if (promptVersion(span) != null) {
				rewrite.remove(PROMPT_VERSION);
			}
		}
	}

	/**
	 * Speech that is paid by tokens is a generation, since Langfuse has costs for nothing
	 * else. What it knows of frameworks that no stage stands for, it finds out by itself.
	 */
	static @Nullable String type(CanonicalSpan span) {
		if (span.stage() == null) {
			String operation = span.operation();
			return span.isOurs() ? SPAN : (operation != null) ? FRAMEWORK_TYPES.get(operation) : null;
		}
		boolean paidByTokens = isSpeech(span) && TokenBuckets.isKnown(span);
		return paidByTokens ? GENERATION : TYPES.getOrDefault(span.stage(), SPAN);
	}

	static boolean isGeneration(CanonicalSpan span) {
		return GENERATION.equals(type(span));
	}

	private static boolean isSpeech(CanonicalSpan span) {
		return span.stage() != null && SPEECH.contains(span.stage());
	}

	/**
	 * On every span, since Langfuse does not take it over from the root. All traces of a
	 * session have one name, for a span knows no more of its trace than its session.
	 */
	private static @Nullable String traceName(CanonicalSpan span) {
		if (span.sessionId() != null) {
			return Stage.AGENT_SESSION.value();
		}
		return span.data().getParentSpanContext().isValid() ? null : span.data().getName();
	}

	private static @Nullable String input(CanonicalSpan span) {
		if (!isGeneration(span)) {
			return span.input();
		}
		String messages = PromptJson.withInstructions(span.input(), span.get(TelemetryAttributes.SYSTEM_INSTRUCTIONS));
		String tools = span.get(TelemetryAttributes.TOOL_DEFINITIONS);
		return (messages != null && tools != null) ? PromptJson.withTools(messages, tools) : messages;
	}

	private static @Nullable String model(CanonicalSpan span) {
		String answered = span.get(TelemetryAttributes.RESPONSE_MODEL);
		return (answered != null) ? answered : span.get(TelemetryAttributes.REQUEST_MODEL);
	}

	private static @Nullable Long promptVersion(CanonicalSpan span) {
		Long version = span.wholeNumber(PROMPT_VERSION);
		String text = span.text(PROMPT_VERSION);
		try {
			return (text != null) ? Long.valueOf(text) : version;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static @Nullable String level(CanonicalSpan span) {
		if (span.isError()) {
			return "ERROR";
		}
		if (span.isCancelled()) {
			return "WARNING";
		}
		return (span.stage() != null && PLUMBING.contains(span.stage())) ? "DEBUG" : null;
	}

	private static @Nullable String statusMessage(CanonicalSpan span) {
		if (span.isError()) {
			String description = span.data().getStatus().getDescription();
			return description.isEmpty() ? span.get(TelemetryAttributes.ERROR_TYPE) : description;
		}
		if (!span.isCancelled()) {
			return null;
		}
		String by = span.get(TelemetryAttributes.INTERRUPTION_SOURCE);
		by = (by != null) ? by : span.get(TelemetryAttributes.DISCONNECT_REASON);
		return (by != null) ? "cancelled: " + by : "cancelled";
	}

	private static @Nullable String id(@Nullable String id) {
		return (id != null) ? TextLength.limit(id, MAX_ID) : null;
	}

	private static @Nullable List<String> tags(CanonicalSpan span) {
		if (span.sessionId() == null) {
			return null;
		}
		List<String> tags = new ArrayList<>(List.of("voice"));
		String tenant = span.get(TelemetryAttributes.TENANT_ID);
		if (tenant != null) {
			tags.add("tenant:" + tenant);
		}
		return tags;
	}

	private static @Nullable String resource(CanonicalSpan span, String... keys) {
		for (String key : keys) {
			String value = span.resource(key);
			if (value != null) {
				return value;
			}
		}
		return null;
	}

	/**
	 * The nearest legal name: Langfuse would take {@code default} instead without a word.
	 */
	private static @Nullable String environment(CanonicalSpan span) {
		String name = resource(span, "langfuse.environment", "deployment.environment.name", "deployment.environment");
		if (name == null) {
			return null;
		}
		String legal = name.substring(0, Math.min(name.length(), 4 * MAX_ENVIRONMENT))
			.toLowerCase(Locale.ROOT)
			.replaceFirst("^(langfuse[^a-z0-9]*)+", "")
			.replaceAll("[^a-z0-9_-]", "-");
		legal = legal.substring(0, Math.min(legal.length(), MAX_ENVIRONMENT));
		return legal.replace("-", "").isEmpty() ? null : legal;
	}

	/**
	 * A field of Langfuse.
	 *
	 * @param key its key
	 * @param value what it says of a span: text, a number or a list, or nothing
	 */
	private record Row(String key, Function<CanonicalSpan, @Nullable Object> value) {

		@SuppressWarnings("unchecked") // All lists are of texts.
		void putInto(SpanRewrite rewrite, CanonicalSpan span) {
			if (rewrite.has(this.key)) {
				return;
			}
			Object value = this.value.apply(span);
			if (value instanceof String text) {
				rewrite.put(this.key, text);
			}
			else if (value instanceof Long number) {
				rewrite.put(this.key, number);
			}
			else if (value instanceof List<?> list) {
				rewrite.put(this.key, (List<String>) list);
			}
		}

	}

}
