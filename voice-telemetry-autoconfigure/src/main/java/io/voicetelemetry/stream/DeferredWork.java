package io.voicetelemetry.stream;

import io.opentelemetry.context.Context;

/**
 * Work that begins when somebody asks for its result: with each subscription, say.
 * Thread-safe.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface DeferredWork {

	/**
	 * Begins the stage that the work is. Throws nothing.
	 * @param where the context of who asks
	 * @return the stage, which somebody has to end
	 */
	RunningStage begin(Context where);

}
