package io.voicetelemetry.session;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/**
 * What a handle is made of.
 *
 * @param recorder what it records with
 * @param stage which stage it is
 * @param parent the handle it stands under, or {@code null}
 * @param session the session it belongs to, or {@code null} outside any and for a session
 * itself
 * @param speechId the turn it belongs to, or {@code null}
 * @param span the span
 * @param baggage the baggage that was current
 * @param clock the clock of its tree
 * @param startNanos when it began, on that clock
 */
record SpanStart(Recorder recorder, Stage stage, @Nullable SpanHandle parent, @Nullable SessionHandle session,
		@Nullable String speechId, Span span, boolean named, Baggage baggage, SessionClock clock, long startNanos) {
}
