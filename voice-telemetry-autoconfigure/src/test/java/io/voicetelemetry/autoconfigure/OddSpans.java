package io.voicetelemetry.autoconfigure;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;

/**
 * Spans that are hard to read: what products guess from when nobody says it.
 */
final class OddSpans {

	private static final String SAID = "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Hi\"}]}]";

	private static final String ANSWERED = "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Hello\"}]"
			+ ",\"finish_reason\":\"stop\"}]";

	private OddSpans() {
	}

	/**
	 * Makes them all.
	 * @return how many there are
	 */
	static int record(Tracer tracer) {
		int count = 0;
		for (String operation : new String[] { "chat", "text_completion", "generate_content", "embeddings",
				"execute_tool", "retrieval", "invoke_agent", "create_agent", "invoke_workflow", "speech_to_text" }) {
			count += span(tracer, "gen_ai.operation.name", operation, "gen_ai.request.model", "m-1", "gen_ai.tool.name",
					"book", "gen_ai.usage.input_tokens", 5L, "gen_ai.usage.output_tokens", 2L);
		}
		for (String provider : new String[] { "openai", "anthropic", "cohere", "mistral_ai", "azure.ai.openai",
				"azure.ai.inference", "gcp.gemini", "gcp.vertex_ai", "gcp.gen_ai", "aws.bedrock", "x_ai", "deepseek",
				"groq", "perplexity", "moonshot_ai", "elevenlabs", "OpenAI" }) {
			count += span(tracer, "gen_ai.provider.name", provider);
			count += span(tracer, "gen_ai.system", provider);
		}
		count += span(tracer, "gen_ai.tool.name", "book");
		count += span(tracer, "gen_ai.request.model", "nova-3");
		count += span(tracer, "gen_ai.conversation.id", "c-1");
		count += span(tracer, "voice.stage", "user_turn");
		count += span(tracer, "openinference.span.kind", "CHAIN");
		count += span(tracer, "openinference.span.kind", "chain");
		count += span(tracer, "openinference.span.kind", "SPEECH");
		count += span(tracer, "openinference.span.kind", "CHAIN", "gen_ai.operation.name", "chat",
				"gen_ai.request.model", "a", "llm.model_name", "b", "gen_ai.usage.input_tokens", 1L,
				"llm.token_count.prompt", 2L);
		count += span(tracer, "gen_ai.operation.name", "chat", "gen_ai.input.messages", SAID, "gen_ai.output.messages",
				ANSWERED, "gen_ai.response.id", "r1", "gen_ai.response.model", "gpt-4o");
		count += span(tracer, "gen_ai.operation.name", "chat", "gen_ai.response.id", "r1", "output.value", "Hi");
		count += span(tracer, "gen_ai.input.messages", SAID, "gen_ai.output.messages", SAID);
		count += span(tracer, "gen_ai.input.messages", "[{\"role\":\"user\",\"content\":\"Hi\"}]");
		count += span(tracer, "gen_ai.input.messages", "Hi");
		count += span(tracer, "gen_ai.input.messages", SAID, "llm.input_messages.0.message.role", "user");
		count += span(tracer, "gen_ai.input.messages", SAID, "gen_ai.system_instructions",
				"[{\"type\":\"text\",\"content\":\"Be kind\"}]");
		count += span(tracer, "gen_ai.operation.name", "chat", "gen_ai.usage.input_tokens", 7L,
				"gen_ai.usage.cache_read.input_tokens", 4L, "gen_ai.usage.cache_creation.input_tokens", 3L);
		count += span(tracer, "gen_ai.operation.name", "chat", "gen_ai.usage.input_tokens", "7");
		count += span(tracer, "gen_ai.operation.name", "execute_tool", "gen_ai.tool.name", "book",
				"gen_ai.tool.call.result", "{\"booked\":true}", "gen_ai.tool.call.arguments", "{\"day\":\"Tuesday\"}",
				"gen_ai.response.id", "r1");
		count += span(tracer, "gen_ai.operation.name", "chat", "gen_ai.tool.name", "book", "gen_ai.tool.call.result",
				"yes");
		count += span(tracer, "input.value", "5", "input.mime_type", "application/json", "output.value", "");
		tracer.spanBuilder("failed").startSpan().setStatus(StatusCode.ERROR, "on purpose").end();
		Span well = tracer.spanBuilder("well").startSpan();
		well.setStatus(StatusCode.OK).end();
		return count + 2;
	}

	private static int span(Tracer tracer, Object... keysAndValues) {
		Span span = tracer.spanBuilder(keysAndValues[0] + " " + keysAndValues[1]).startSpan();
		for (int i = 0; i < keysAndValues.length; i += 2) {
			if (keysAndValues[i + 1] instanceof Long number) {
				span.setAttribute((String) keysAndValues[i], number);
			}
			else {
				span.setAttribute((String) keysAndValues[i], (String) keysAndValues[i + 1]);
			}
		}
		span.end();
		return 1;
	}

}
