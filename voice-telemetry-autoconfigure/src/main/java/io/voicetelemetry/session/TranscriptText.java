package io.voicetelemetry.session;

import io.voicetelemetry.content.ContentPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What several parts of a text make up together: as much of it as may be recorded, so
 * that a call of any length takes bounded memory.
 */
final class TranscriptText {

	private final String separator;

	private final ContentPolicy limits;

	private @Nullable StringBuilder beginning;

	private long length;

	TranscriptText(String separator, ContentPolicy limits) {
		this.separator = separator;
		this.limits = limits;
	}

	synchronized void append(CharSequence part) {
		StringBuilder beginning = this.beginning;
		if (beginning == null) {
			beginning = new StringBuilder();
			this.beginning = beginning;
		}
		else {
			append(beginning, this.separator);
		}
		append(beginning, part);
	}

	private void append(StringBuilder beginning, CharSequence part) {
		this.length += part.length();
		int room = this.limits.neededLength() - beginning.length();
		if (room > 0) {
			beginning.append(part, 0, Math.min(part.length(), room));
		}
	}

	/**
	 * The text as it may be recorded, or {@code null} if there is none.
	 */
	@Nullable String text() {
		String beginning;
		long length;
		synchronized (this) {
			if (this.beginning == null) {
				return null;
			}
			beginning = this.beginning.toString();
			length = this.length;
		}
		// Outside of the lock: redactors are code of the application.
		return this.limits.capture(beginning, length);
	}

}
