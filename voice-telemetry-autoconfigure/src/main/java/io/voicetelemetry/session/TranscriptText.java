package io.voicetelemetry.session;

/**
 * What several final transcripts make up together.
 */
final class TranscriptText {

	private final StringBuilder text = new StringBuilder();

	synchronized String append(String part) {
		if (!this.text.isEmpty()) {
			this.text.append(' ');
		}
		return this.text.append(part).toString();
	}

}
