package io.voicetelemetry.integration.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.voicetelemetry.content.ChatMessage.ToolRequest;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.LlmResult;
import org.jspecify.annotations.Nullable;

import static io.voicetelemetry.integration.json.JsonFields.object;
import static io.voicetelemetry.integration.json.JsonFields.objects;
import static io.voicetelemetry.integration.json.JsonFields.string;

/**
 * What a chat completion tells, or a response.
 *
 * @param fields its fields
 */
record CompletionJson(Map<?, ?> fields) implements LlmResult {

	static @Nullable CompletionJson of(Object json) {
		Map<?, ?> fields = object(json);
		boolean completion = fields != null && (fields.get("choices") instanceof List<?>
				|| ("response".equals(fields.get("object")) && fields.get("output") instanceof List<?>));
		return (fields != null && completion) ? new CompletionJson(fields) : null;
	}

	@Override
	public @Nullable String text() {
		List<Map<?, ?>> choices = objects(this.fields, "choices");
		if (!choices.isEmpty()) {
			Map<?, ?> message = object(choices.get(0), "message");
			String content = string(message, "content");
			return (content != null) ? content : string(message, "refusal");
		}
		StringBuilder text = new StringBuilder();
		output("message").flatMap((item) -> objects(item, "content").stream())
			.map((part) -> string(part, "text"))
			.filter(Objects::nonNull)
			.forEach(text::append);
		return text.isEmpty() ? null : text.toString();
	}

	@Override
	public List<ToolRequest> requestedTools() {
		List<Map<?, ?>> choices = objects(this.fields, "choices");
		if (!choices.isEmpty()) {
			return objects(object(choices.get(0), "message"), "tool_calls").stream()
				.map(JsonFields::toolRequest)
				.toList();
		}
		return output("function_call")
			.map((item) -> new ToolRequest(string(item, "call_id"), string(item, "name"), string(item, "arguments")))
			.toList();
	}

	private Stream<Map<?, ?>> output(String type) {
		return objects(this.fields, "output").stream().filter((item) -> type.equals(item.get("type")));
	}

	@Override
	public @Nullable String responseModel() {
		return string(this.fields, "model");
	}

	@Override
	public @Nullable String responseId() {
		return string(this.fields, "id");
	}

	@Override
	public List<String> finishReasons() {
		List<String> reasons = new ArrayList<>(1);
		for (Map<?, ?> choice : objects(this.fields, "choices")) {
			add(reasons, string(choice, "finish_reason"));
		}
		if ("response".equals(this.fields.get("object"))) {
			String incomplete = string(object(this.fields, "incomplete_details"), "reason");
			add(reasons, (incomplete != null) ? incomplete : string(this.fields, "status"));
		}
		return reasons;
	}

	private static void add(List<String> reasons, @Nullable String reason) {
		if (reason != null) {
			reasons.add(reason);
		}
	}

	@Override
	public @Nullable TokenUsage usage() {
		return JsonFields.usage(object(this.fields, "usage"));
	}

}
