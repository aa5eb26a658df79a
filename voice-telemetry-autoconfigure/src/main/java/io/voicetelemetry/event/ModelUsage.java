package io.voicetelemetry.event;

import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What one model was used for and how much. Requests that failed, were cut off or
 * discarded are counted in everything, because they are paid for, and marked.
 *
 * @param kind what it was used for
 * @param provider who provides the model; empty if unknown
 * @param model the model, by the name under which it was asked for; empty if unknown
 * @param requests how many requests there were
 * @param failedRequests how many of them failed: another model may have answered instead
 * @param cancelledRequests how many of them were cut off
 * @param discardedRequests how many of them were made for replies that nobody heard
 * @param tokens the tokens
 * @param discardedTokens the part of the tokens that went into replies nobody heard
 * @param characters how many characters were handed to synthesis
 * @param audioDuration how much audio was made or recognised, in seconds
 * @param sessionDuration how long sessions of the provider lasted, in seconds, where that
 * is billed
 * @since 0.1
 */
public record ModelUsage(UsageKind kind, String provider, String model, long requests, long failedRequests,
		long cancelledRequests, long discardedRequests, TokenUsage tokens, TokenUsage discardedTokens,
		OptionalLong characters, OptionalDouble audioDuration, OptionalDouble sessionDuration) {

	/**
	 * The provider and model of the row that takes what exceeds the limit of rows.
	 */
	public static final String OTHER = "other";

	/**
	 * Checks the figures.
	 * @throws IllegalArgumentException if one is negative or no number
	 */
	public ModelUsage {
		Objects.requireNonNull(kind, "kind");
		Objects.requireNonNull(provider, "provider");
		Objects.requireNonNull(model, "model");
		Figures.requireCount(requests, "requests");
		Figures.requireCount(failedRequests, "failedRequests");
		Figures.requireCount(cancelledRequests, "cancelledRequests");
		Figures.requireCount(discardedRequests, "discardedRequests");
		Objects.requireNonNull(tokens, "tokens");
		Objects.requireNonNull(discardedTokens, "discardedTokens");
		Figures.requireCount(characters, "characters");
		Figures.requireFinite(audioDuration, "audioDuration");
		Figures.requireFinite(sessionDuration, "sessionDuration");
	}

}
