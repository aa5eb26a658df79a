package io.voicetelemetry.dialect;

import java.util.Map;

import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.session.TelemetryAttributes;

/**
 * The newest names of the GenAI conventions beside those that spans are recorded in,
 * which are all that today's backends read. For a backend that is ahead of the others.
 * <p>
 * Read in the main branch of August 2026: number 440 renamed the tokens written to a
 * cache, and counts tokens by modality.
 *
 * @see <a href=
 * "https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/client-inference.md">Client
 * inference</a>
 */
final class GenAiLatestDialect implements SpanDialect {

	// @formatter:off
	private static final Map<TokenType, String> TOKENS = Map.ofEntries(
			Map.entry(TokenType.CACHE_CREATION_INPUT, "gen_ai.usage.cache_write.input_tokens"),
			Map.entry(TokenType.INPUT_TEXT, "gen_ai.usage.text.input_tokens"),
			Map.entry(TokenType.INPUT_IMAGE, "gen_ai.usage.image.input_tokens"),
			Map.entry(TokenType.INPUT_AUDIO, "gen_ai.usage.audio.input_tokens"),
			Map.entry(TokenType.CACHED_INPUT_TEXT, "gen_ai.usage.text.cache_read.input_tokens"),
			Map.entry(TokenType.CACHED_INPUT_IMAGE, "gen_ai.usage.image.cache_read.input_tokens"),
			Map.entry(TokenType.CACHED_INPUT_AUDIO, "gen_ai.usage.audio.cache_read.input_tokens"),
			Map.entry(TokenType.OUTPUT_TEXT, "gen_ai.usage.text.output_tokens"),
			Map.entry(TokenType.OUTPUT_IMAGE, "gen_ai.usage.image.output_tokens"),
			Map.entry(TokenType.OUTPUT_AUDIO, "gen_ai.usage.audio.output_tokens"));
	// @formatter:on

	@Override
	public String name() {
		return "gen-ai-latest";
	}

	@Override
	public void translate(CanonicalSpan span, SpanRewrite rewrite) {
		TOKENS.forEach((type, key) -> rewrite.put(key, span.get(TelemetryAttributes.ofTokens(type))));
	}

}
