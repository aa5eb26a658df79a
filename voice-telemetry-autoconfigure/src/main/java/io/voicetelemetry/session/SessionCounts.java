package io.voicetelemetry.session;

import java.util.OptionalLong;

import io.voicetelemetry.event.TokenUsage;

/**
 * What happened in a session, for its summary. Guarded by the lock of the tree.
 */
final class SessionCounts {

	private final int[] ended = new int[Stage.values().length];

	private int interruptions;

	private TokenUsage tokens = TokenUsage.unknown();

	void ended(Stage stage) {
		this.ended[stage.ordinal()]++;
	}

	void interrupted() {
		this.interruptions++;
	}

	/**
	 * Adds the tokens of one request.
	 */
	void used(TokenUsage usage) {
		this.tokens = this.tokens.plus(usage);
	}

	int count(Stage stage) {
		return this.ended[stage.ordinal()];
	}

	int interruptions() {
		return this.interruptions;
	}

	OptionalLong inputTokens() {
		return this.tokens.input();
	}

	OptionalLong outputTokens() {
		return this.tokens.output();
	}

}
