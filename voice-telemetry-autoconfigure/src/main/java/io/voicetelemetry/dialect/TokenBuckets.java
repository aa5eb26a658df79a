package io.voicetelemetry.dialect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.voicetelemetry.content.JsonObject;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a model call in buckets of which each token is in one: Langfuse adds them
 * up and multiplies each with the price of that name. Ours include their parts, as the
 * GenAI conventions have it, so that the parts are taken out of them. What is counted
 * apart beyond its total is left out, and the buckets always add up to the totals.
 */
final class TokenBuckets {

	// @formatter:off
	private static final Names TEXT = new Names(
			"input", "input_cached_tokens", "input_audio_tokens", "input_cached_audio_tokens",
			"input_image_tokens", "input_cached_image_tokens",
			"output", "output_audio_tokens", "output_image_tokens");

	/** As the prices of OpenAI's models for audio are named. */
	private static final Names SPEECH = new Names(
			"input_text_tokens", "input_cached_text_tokens", "input_audio_tokens", "input_cached_audio_tokens",
			"input_image_tokens", "input_cached_image_tokens",
			"output_text_tokens", "output_audio_tokens", "output_image_tokens");

	/** As the prices of Gemini's live models are named, which have none for a cache. */
	private static final Names GEMINI_LIVE = new Names(
			"input_text", "input_cached_tokens", "input_audio", "input_cached_tokens",
			"input_image", "input_cached_tokens",
			"output_text", "output_audio", "output_image");
	// @formatter:on

	private static final List<TokenType> TOTALS = List.of(TokenType.INPUT, TokenType.OUTPUT);

	/** What makes up a total that is not known. */
	private static final List<TokenType> PARTS = List.of(TokenType.INPUT_TEXT, TokenType.INPUT_AUDIO,
			TokenType.INPUT_IMAGE, TokenType.CACHED_INPUT, TokenType.CACHED_INPUT_TEXT, TokenType.CACHE_CREATION_INPUT,
			TokenType.OUTPUT_TEXT, TokenType.OUTPUT_AUDIO, TokenType.OUTPUT_IMAGE, TokenType.REASONING_OUTPUT);

	private static final String CACHE_CREATION = "input_cache_creation";

	private static final String REASONING = "output_reasoning_tokens";

	/** The largest number that is exact in JavaScript. */
	private static final long LARGEST = (1L << 53) - 1;

	private final CanonicalSpan span;

	private final Map<String, Long> buckets = new LinkedHashMap<>();

	private TokenBuckets(CanonicalSpan span) {
		this.span = span;
	}

	/**
	 * The buckets of a span as a JSON object, or {@code null} if nothing was counted.
	 */
	static @Nullable String json(CanonicalSpan span) {
		TokenBuckets tokens = new TokenBuckets(span);
		Names names = tokens.names();
		tokens.putInput(names);
		tokens.putOutput(names);
		return tokens.buckets.isEmpty() ? null : JsonObject.text(tokens.buckets);
	}

	/**
	 * Whether anything was counted, so that there are buckets.
	 */
	static boolean isKnown(CanonicalSpan span) {
		for (TokenType total : TOTALS) {
			if (span.get(TelemetryAttributes.ofTokens(total)) != null) {
				return true;
			}
		}
		for (TokenType part : PARTS) {
			Long count = span.get(TelemetryAttributes.ofTokens(part));
			if (count != null && count > 0) {
				return true;
			}
		}
		return false;
	}

	private void putInput(Names names) {
		long cached = count(TokenType.CACHED_INPUT);
		long cachedAudio = count(TokenType.CACHED_INPUT_AUDIO);
		long cachedImage = count(TokenType.CACHED_INPUT_IMAGE);
		long cachedText = count(TokenType.CACHED_INPUT_TEXT);
		long audio = count(TokenType.INPUT_AUDIO);
		long image = count(TokenType.INPUT_IMAGE);
		long creation = count(TokenType.CACHE_CREATION_INPUT);
		long parts = Math.max(count(TokenType.INPUT_TEXT) + audio + image, Math.max(cached, cachedText) + creation);
		Side side = side(TokenType.INPUT, parts);
		if (side != null) {
			side.take(names.cachedAudio(), cachedAudio);
			side.take(names.cachedImage(), cachedImage);
			side.take(names.cached(), Math.max(cachedText, cached - cachedAudio - cachedImage));
			side.take(CACHE_CREATION, creation);
			side.take(names.audio(), audio - cachedAudio);
			side.take(names.image(), image - cachedImage);
			side.takeRest(names.input());
		}
	}

	private void putOutput(Names names) {
		long audio = count(TokenType.OUTPUT_AUDIO);
		long image = count(TokenType.OUTPUT_IMAGE);
		long reasoning = count(TokenType.REASONING_OUTPUT);
		Side side = side(TokenType.OUTPUT, Math.max(count(TokenType.OUTPUT_TEXT) + audio + image, reasoning));
		if (side != null) {
			side.take(REASONING, reasoning);
			side.take(names.outputAudio(), audio);
			side.take(names.outputImage(), image);
			side.takeRest(names.output());
		}
	}

	private @Nullable Side side(TokenType total, long parts) {
		boolean known = this.span.get(TelemetryAttributes.ofTokens(total)) != null;
		return (known || parts > 0) ? new Side(known ? count(total) : parts) : null;
	}

	private long count(TokenType type) {
		Long count = this.span.get(TelemetryAttributes.ofTokens(type));
		return (count != null) ? Math.min(Math.max(count, 0), LARGEST) : 0;
	}

	/**
	 * Models for audio are paid by kind, all others as a whole.
	 */
	private Names names() {
		boolean audio = count(TokenType.INPUT_AUDIO) > 0 || count(TokenType.OUTPUT_AUDIO) > 0;
		boolean text = count(TokenType.INPUT_TEXT) > 0 || count(TokenType.OUTPUT_TEXT) > 0;
		boolean live = this.span.stage() == Stage.REALTIME_INFERENCE;
		if (!audio && !(live && text)) {
			return TEXT;
		}
		return isGemini() ? (live ? GEMINI_LIVE : TEXT) : SPEECH;
	}

	private boolean isGemini() {
		return startsWith(TelemetryAttributes.PROVIDER_NAME, "gcp")
				|| startsWith(TelemetryAttributes.PROVIDER_NAME, "google")
				|| startsWith(TelemetryAttributes.REQUEST_MODEL, "gemini");
	}

	private boolean startsWith(TelemetryAttribute<String> attribute, String prefix) {
		String value = this.span.get(attribute);
		return value != null && value.toLowerCase(Locale.ROOT).startsWith(prefix);
	}

	/**
	 * What is left of a total.
	 */
	private final class Side {

		private long left;

		private boolean empty = true;

		Side(long total) {
			this.left = total;
		}

		void take(String bucket, long tokens) {
			long taken = Math.min(tokens, this.left);
			if (taken > 0) {
				TokenBuckets.this.buckets.merge(bucket, taken, Long::sum);
				this.left -= taken;
				this.empty = false;
			}
		}

		void takeRest(String bucket) {
			if (this.left > 0 || this.empty) {
				TokenBuckets.this.buckets.merge(bucket, this.left, Long::sum);
			}
		}

	}

	/**
	 * What the buckets are called.
	 */
	private record Names(String input, String cached, String audio, String cachedAudio, String image,
			String cachedImage, String output, String outputAudio, String outputImage) {
	}

}
