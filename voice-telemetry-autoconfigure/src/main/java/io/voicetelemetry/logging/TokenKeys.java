package io.voicetelemetry.logging;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.ObjLongConsumer;

import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.TokenUsage;

/**
 * What LiveKit calls the counts of tokens: differently for each kind of figures.
 */
enum TokenKeys {

	/**
	 * In the figures of a language model.
	 */
	PROMPT("prompt_tokens", "completion_tokens", "prompt_cached_tokens", "cache_creation_tokens"),

	/**
	 * In those of all other models.
	 */
	INPUT("input_tokens", "output_tokens", "cached_input_tokens", "cache_creation_tokens"),

	/**
	 * In the usage of a call.
	 */
	USAGE("input_tokens", "output_tokens", "input_cached_tokens", "input_cache_creation_tokens");

	private static final TokenType[] TYPES = TokenType.values();

	private final String[] keys;

	TokenKeys(String input, String output, String cached, String cacheCreation) {
		// Constants of an enum are not there yet when its instances are made.
		TokenType[] types = TokenType.values();
		this.keys = new String[types.length];
		for (TokenType type : types) {
			this.keys[type.ordinal()] = switch (type) {
				case INPUT -> input;
				case OUTPUT -> output;
				case CACHED_INPUT -> cached;
				case CACHE_CREATION_INPUT -> cacheCreation;
				case REASONING_OUTPUT -> "reasoning_tokens";
				case CACHED_INPUT_AUDIO -> "input_cached_audio_tokens";
				case CACHED_INPUT_TEXT -> "input_cached_text_tokens";
				case CACHED_INPUT_IMAGE -> "input_cached_image_tokens";
				default -> type.name().toLowerCase(Locale.ROOT) + "_tokens";
			};
		}
	}

	String of(TokenType type) {
		return this.keys[type.ordinal()];
	}

	/**
	 * Adds what is known to a line; the message tells no modalities apart.
	 */
	void add(LogLine line, TokenUsage tokens) {
		for (TokenType type : TYPES) {
			OptionalLong count = tokens.count(type);
			if (count.isPresent() && type.ordinal() <= TokenType.REASONING_OUTPUT.ordinal()) {
				line.count(of(type), count);
			}
			else if (count.isPresent()) {
				line.field(of(type), count.getAsLong());
			}
		}
	}

	/**
	 * Tells what is known.
	 */
	void forEach(TokenUsage tokens, ObjLongConsumer<String> consumer) {
		for (TokenType type : TYPES) {
			tokens.count(type).ifPresent((count) -> consumer.accept(of(type), count));
		}
	}

}
