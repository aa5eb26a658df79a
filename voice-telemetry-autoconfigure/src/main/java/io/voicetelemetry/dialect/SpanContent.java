package io.voicetelemetry.dialect;

import java.util.Locale;

import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;

/**
 * What went into a stage and what came out of it, as far as content was captured. Audio
 * is never captured; of a stage that has text on one side alone, the other side says how
 * much audio there was.
 *
 * @param input what went in, or {@code null}
 * @param output what came out, or {@code null}
 */
record SpanContent(@Nullable String input, @Nullable String output) {

	private static final double A_DAY = 86_400;

	private static final SpanContent NONE = new SpanContent(null, null);

	static SpanContent of(CanonicalSpan span) {
		Stage stage = span.stage();
		if (stage == null) {
			return messages(span);
		}
		return switch (stage) {
			case USER_TURN -> new SpanContent(span.get(TelemetryAttributes.TRANSCRIPT), null);
			case STT_REQUEST -> recognition(span, span.get(TelemetryAttributes.TRANSCRIPT));
			case TTS_REQUEST -> synthesis(span, span.get(TelemetryAttributes.TTS_INPUT_TEXT));
			case FUNCTION_TOOL -> new SpanContent(span.get(TelemetryAttributes.TOOL_CALL_ARGUMENTS),
					span.get(TelemetryAttributes.TOOL_CALL_RESULT));
			default -> messages(span);
		};
	}

	/**
	 * Whether a stage has messages: all but those that {@link #of} tells apart.
	 */
	static boolean isOfMessages(Stage stage) {
		return switch (stage) {
			case USER_TURN, STT_REQUEST, TTS_REQUEST, FUNCTION_TOOL -> false;
			default -> true;
		};
	}

	private static SpanContent messages(CanonicalSpan span) {
		String input = span.get(TelemetryAttributes.INPUT_MESSAGES);
		String output = span.get(TelemetryAttributes.OUTPUT_MESSAGES);
		return (input != null || output != null) ? new SpanContent(input, output) : NONE;
	}

	private static SpanContent recognition(CanonicalSpan span, @Nullable String transcript) {
		return (transcript != null) ? new SpanContent(audio(span, TelemetryAttributes.STT_AUDIO_DURATION), transcript)
				: NONE;
	}

	private static SpanContent synthesis(CanonicalSpan span, @Nullable String text) {
		return (text != null) ? new SpanContent(text, audio(span, TelemetryAttributes.TTS_AUDIO_DURATION)) : NONE;
	}

	private static String audio(CanonicalSpan span, TelemetryAttribute<Double> duration) {
		Double seconds = span.get(duration);
		if (seconds == null) {
			return "[audio]";
		}
		// A format would take longer than everything else that is done with the span.
		return (Math.abs(seconds) < A_DAY) ? "[" + Math.round(seconds * 10) / 10.0 + " s of audio]"
				: String.format(Locale.ROOT, "[%.1f s of audio]", seconds);
	}

}
