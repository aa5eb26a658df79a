package io.voicetelemetry.integration.springai;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.VoiceSpan;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;

/**
 * Makes Spring AI's observations stages of a call.
 */
abstract class VoiceObservationHandler implements ObservationHandler<Observation.Context> {

	private final Supplier<VoiceTelemetry> telemetry;

	private final SpringAiObservations observations;

	VoiceObservationHandler(Supplier<VoiceTelemetry> telemetry) {
		this.telemetry = telemetry;
		this.observations = new SpringAiObservations(telemetry);
	}

	final SpringAiObservations observations() {
		return this.observations;
	}

	@Override
	public final void onStart(Observation.Context context) {
		try {
			this.observations.start(context);
		}
		catch (Throwable ex) {
			refused("Beginning a stage of Spring AI's", ex);
		}
		try {
			// What of it could be begun, if not all of it could be told.
			ObservedStage stage = ObservedStage.started(context);
			started(context, (stage != null) ? stage.span() : null);
		}
		catch (Throwable ex) {
			refused("Telling the span of a stage of Spring AI's", ex);
		}
	}

	/**
	 * Told that an observation has started.
	 * @param span its stage, or {@code null} if it is none
	 */
	void started(Observation.Context context, @Nullable VoiceSpan span) {
	}

	@Override
	public void onEvent(Observation.Event event, Observation.Context context) {
		ObservedStage stage = ObservedStage.started(context);
		VoiceSpan span = (stage != null) ? stage.span() : null;
		if (span != null) {
			span.addEvent(event.getContextualName());
		}
	}

	@Override
	public final void onError(Observation.Context context) {
		try {
			this.observations.error(context);
		}
		catch (Throwable ex) {
			refused("Ending a stage of Spring AI's", ex);
		}
	}

	@Override
	public final void onScopeOpened(Observation.Context context) {
		ObservedStage stage = ObservedStage.started(context);
		if (stage != null) {
			stage.openScope();
		}
	}

	@Override
	public final void onScopeClosed(Observation.Context context) {
		ObservedStage stage = ObservedStage.started(context);
		if (stage != null) {
			stage.closeScope();
		}
	}

	@Override
	public final void onStop(Observation.Context context) {
		try {
			this.observations.stop(context);
		}
		catch (Throwable ex) {
			refused("Ending a stage of Spring AI's", ex);
		}
	}

	private void refused(String what, Throwable error) {
		this.telemetry.get().refused(RefusalReason.INTERNAL_ERROR, what, error);
	}

}
