package io.voicetelemetry.integration.langchain4j;

import io.voicetelemetry.event.Outcome;
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
			if (Outcome.of(each) == Outcome.CANCELLED) {
				return true;
			}
			each = each.getCause();
		}
		return false;
	}

}
