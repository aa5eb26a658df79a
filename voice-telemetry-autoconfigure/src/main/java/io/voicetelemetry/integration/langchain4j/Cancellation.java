package io.voicetelemetry.integration.langchain4j;

import java.util.concurrent.CompletionException;

import io.voicetelemetry.event.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Tells work that was cut off from work that failed, and what it failed with. Clients of
 * LangChain4j wrap both.
 */
final class Cancellation {

	private static final int MAX_DEPTH = 8;

	private Cancellation() {
	}

	static boolean isCauseOf(@Nullable Throwable thrown) {
		Throwable each = thrown;
		for (int depth = 0; each != null && depth < MAX_DEPTH; depth++) {
			if (Outcome.of(each) == Outcome.CANCELLED) {
				return true;
			}
			each = each.getCause();
		}
		return false;
	}

	/**
	 * What was thrown, without what a {@code CompletableFuture} has put around it.
	 */
	static @Nullable Throwable unwrapped(@Nullable Throwable thrown) {
		Throwable cause = thrown;
		for (int depth = 0; cause instanceof CompletionException && cause.getCause() != null
				&& depth < MAX_DEPTH; depth++) {
			cause = cause.getCause();
		}
		return cause;
	}

}
