package io.voicetelemetry.aop;

import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.LlmResult;

/**
 * A piece of an answer, with the tokens up to there.
 */
record Piece(String text, TokenUsage usage) implements LlmResult {

	static final Piece FIRST = new Piece("On ", TokenUsage.of(7, 1));

	static final Piece SECOND = new Piece("Tuesday", TokenUsage.of(7, 2));

	static final Piece WHOLE = new Piece("On Tuesday", TokenUsage.of(7, 2));

}
