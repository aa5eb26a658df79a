package io.voicetelemetry.stream;

import io.opentelemetry.context.Context;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;

/**
 * Work whose stage could not be begun.
 */
final class NoStage extends RunningStage {

	NoStage(Context where, VoiceTelemetry telemetry) {
		super(where, telemetry, null);
	}

	@Override
	protected ItemReading begin(Object first) {
		return ItemReading.NONE;
	}

	@Override
	protected void ended(Outcome outcome, @Nullable Object unread, @Nullable Object result, @Nullable Throwable error) {
		// Nothing was begun.
	}

}
