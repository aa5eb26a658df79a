package io.voicetelemetry.export;

import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.session.VoiceTelemetry;

/**
 * Tells the spans that this project records from those of others.
 *
 * @since 0.1
 */
public final class OwnSpans {

	private OwnSpans() {
	}

	/**
	 * Whether a span is ours.
	 * @param span the span
	 * @return {@code false} for those of others, in our sessions too
	 */
	public static boolean contain(SpanData span) {
		return contain(span.getInstrumentationScopeInfo());
	}

	static boolean contain(ReadableSpan span) {
		return contain(span.getInstrumentationScopeInfo());
	}

	private static boolean contain(InstrumentationScopeInfo scope) {
		return scope.getName().equals(VoiceTelemetry.INSTRUMENTATION_SCOPE);
	}

}
