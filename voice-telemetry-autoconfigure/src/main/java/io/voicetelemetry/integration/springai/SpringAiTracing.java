package io.voicetelemetry.integration.springai;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.tracing.Tracer;

/**
 * Has stages made of Spring AI's observations where Micrometer Tracing makes spans of
 * them. Apart from {@link VoiceSpringAi}, which serves where Micrometer Tracing is
 * missing, too.
 *
 * @since 0.1
 */
public final class SpringAiTracing {

	private SpringAiTracing() {
	}

	/**
	 * The handler that makes stages of Spring AI's observations in place of the spans
	 * that Micrometer Tracing would make of them with OpenTelemetry.
	 * @param springAi what is recorded of Spring AI
	 * @param tracer Micrometer's tracer
	 * @return the handler, to be asked before Micrometer's
	 */
	public static ObservationHandler<Observation.Context> observationHandler(VoiceSpringAi springAi, Tracer tracer) {
		return new VoiceTracingObservationHandler(tracer, springAi.telemetry());
	}

}
