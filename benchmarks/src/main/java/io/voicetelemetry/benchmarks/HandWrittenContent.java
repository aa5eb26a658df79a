package io.voicetelemetry.benchmarks;

import java.util.List;
import java.util.function.UnaryOperator;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was said, by hand: as the JSON that the GenAI conventions ask for, after what is
 * sensitive was taken out.
 */
final class HandWrittenContent {

	private static final AttributeKey<String> INPUT = AttributeKey.stringKey("gen_ai.input.messages");

	private static final AttributeKey<String> OUTPUT = AttributeKey.stringKey("gen_ai.output.messages");

	private static final JsonMapper json = JsonMapper.builder().build();

	private final UnaryOperator<String> redactor;

	HandWrittenContent(UnaryOperator<String> redactor) {
		this.redactor = redactor;
	}

	void setPrompt(Span span, String text) {
		span.setAttribute(INPUT, json.writeValueAsString(messages("user", text)));
	}

	void setAnswer(Span span, String text) {
		span.setAttribute(OUTPUT, json.writeValueAsString(messages("assistant", text)));
	}

	private List<Message> messages(String role, String text) {
		return List.of(new Message(role, List.of(new Part("text", this.redactor.apply(text)))));
	}

	record Message(String role, List<Part> parts) {
	}

	record Part(String type, String content) {
	}

}
