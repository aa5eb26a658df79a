package io.voicetelemetry.session;

import io.voicetelemetry.event.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Why sessions end, and how they went then. The application may have reasons of its own.
 */
final class DisconnectReasons {

	static final String HANGUP = "hangup";

	static final String SHUTDOWN = "shutdown";

	static final String TIMEOUT = "timeout";

	static final String ERROR = "error";

	static final String CANCELLED = "cancelled";

	private DisconnectReasons() {
	}

	/**
	 * The reason that is meant by what the application says, which may be nothing.
	 */
	static String of(@Nullable String said) {
		return (said == null || said.isBlank()) ? HANGUP : SpanRecording.NAME.limit(said);
	}

	static Outcome outcomeOf(String reason) {
		return switch (reason) {
			case SHUTDOWN, TIMEOUT, CANCELLED -> Outcome.CANCELLED;
			case ERROR -> Outcome.ERROR;
			default -> Outcome.SUCCESS;
		};
	}

}
