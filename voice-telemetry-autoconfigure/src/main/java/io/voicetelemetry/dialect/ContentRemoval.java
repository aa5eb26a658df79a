package io.voicetelemetry.dialect;

import io.voicetelemetry.session.TelemetryAttributes;

/**
 * Takes everything off a span that may tell what was said.
 */
final class ContentRemoval {

	private ContentRemoval() {
	}

	static void from(SpanRewrite rewrite) {
		rewrite.removeIf(TelemetryAttributes::isContent)
			.removeEventsIf(TelemetryAttributes::isContentEvent)
			.removeFromEventsIf(TelemetryAttributes::isContent)
			.removeFromLinksIf(TelemetryAttributes::isContent)
			.statusDescription("");
	}

}
