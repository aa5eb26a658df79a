package io.voicetelemetry.dialect.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.voicetelemetry.test.ReceivedEvent;
import io.voicetelemetry.test.ReceivedSpan;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where Langfuse finds input and output: in the first group of keys that has one of the
 * two. The other half is then nothing, whatever the groups below say.
 */
final class LangfuseInputOutput {

	private static final Set<String> MESSAGE_EVENTS = Set.of("gen_ai.system.message", "gen_ai.user.message",
			"gen_ai.assistant.message", "gen_ai.tool.message");

	private final ReceivedSpan span;

	private final SpanValues values;

	LangfuseInputOutput(ReceivedSpan span) {
		this.span = span;
		this.values = new SpanValues(span.attributes());
	}

	InputOutput find() {
		List<InputOutput> groups = List.of(
				of("1 langfuse.observation", first("langfuse.observation.input"), first("langfuse.observation.output")),
				ofOperationDetails(), ofMessageEvents(), ofContentEvents(),
				of("8 gcp", first("gcp.vertex.agent.llm_request", "gcp.vertex.agent.tool_call_args"),
						first("gcp.vertex.agent.llm_response", "gcp.vertex.agent.tool_response")),
				of("9 prompt", first("prompt"), first("all_messages_events")),
				of("10 lk", first("lk.input_text", "lk.user_transcript", "lk.chat_ctx"),
						first("lk.function_tool.output", "lk.response.text")),
				ofEventList(), of("12 mlflow", first("mlflow.spanInputs"), first("mlflow.spanOutputs")),
				of("13 traceloop", first("traceloop.entity.input"), first("traceloop.entity.output")),
				of("14 OpenInference", first("input.value"), first("output.value")),
				of("15 bare", first("input"), first("output")),
				of("17 tool_arguments", first("tool_arguments"), first("tool_response")),
				ofPrefixes("18 prefix", "gen_ai.prompt", "gen_ai.completion"),
				ofPrefixes("19 llm messages", "llm.input_messages", "llm.output_messages"), ofMessages(),
				of("21 tool call", first("gen_ai.tool.call.arguments"), first("gen_ai.tool.call.result")));
		return groups.stream()
			.filter((group) -> group.input() != null || group.output() != null)
			.findFirst()
			.orElse(InputOutput.NONE);
	}

	private static InputOutput of(String group, @Nullable String input, @Nullable String output) {
		return new InputOutput(input, output, group);
	}

	private @Nullable String first(String... keys) {
		return this.values.first(keys);
	}

	private InputOutput ofOperationDetails() {
		for (ReceivedEvent event : this.span.events()) {
			if (event.name().equals("gen_ai.client.inference.operation.details")) {
				SpanValues details = new SpanValues(event.attributes());
				return of("5 operation details", details.first("gen_ai.input.messages"),
						details.first("gen_ai.output.messages"));
			}
		}
		return InputOutput.NONE;
	}

	private InputOutput ofMessageEvents() {
		ArrayNode input = SpanValues.JSON.createArrayNode();
		ArrayNode output = SpanValues.JSON.createArrayNode();
		for (ReceivedEvent event : this.span.events()) {
			if (MESSAGE_EVENTS.contains(event.name())) {
				input.add(withRole(event.name().split("\\.")[1], event));
			}
			else if (event.name().equals("gen_ai.choice")) {
				output.add(withRole("assistant", event));
			}
		}
		return of("6 message events", input.isEmpty() ? null : input.toString(),
				output.isEmpty() ? null : ((output.size() == 1) ? output.get(0) : output).toString());
	}

	private static JsonNode withRole(String role, ReceivedEvent event) {
		Map<String, Object> message = new LinkedHashMap<>();
		message.put("role", role);
		message.putAll(event.attributes());
		return SpanValues.JSON.valueToTree(message);
	}

	private InputOutput ofContentEvents() {
		String input = null;
		String output = null;
		for (ReceivedEvent event : this.span.events()) {
			if (event.name().equals("gen_ai.content.prompt")) {
				input = SpanValues.JSON.writeValueAsString(event.attributes());
			}
			else if (event.name().equals("gen_ai.content.completion")) {
				output = SpanValues.JSON.writeValueAsString(event.attributes());
			}
		}
		return of("7 content events", input, output);
	}

	private InputOutput ofEventList() {
		if (!(SpanValues.json(this.values.value("events")) instanceof ArrayNode events)) {
			return InputOutput.NONE;
		}
		ArrayNode input = SpanValues.JSON.createArrayNode();
		JsonNode output = null;
		for (JsonNode event : events) {
			if (event.path("event.name").asString("").equals("gen_ai.choice")) {
				output = event;
			}
			else {
				input.add(event);
			}
		}
		return of("11 events", input.isEmpty() ? null : input.toString(), (output != null) ? output.toString() : null);
	}

	/** One key with such a beginning is enough, and makes both halves. */
	private InputOutput ofPrefixes(String group, String inputPrefix, String outputPrefix) {
		if (!this.values.hasPrefix(inputPrefix) && !this.values.hasPrefix(outputPrefix)) {
			return InputOutput.NONE;
		}
		return of(group, this.values.nested(inputPrefix), this.values.nested(outputPrefix));
	}

	private InputOutput ofMessages() {
		String input = first("gen_ai.input.messages");
		if (SpanValues.json(input) instanceof ArrayNode messages) {
			JsonNode instructions = SpanValues.json(this.values.value("gen_ai.system_instructions"));
			if (instructions != null && messages.valueStream().noneMatch(LangfuseInputOutput::isOfSystem)) {
				ObjectNode system = SpanValues.JSON.createObjectNode().put("role", "system");
				system.set("content", instructions);
				messages.insert(0, system);
				input = messages.toString();
			}
			JsonNode tools = SpanValues.json(this.values.value("gen_ai.tool.definitions"));
			if (tools != null) {
				ObjectNode both = SpanValues.JSON.createObjectNode();
				both.set("messages", messages);
				both.set("tools", tools);
				input = both.toString();
			}
		}
		return of("20 messages", input, first("gen_ai.output.messages"));
	}

	private static boolean isOfSystem(JsonNode message) {
		return message.path("role").asString("").equals("system");
	}

}
