package io.voicetelemetry.otlp;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shortens the texts on encoded spans, so that a span that is too large for a backend
 * arrives all the same.
 *
 * @since 0.1
 */
public final class SpanTexts {

	/** As it is written where texts are captured. */
	private static final Pattern MARK = Pattern.compile("… \\[truncated, (\\d+) characters]$");

	private static final int LONGEST_MARK = 64;

	/** What may be a text, or hold some, by the number of its field. */
	private sealed interface Field {

	}

	private record Text() implements Field {
	}

	private record Message(Map<Integer, Field> fields) implements Field {
	}

	/** Of what a value may be: a text, or a list of values. */
	private static final Message VALUE = new Message(
			Map.of(1, new Text(), 5, new Message(Map.of(1, new Message(Map.of(1, new Text()))))));

	private static final Message ATTRIBUTE = new Message(Map.of(2, VALUE));

	private static final Message EVENT = new Message(Map.of(3, ATTRIBUTE));

	private static final Message LINK = new Message(Map.of(4, ATTRIBUTE));

	private static final Message STATUS = new Message(Map.of(2, new Text()));

	private static final Message SPAN = new Message(
			Map.of(5, new Text(), 9, ATTRIBUTE, 11, EVENT, 13, LINK, 15, STATUS));

	private static final Message REQUEST = new Message(Map.of(1, new Message(Map.of(2, new Message(Map.of(2, SPAN))))));

	private SpanTexts() {
	}

	/**
	 * Shortens texts.
	 * @param request an encoded {@code ExportTraceServiceRequest}
	 * @param maxLength the longest text that is left as it is, in {@code char}s
	 * @return the request with shorter texts, each with a mark that says how long it was
	 * @throws IllegalArgumentException if it is no such request
	 */
	public static byte[] shorten(byte[] request, int maxLength) {
		ProtobufOutput out = new ProtobufOutput(request.length);
		shorten(request, new ProtobufFields(request), REQUEST, maxLength, out);
		return out.toByteArray();
	}

	private static void shorten(byte[] request, ProtobufFields fields, Message message, int maxLength,
			ProtobufOutput out) {
		while (fields.next()) {
			Field field = message.fields().get(fields.number());
			// A char takes one byte at least, so what has fewer bytes is short enough.
			boolean isShort = fields.end() - fields.valueStart() <= maxLength;
			if (field == null || isShort || !fields.isLengthDelimited()) {
				fields.copyTo(out);
			}
			else if (field instanceof Message nested) {
				ProtobufOutput shortened = new ProtobufOutput(fields.end() - fields.valueStart());
				shorten(request, fields.message(), nested, maxLength, shortened);
				out.write(fields.number(), shortened);
			}
			else {
				String text = new String(request, fields.valueStart(), fields.end() - fields.valueStart(),
						StandardCharsets.UTF_8);
				out.write(fields.number(), shorten(text, maxLength).getBytes(StandardCharsets.UTF_8));
			}
		}
	}

	private static String shorten(String text, int maxLength) {
		if (text.length() <= maxLength) {
			return text;
		}
		String length = String.valueOf(text.length());
		Matcher mark = MARK.matcher(text).region(Math.max(0, text.length() - LONGEST_MARK), text.length());
		if (mark.find()) {
			if (mark.start() <= maxLength) {
				return text;
			}
			length = mark.group(1);
		}
		int end = Character.isHighSurrogate(text.charAt(maxLength - 1)) ? maxLength - 1 : maxLength;
		return text.substring(0, end) + "… [truncated, " + length + " characters]";
	}

}
