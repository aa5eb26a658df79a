package io.voicetelemetry.session;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

import io.voicetelemetry.event.TokenUsage;

/**
 * What happened in a session, for its summary.
 */
final class SessionCounts {

	private final Map<Stage, Integer> ended = new EnumMap<>(Stage.class);

	private int interruptions;

	private OptionalLong inputTokens = OptionalLong.empty();

	private OptionalLong outputTokens = OptionalLong.empty();

	synchronized void ended(Stage stage) {
		this.ended.merge(stage, 1, Integer::sum);
	}

	synchronized void interrupted() {
		this.interruptions++;
	}

	synchronized void used(TokenUsage usage) {
		this.inputTokens = sum(this.inputTokens, usage.input());
		this.outputTokens = sum(this.outputTokens, usage.output());
	}

	private static OptionalLong sum(OptionalLong total, OptionalLong more) {
		if (more.isEmpty()) {
			return total;
		}
		long sum = total.orElse(0) + more.getAsLong();
		return OptionalLong.of((sum < 0) ? Long.MAX_VALUE : sum);
	}

	synchronized int count(Stage stage) {
		return this.ended.getOrDefault(stage, 0);
	}

	synchronized int interruptions() {
		return this.interruptions;
	}

	synchronized OptionalLong inputTokens() {
		return this.inputTokens;
	}

	synchronized OptionalLong outputTokens() {
		return this.outputTokens;
	}

}
