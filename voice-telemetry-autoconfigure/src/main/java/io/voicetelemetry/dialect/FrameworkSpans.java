package io.voicetelemetry.dialect;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Recognises what frameworks' spans are by what they say of themselves: the operation of
 * the GenAI conventions, else the kind in another vocabulary, else a tool's name, else
 * the model asked for.
 */
final class FrameworkSpans {

	// @formatter:off
	private static final Map<String, Stage> OPERATIONS = Map.of(
			"chat", Stage.LLM_REQUEST,
			"completion", Stage.LLM_REQUEST,
			"text_completion", Stage.LLM_REQUEST,
			"generate_content", Stage.LLM_REQUEST,
			"generate", Stage.LLM_REQUEST,
			"execute_tool", Stage.FUNCTION_TOOL,
			"invoke_agent", Stage.AGENT_TURN);

	/** Of all vocabularies together: none of them means something else by a word. */
	private static final Map<String, Stage> KINDS = Map.of(
			"generation", Stage.LLM_REQUEST,
			"llm", Stage.LLM_REQUEST,
			"chat", Stage.LLM_REQUEST,
			"completion", Stage.LLM_REQUEST,
			"tool", Stage.FUNCTION_TOOL,
			"agent", Stage.AGENT_TURN);

	private static final List<AttributeKey<String>> KEYS_OF_KINDS = List.of(
			key("langfuse.observation.type"),
			key("openinference.span.kind"),
			key("traceloop.span.kind"),
			key("llm.request.type"));

	/** What is made of several requests, whose tokens it repeats. */
	private static final Set<String> AGGREGATES = Set.of("invoke_workflow", "create_agent", "plan", "framework",
			"workflow", "task", "chain", "span", "event");
	// @formatter:on

	/**
	 * What Spring AI calls the operation of its own steps.
	 */
	private static final String OF_SPRING_AI = "framework";

	private static final AttributeKey<String> SPRING_AI_KIND = key("spring.ai.kind");

	private static final String SPRING_AI_TOOL = "tool_call";

	private FrameworkSpans() {
	}

	private static AttributeKey<String> key(String name) {
		return TelemetryAttributes.ofString(name).key();
	}

	static @Nullable Stage stage(SpanData span) {
		String operation = operation(span);
		if (operation != null && OPERATIONS.containsKey(operation)) {
			return OPERATIONS.get(operation);
		}
		if (OF_SPRING_AI.equals(operation) && SPRING_AI_TOOL.equals(span.getAttributes().get(SPRING_AI_KIND))) {
			return Stage.FUNCTION_TOOL;
		}
		String kind = kind(span);
		if (kind != null) {
			return KINDS.get(kind);
		}
		if (operation != null) {
			return null;
		}
		if (isKnown(span, TelemetryAttributes.TOOL_NAME.key())) {
			return Stage.FUNCTION_TOOL;
		}
		return isKnown(span, TelemetryAttributes.REQUEST_MODEL.key()) ? Stage.LLM_REQUEST : null;
	}

	/**
	 * Whether the tokens of a span that is no stage may be those of other spans.
	 */
	static boolean isAggregate(SpanData span) {
		String operation = operation(span);
		String kind = kind(span);
		return (operation != null && AGGREGATES.contains(operation)) || (kind != null && AGGREGATES.contains(kind));
	}

	/**
	 * The operation that a span names, in lower case.
	 */
	static @Nullable String operation(SpanData span) {
		return lowerCase(span.getAttributes().get(TelemetryAttributes.OPERATION_NAME.key()));
	}

	/**
	 * The first kind that a span names, in lower case.
	 */
	private static @Nullable String kind(SpanData span) {
		for (AttributeKey<String> key : KEYS_OF_KINDS) {
			String kind = lowerCase(span.getAttributes().get(key));
			if (kind != null) {
				return kind;
			}
		}
		return null;
	}

	private static boolean isKnown(SpanData span, AttributeKey<String> key) {
		String value = span.getAttributes().get(key);
		return value != null && !value.isBlank();
	}

	private static @Nullable String lowerCase(@Nullable String text) {
		return (text != null) ? text.toLowerCase(Locale.ROOT) : null;
	}

}
