package io.voicetelemetry.dialect.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.voicetelemetry.test.ReceivedEvent;
import io.voicetelemetry.test.ReceivedSpan;
import org.jspecify.annotations.Nullable;

/**
 * Where OpenObserve finds input and output: in the first group of keys whose input is
 * there. The keys of all groups are deleted after that, so that an output without its
 * input is gone.
 */
final class OpenObserveInputOutput {

	private static final Set<String> MESSAGE_EVENTS = Set.of("gen_ai.system.message", "gen_ai.user.message",
			"gen_ai.assistant.message", "gen_ai.tool.message");

	/** Input, then what its output may be. */
	private static final List<List<String>> BEFORE_PREFIX = List.of(
			List.of("langfuse.observation.input", "langfuse.observation.output"),
			List.of("traceloop.entity.input", "traceloop.entity.output"));

	private static final List<List<String>> AFTER_PREFIX = List.of(
			List.of("gen_ai.input.messages", "gen_ai.output.messages"),
			List.of("gen_ai.tool.call.arguments", "gen_ai.tool.call.result"),
			List.of("ai.prompt.messages", "ai.response.text"),
			List.of("gcp.vertex.agent.llm_request", "gcp.vertex.agent.llm_response"),
			List.of("prompt", "all_messages_events"),
			List.of("lk.input_text", "lk.function_tool.output", "lk.response.text"), List.of("events"),
			List.of("mlflow.spanInputs", "mlflow.spanOutputs"), List.of("input.value", "output.value"),
			List.of("input", "output"), List.of("tool_arguments", "tool_response"));

	private static final List<String> PREFIXES = List.of("gen_ai.prompt", "gen_ai.completion", "llm.input_messages",
			"llm.output_messages");

	private final ReceivedSpan span;

	private final SpanValues values;

	OpenObserveInputOutput(ReceivedSpan span) {
		this.span = span;
		this.values = new SpanValues(span.attributes());
	}

	/** Whether a key is read here, and deleted then. */
	static boolean isSource(String key) {
		return BEFORE_PREFIX.stream().anyMatch((group) -> group.contains(key))
				|| AFTER_PREFIX.stream().anyMatch((group) -> group.contains(key))
				|| PREFIXES.stream().anyMatch(key::startsWith);
	}

	InputOutput find() {
		List<InputOutput> groups = new ArrayList<>();
		groups.add(ofEvents());
		BEFORE_PREFIX.forEach((group) -> groups.add(ofKeys(group)));
		groups.add(ofPrefixes("gen_ai.prompt", "gen_ai.completion"));
		AFTER_PREFIX.forEach((group) -> groups.add(ofKeys(group)));
		groups.add(ofPrefixes("llm.input_messages", "llm.output_messages"));
		return groups.stream().filter((group) -> group.input() != null).findFirst().orElse(InputOutput.NONE);
	}

	private InputOutput ofKeys(List<String> keys) {
		String[] outputs = keys.subList(1, keys.size()).toArray(new String[0]);
		return new InputOutput(this.values.first(keys.get(0)), this.values.first(outputs), keys.get(0));
	}

	private InputOutput ofPrefixes(String input, String output) {
		return new InputOutput(nested(input), nested(output), input);
	}

	private @Nullable String nested(String prefix) {
		return this.values.hasPrefix(prefix) ? this.values.nested(prefix) : null;
	}

	private InputOutput ofEvents() {
		return new InputOutput(events(MESSAGE_EVENTS), events(Set.of("gen_ai.choice")), "events");
	}

	private @Nullable String events(Set<String> names) {
		List<ReceivedEvent> events = this.span.events()
			.stream()
			.filter((event) -> names.contains(event.name()))
			.toList();
		return events.isEmpty() ? null
				: SpanValues.JSON.writeValueAsString(events.stream().map(ReceivedEvent::attributes).toList());
	}

}
