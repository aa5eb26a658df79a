package io.voicetelemetry.export;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.content.Sensitivity;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceTelemetry;

/**
 * Takes what was said off the spans of others before they are sent, where content may not
 * be recorded: prompts that a framework puts on its spans, and the messages of
 * exceptions. What other exporters of the application send is not ours to change.
 */
final class ForeignContentFilter {

	private ForeignContentFilter() {
	}

	/**
	 * A span as it may be sent.
	 */
	static SpanData filter(SpanData span) {
		return span.getInstrumentationScopeInfo().getName().equals(VoiceTelemetry.INSTRUMENTATION_SCOPE) ? span
				: SpanWithoutContent.of(span);
	}

	static boolean isContent(String key) {
		return TelemetryAttributes.ofString(key).sensitivity() == Sensitivity.CONTENT;
	}

}
