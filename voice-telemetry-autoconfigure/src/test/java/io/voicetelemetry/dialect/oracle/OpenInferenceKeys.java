package io.voicetelemetry.dialect.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What products of the OpenInference family read alike.
 */
final class OpenInferenceKeys {

	static final String KIND = "openinference.span.kind";

	private static final Map<String, String> TOKENS = new LinkedHashMap<>();

	static {
		TOKENS.put("llm.token_count.prompt", "prompt");
		TOKENS.put("llm.token_count.completion", "completion");
		TOKENS.put("llm.token_count.total", "total");
		TOKENS.put("llm.token_count.prompt_details.cache_read", "cache_read");
		TOKENS.put("llm.token_count.prompt_details.cache_write", "cache_write");
		TOKENS.put("llm.token_count.prompt_details.audio", "prompt_audio");
		TOKENS.put("llm.token_count.completion_details.reasoning", "reasoning");
		TOKENS.put("llm.token_count.completion_details.audio", "completion_audio");
	}

	private static final List<String> MIME_TYPES = List.of("text/plain", "application/json");

	private OpenInferenceKeys() {
	}

	static void read(SpanValues values, ProductView.Draft draft) {
		draft.input = values.first("input.value");
		draft.output = values.first("output.value");
		checkMimeType(values, "input", draft.input, draft);
		checkMimeType(values, "output", draft.output, draft);
		draft.model = values.first("llm.model_name");
		draft.provider = values.first("llm.provider");
		draft.session = values.first("session.id");
		draft.user = values.first("user.id");
		draft.tags.addAll(SpanValues.texts(values.value("tag.tags")));
		Object metadata = values.value("metadata");
		Map<String, Object> entries = SpanValues.object(metadata);
		if (entries != null) {
			draft.metadata.putAll(entries);
		}
		else if (metadata != null) {
			draft.problem("metadata is no text with a JSON object");
		}
		draft.detail("invocationParameters", values.first("llm.invocation_parameters"));
		draft.detail("system", values.first("llm.system"));
		draft.detail("toolName", values.first("tool.name"));
		draft.detail("toolCallId", values.first("tool_call.id", "tool.id"));
		draft.detail("agentName", values.first("agent.name"));
		draft.detail("inputMessages", values.nested("llm.input_messages"));
		draft.detail("tools", values.nested("llm.tools"));
		draft.detail("outputMessages", values.nested("llm.output_messages"));
	}

	/**
	 * JSON that is said to be text is shown as text, and the other way round as an error.
	 */
	private static void checkMimeType(SpanValues values, String half, @Nullable String text, ProductView.Draft draft) {
		String type = values.first(half + ".mime_type");
		if (text == null) {
			return;
		}
		if (type == null) {
			type = "text/plain";
		}
		draft.detail(half + "MimeType", type);
		if (!MIME_TYPES.contains(type)) {
			draft.problem("a mime type that is not known: " + type);
		}
		else if (type.equals("application/json") && SpanValues.json(text) == null) {
			draft.problem(half + ".value is no JSON, as its mime type says");
		}
	}

	static Map<String, Long> tokens(SpanValues values, ProductView.Draft draft) {
		Map<String, Long> tokens = new LinkedHashMap<>();
		TOKENS.forEach((key, bucket) -> {
			Object value = values.value(key);
			if (value instanceof Long count) {
				tokens.put(bucket, count);
			}
			else if (value != null) {
				draft.problem(key + " is no whole number");
			}
		});
		return tokens;
	}

}
