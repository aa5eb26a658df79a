package io.voicetelemetry.integration.springai;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.session.VoiceSpan;

/**
 * How a stage of Spring AI's ends that something was thrown in.
 */
final class StageEnd {

	private StageEnd() {
	}

	/**
	 * Ends a stage with what was thrown, or with what that stands for: to be cancelled or
	 * interrupted is not to fail.
	 */
	static void fail(VoiceSpan span, Throwable thrown) {
		Throwable error = thrown;
		while ((error instanceof CompletionException || error instanceof ExecutionException)
				&& error.getCause() != null) {
			error = error.getCause();
		}
		if (Outcome.of(error) == Outcome.CANCELLED) {
			span.cancel();
		}
		else {
			span.fail(error);
		}
	}

}
