package io.voicetelemetry.integration.langchain4j;

import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;

/**
 * Tells work that was cut off from work that failed. Clients of LangChain4j wrap what
 * interrupts them.
 */
final class Cancellation {

	private static final int MAX_DEPTH = 8;

	private Cancellation() {
	}

	static boolean isCauseOf(@Nullable Throwable thrown) {
		Throwable each = thrown;
		for (int depth = 0; each != null && depth < MAX_DEPTH; depth++) {
			if (each instanceof CancellationException || each instanceof InterruptedException) {
				return true;
			}
			each = each.getCause();
		}
		return false;
	}

}
