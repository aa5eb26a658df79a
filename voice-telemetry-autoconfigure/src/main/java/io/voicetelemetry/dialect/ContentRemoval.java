package io.voicetelemetry.dialect;

import io.voicetelemetry.session.TelemetryAttributes;

/**
 * Takes everything off a span that may tell what was said.
 */
final class ContentRemoval {

	/** The GenAI conventions have an event for each message. */
	private static final String MESSAGES = "gen_ai.";

	private ContentRemoval() {
	}

	static void from(SpanRewrite rewrite) {
		rewrite.removeIf(TelemetryAttributes::isContent)
			.removeEventsIf(ContentRemoval::isOfMessages)
			.removeFromEventsIf(TelemetryAttributes::isContent)
			.removeFromLinksIf(TelemetryAttributes::isContent)
			.statusDescription("");
	}

	/**
	 * Whether an event of this name holds messages.
	 */
	static boolean isOfMessages(String event) {
		return event.startsWith(MESSAGES);
	}

}
