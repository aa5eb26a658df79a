package io.voicetelemetry.session;

import java.io.Writer;
import java.nio.CharBuffer;

import io.voicetelemetry.content.ContentPolicy;

/**
 * Keeps as much of what is written as may be recorded, whatever its length.
 */
final class BoundedWriter extends Writer {

	private final TranscriptText text;

	BoundedWriter(ContentPolicy limits) {
		this.text = new TranscriptText("", limits);
	}

	@Override
	public void write(char[] chars, int offset, int length) {
		this.text.append(CharBuffer.wrap(chars, offset, length));
	}

	@Override
	public void write(String part, int offset, int length) {
		this.text
			.append((offset == 0 && length == part.length()) ? part : CharBuffer.wrap(part, offset, offset + length));
	}

	@Override
	public void flush() {
	}

	@Override
	public void close() {
	}

	/**
	 * What was written.
	 */
	TranscriptText text() {
		return this.text;
	}

}
