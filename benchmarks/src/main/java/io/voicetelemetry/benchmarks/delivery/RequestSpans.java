package io.voicetelemetry.benchmarks.delivery;

import java.util.Random;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;

/**
 * Makes spans of requests to a language model as this project records them, by hand, so
 * that whoever delivers them gets the same. Not thread-safe.
 */
final class RequestSpans {

	private static final AttributeKey<String> STAGE = AttributeKey.stringKey("voice.stage");

	private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");

	private static final AttributeKey<String> PROVIDER = AttributeKey.stringKey("gen_ai.provider.name");

	private static final AttributeKey<String> MODEL = AttributeKey.stringKey("gen_ai.request.model");

	private static final AttributeKey<String> CONVERSATION = AttributeKey.stringKey("gen_ai.conversation.id");

	private static final AttributeKey<String> RESPONSE_MODEL = AttributeKey.stringKey("gen_ai.response.model");

	private static final AttributeKey<Long> INPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.input_tokens");

	private static final AttributeKey<Long> OUTPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.output_tokens");

	private static final AttributeKey<String> MESSAGES = AttributeKey.stringKey("gen_ai.input.messages");

	private static final int PROMPT_LENGTH = 4096;

	private static final int PROMPTS = 64;

	private static final int WORDS = 2000;

	private final Tracer tracer;

	private final String @Nullable [] prompts;

	private long number;

	RequestSpans(TracerProvider tracers, boolean large) {
		this.tracer = tracers.get(VoiceTelemetry.INSTRUMENTATION_SCOPE);
		this.prompts = large ? prompts(new Random(20261122)) : null;
	}

	/**
	 * Texts that compress about as well as those of people do.
	 */
	private static String[] prompts(Random random) {
		String[] words = new String[WORDS];
		for (int i = 0; i < WORDS; i++) {
			words[i] = random.ints(2 + random.nextInt(8), 'a', 'z' + 1)
				.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
				.toString();
		}
		String[] prompts = new String[PROMPTS];
		for (int i = 0; i < PROMPTS; i++) {
			StringBuilder text = new StringBuilder();
			while (text.length() < PROMPT_LENGTH) {
				text.append(words[(int) (WORDS * Math.pow(random.nextDouble(), 2))]).append(' ');
			}
			prompts[i] = "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\""
					+ text.substring(0, PROMPT_LENGTH) + "\"}]}]";
		}
		return prompts;
	}

	/**
	 * Starts a span and ends it.
	 */
	void make() {
		long number = this.number++;
		Span span = this.tracer.spanBuilder("llm_request").setParent(Context.root()).startSpan();
		span.setAttribute(STAGE, "llm_request");
		span.setAttribute(OPERATION, "chat");
		span.setAttribute(PROVIDER, "openai");
		span.setAttribute(MODEL, "gpt-4o-mini");
		span.setAttribute(CONVERSATION, "call-20261122-31b9f0");
		span.setAttribute(RESPONSE_MODEL, "gpt-4o-mini-2024-07-18");
		span.setAttribute(INPUT_TOKENS, 300 + number % 700);
		span.setAttribute(OUTPUT_TOKENS, 10 + number % 60);
		if (this.prompts != null) {
			span.setAttribute(MESSAGES, this.prompts[(int) (number % PROMPTS)]);
		}
		span.end();
	}

	/**
	 * How many it has made.
	 */
	long number() {
		return this.number;
	}

}
