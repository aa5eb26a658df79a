package io.voicetelemetry.benchmarks;

import java.time.Instant;
import java.util.function.Consumer;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * Where the figures of calls go by hand: meters, what was used by the application and by
 * the session, and one listener.
 */
final class HandWrittenFigures implements EndOfCall, AutoCloseable {

	private final HandWrittenMeters meters;

	private final HandWrittenUsage usage = new HandWrittenUsage();

	private final HandWrittenEvents events;

	HandWrittenFigures(MeterRegistry registry, Consumer<HandWrittenEvent> listener) {
		this.meters = new HandWrittenMeters(registry);
		this.events = new HandWrittenEvents(listener);
	}

	@Override
	public void ended(@Nullable HandWrittenTurn turn, SpanContext span, String callSite, String model, long nanos,
			@Nullable Answer answer, @Nullable Throwable error) {
		HandWrittenEvent event = new HandWrittenEvent((turn != null) ? turn.sessionId() : null,
				EndOfCall.tenantId(turn), (turn != null) ? turn.speechId() : null, LanguageModel.PROVIDER, model,
				EndOfCall.responseModel(answer), callSite, EndOfCall.outcome(error), EndOfCall.errorType(error),
				Instant.now(), span.getTraceId(), span.getSpanId(), nanos, EndOfCall.inputTokens(answer),
				EndOfCall.outputTokens(answer));
		this.meters.record(event.tenantId(), model, event.responseModel(), callSite, event.outcome(), event.errorType(),
				nanos, event.inputTokens(), event.outputTokens());
		this.usage.add(event);
		if (turn != null) {
			turn.usage().add(event);
		}
		this.events.add(event);
	}

	HandWrittenUsage usage() {
		return this.usage;
	}

	long missed() {
		return this.events.missed();
	}

	@Override
	public void close() {
		this.events.close();
	}

}
