package io.voicetelemetry.export;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Finds a session through the span that is active in it. Who takes a span to another
 * thread by hand, with OpenTelemetry or Micrometer, leaves the rest of the context
 * behind.
 */
final class SessionParent {

	private SessionParent() {
	}

	/**
	 * The active span of a context if it is recorded and of a session.
	 */
	static @Nullable ReadableSpan in(Context context) {
		return (Span.fromContext(context) instanceof ReadableSpan active
				&& active.getAttribute(TelemetryAttributes.SESSION_ID.key()) != null) ? active : null;
	}

}
