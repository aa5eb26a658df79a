package io.voicetelemetry.session;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * A model's judgement whether the caller's turn is over.
 *
 * @since 0.1
 */
public interface EndOfTurnDetection extends VoiceSpan {

	/**
	 * The judgement in which this thread runs.
	 * @return the judgement, or one that does nothing if there is none
	 */
	static EndOfTurnDetection current() {
		return VoiceContext.nearest(Context.current(), EndOfTurnDetection.class, NoopHandles.END_OF_TURN_DETECTION);
	}

	/**
	 * Says who judges.
	 * @param provider the provider
	 * @param model the model
	 * @return this
	 */
	EndOfTurnDetection model(@Nullable String provider, @Nullable String model);

	/**
	 * Says how likely the turn is over.
	 * @param probability 0 to 1
	 * @return this
	 */
	EndOfTurnDetection probability(double probability);

}
