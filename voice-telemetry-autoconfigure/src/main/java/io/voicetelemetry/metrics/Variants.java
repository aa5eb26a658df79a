package io.voicetelemetry.metrics;

import java.util.Arrays;
import java.util.List;

import io.voicetelemetry.event.LatencyPart;
import io.voicetelemetry.event.TokenType;

/**
 * A tag of which one event has several values, all known beforehand: the parts of a
 * latency, the types of tokens.
 *
 * @param key the key
 * @param values the values, in the order of the enumeration that they stand for
 */
record Variants(String key, List<String> values) {

	static final Variants PARTS = new Variants("part",
			Arrays.stream(LatencyPart.Kind.values()).map(LatencyPart.Kind::value).toList());

	/** Of all types, so that the ordinal is the index; input and output are not used. */
	static final Variants PARTS_OF_TOKENS = new Variants("type",
			Arrays.stream(TokenType.values()).map(TokenType::value).toList());

	static final Variants INPUT_AND_OUTPUT = new Variants("type", PARTS_OF_TOKENS.values().subList(0, 2));

	static final Variants GEN_AI_INPUT_AND_OUTPUT = new Variants("gen_ai.token.type", INPUT_AND_OUTPUT.values());

}
