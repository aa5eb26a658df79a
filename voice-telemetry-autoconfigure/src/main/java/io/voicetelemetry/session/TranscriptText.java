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

	/**
	 * Appends a text of which perhaps only the beginning was kept.
	 */
	synchronized void append(Beginning part) {
		append(part.text());
		this.length += part.length() - part.text().length();
	}

	private void append(StringBuilder beginning, CharSequence part) {
		this.length += part.length();
		int room = this.limits.neededLength() - beginning.length();
		if (part instanceof String && part.length() <= room) {
			// Copied at once, unlike a part of it.
			beginning.append(part);
		}
		else if (room > 0) {
			beginning.append(part, 0, Math.min(part.length(), room));
		}
	}

	/**
	 * What there is of the text, or {@code null} if there is none.
	 */
	synchronized @Nullable Beginning beginning() {
		return (this.beginning != null) ? new Beginning(this.beginning.toString(), this.length) : null;
	}

	/**
	 * How much of the text is kept, in {@code char}s.
	 */
	synchronized int keptLength() {
		return (this.beginning != null) ? this.beginning.length() : 0;
	}

	synchronized boolean isEmpty() {
		return this.beginning == null;
	}

	/**
	 * Forgets what was said.
	 */
	synchronized void clear() {
		this.beginning = null;
		this.length = 0;
	}

	/**
	 * The text as it may be recorded where there is only so much room, or {@code null} if
	 * there is none.
	 * @param room how many {@code char}s there is room for
	 */
	@Nullable String captured(int room) {
		// Outside of the lock: redactors are code of the application.
		Beginning beginning = beginning();
		return (beginning != null) ? this.limits.capture(beginning.text(), beginning.length(), room) : null;
	}

	/**
	 * As much of a text as may be needed.
	 *
	 * @param text the text, or its beginning
	 * @param length the length of the whole
	 */
	record Beginning(String text, long length) {
	}

}
