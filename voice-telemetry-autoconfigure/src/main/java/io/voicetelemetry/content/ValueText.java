package io.voicetelemetry.content;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * The text of what an application passes to a tool or gets from it. Bytes have none: they
 * may be the caller's voice.
 *
 * @since 0.1
 */
public final class ValueText {

	private ValueText() {
	}

	/**
	 * The text of a value: the number of bytes of bytes, the text of anything else.
	 * @param value the value
	 * @return the text, or {@code null} if the value is {@code null} or has none
	 */
	public static @Nullable String of(@Nullable Object value) {
		if (value == null) {
			return null;
		}
		if (value instanceof byte[] bytes) {
			return bytes(bytes.length);
		}
		if (value instanceof ByteBuffer buffer) {
			return bytes(buffer.remaining());
		}
		if (value instanceof ByteArrayOutputStream stream) {
			return bytes(stream.size());
		}
		// How many there are is told only by reading them, which is the tool's to do.
		return (value instanceof InputStream) ? "[bytes]" : value.toString();
	}

	private static String bytes(int count) {
		return "[" + count + " bytes]";
	}

}
