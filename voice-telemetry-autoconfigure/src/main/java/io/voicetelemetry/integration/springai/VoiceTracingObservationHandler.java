package io.voicetelemetry.integration.springai;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelSpan;
import io.opentelemetry.api.trace.Span;
import io.voicetelemetry.session.VoiceSpan;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;

/**
 * Makes the spans of Spring AI's observations in a call, in place of Micrometer's handler
 * for tracing: of the handlers of that type, Boot lets the first that wants to make the
 * span. All other handlers, those for meters among them, are told as ever.
 */
final class VoiceTracingObservationHandler extends VoiceObservationHandler
		implements TracingObservationHandler<Observation.Context> {

	private final Tracer tracer;

	VoiceTracingObservationHandler(Tracer tracer, Supplier<VoiceTelemetry> telemetry) {
		super(telemetry);
		this.tracer = tracer;
	}

	/**
	 * Whether this makes the span. An observation that another has made a span of stays
	 * with the other, wherever it comes by later.
	 */
	@Override
	public boolean supportsContext(Observation.Context context) {
		if (!SpringAiObservations.knows(context)) {
			return false;
		}
		if (ObservedStage.started(context) != null) {
			return true;
		}
		TracingContext tracing = context.get(TracingContext.class);
		return (tracing == null || tracing.getSpan() == null) && observations().isInCall(context);
	}

	/**
	 * Tells Micrometer the span, so that observations in this one are its children.
	 */
	@Override
	void started(Observation.Context context, @Nullable VoiceSpan span) {
		if (span != null) {
			getTracingContext(context).setSpan(OtelSpan.fromOtel(Span.fromContext(span.context()), span.context()));
		}
	}

	@Override
	@Deprecated
	public void onScopeReset(Observation.Context context) {
		// Micrometer does not do that any more.
	}

	@Override
	public Tracer getTracer() {
		return this.tracer;
	}

}
