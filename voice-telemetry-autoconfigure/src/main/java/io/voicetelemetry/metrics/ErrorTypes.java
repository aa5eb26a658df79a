package io.voicetelemetry.metrics;

import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What made a stage fail, as tags carry it.
 */
final class ErrorTypes {

	/** What the GenAI conventions call a failure of which nothing else is known. */
	static final String UNKNOWN = "_OTHER";

	private ErrorTypes() {
	}

	static @Nullable String of(MetricsOrigin origin) {
		return of(origin.outcome(), origin.errorType());
	}

	static @Nullable String of(Outcome outcome, @Nullable String error) {
		return (error == null && outcome == Outcome.ERROR) ? UNKNOWN : error;
	}

}
