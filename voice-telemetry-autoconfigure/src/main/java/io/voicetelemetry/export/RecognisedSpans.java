package io.voicetelemetry.export;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Recognises the spans of frameworks that stand for work of a model or of its tools, by
 * what they say of themselves. Many say it no earlier than at their end: Micrometer sets
 * name and tags when an observation stops. What a span of a session is stamped with, as
 * {@code gen_ai.conversation.id}, says nothing.
 */
final class RecognisedSpans {

	/**
	 * Of the GenAI conventions, and as Spring AI and others spell them.
	 */
	private static final Set<String> OPERATIONS = Set.of("chat", "completion", "text_completion", "generate_content",
			"generate", "embeddings", "embedding", "execute_tool", "invoke_agent", "create_agent", "invoke_workflow",
			"plan", "retrieval", "rerank", "image", "text_to_speech", "speech_to_text");

	/**
	 * What Spring AI calls the operation of its own steps: of the chat client, of
	 * advisors, and up to 2.0.0-M1 of tools.
	 */
	private static final String OF_THE_FRAMEWORK = "framework";

	private static final AttributeKey<String> SPRING_AI_KIND = key("spring.ai.kind");

	private static final String SPRING_AI_TOOL = "tool_call";

	/** One of them is enough, whatever it says. */
	private static final List<AttributeKey<String>> TELLING = List.of(key("openinference.span.kind"),
			TelemetryAttributes.REQUEST_MODEL.key(), TelemetryAttributes.TOOL_NAME.key(), key("traceloop.span.kind"),
			key("langfuse.observation.type"), key("llm.request.type"));

	private final Attributes stamped;

	/**
	 * Those that say something of themselves.
	 * @param stamped what the spans of a session are stamped with
	 */
	RecognisedSpans(Attributes stamped) {
		this.stamped = stamped;
	}

	private static AttributeKey<String> key(String name) {
		return TelemetryAttributes.ofString(name).key();
	}

	/**
	 * Whether a span is one of them, as far as it says so by now.
	 */
	boolean contain(ReadableSpan span) {
		String operation = said(span, TelemetryAttributes.OPERATION_NAME.key());
		if (operation != null && OPERATIONS.contains(operation.toLowerCase(Locale.ROOT))) {
			return true;
		}
		for (AttributeKey<String> key : TELLING) {
			if (said(span, key) != null) {
				return true;
			}
		}
		return OF_THE_FRAMEWORK.equals(operation) && SPRING_AI_TOOL.equals(said(span, SPRING_AI_KIND));
	}

	/**
	 * What a span says of itself, rather than what it was stamped with.
	 */
	private @Nullable String said(ReadableSpan span, AttributeKey<String> key) {
		String value = span.getAttribute(key);
		return (value != null && value.equals(this.stamped.get(key))) ? null : value;
	}

}
