package io.voicetelemetry.integration.springai;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.voicetelemetry.session.VoiceTelemetry;

/**
 * Makes stages of a call where nothing else makes spans of observations.
 */
final class PlainObservationHandler extends VoiceObservationHandler {

	PlainObservationHandler(Supplier<VoiceTelemetry> telemetry) {
		super(telemetry);
	}

	/**
	 * Asked once, when an observation is made. Where it is may be known only when it
	 * starts.
	 */
	@Override
	public boolean supportsContext(Observation.Context context) {
		if (!SpringAiObservations.knows(context)) {
			return false;
		}
		ObservedStage.of(context);
		return true;
	}

}
