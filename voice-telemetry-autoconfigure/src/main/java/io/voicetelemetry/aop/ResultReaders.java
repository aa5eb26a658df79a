package io.voicetelemetry.aop;

import java.lang.reflect.Method;
import java.util.List;

import io.voicetelemetry.content.ValueText;
import io.voicetelemetry.fence.UserCodeFence;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.LlmResult;
import io.voicetelemetry.session.ResultReader;
import io.voicetelemetry.session.SpeechRecognition;
import io.voicetelemetry.session.SpeechSynthesis;
import io.voicetelemetry.session.SttResult;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.ToolCall;
import io.voicetelemetry.session.TtsResult;
import io.voicetelemetry.session.VoiceSpan;
import org.jspecify.annotations.Nullable;

/**
 * Chooses who reads what a method returns: a bean of the application first, then what is
 * known here.
 */
final class ResultReaders {

	private static final List<ResultReader<?>> BUILT_IN = List.of(
			ResultReader.ofLlm(LlmResult.class, (result) -> result),
			ResultReader.ofStt(SttResult.class, (result) -> result), new OfTtsResult());

	private static final ResultReader<Object> OF_TOOL = new OfTool();

	private static final ResultReader<String> OF_TEXT = new OfText();

	private ResultReaders() {
	}

	/**
	 * The reader for a method.
	 * @return the reader, or {@code null} if nothing is known about the type
	 */
	@SuppressWarnings("unchecked") // The return type is assignable to the reader's type.
	static @Nullable ResultReader<Object> choose(Class<?> returnType, Stage stage, List<ResultReader<?>> beans) {
		ResultReader<?> reader = find(returnType, stage, beans);
		if (reader == null) {
			reader = find(returnType, stage, BUILT_IN);
		}
		if (reader == null && stage == Stage.FUNCTION_TOOL && returnType != void.class) {
			reader = OF_TOOL;
		}
		if (reader == null && returnType == String.class) {
			reader = OF_TEXT;
		}
		return (ResultReader<Object>) reader;
	}

	/**
	 * Whether a reader is none of the application's.
	 */
	static boolean isBuiltIn(@Nullable ResultReader<?> reader) {
		return reader != null && (reader == OF_TOOL || reader == OF_TEXT || BUILT_IN.contains(reader));
	}

	/**
	 * What a reader is run behind. What is asked by those built in is the application's,
	 * but a getter: only its text is worth the time that it takes to read the clock.
	 */
	static UserCodeFence fence(@Nullable ResultReader<?> reader, Method method) {
		String what = "Reading the result of";
		return (isBuiltIn(reader) && reader != OF_TOOL) ? InPlace.untimedFence(what, method)
				: InPlace.fence(what, method);
	}

	private static @Nullable ResultReader<?> find(Class<?> returnType, Stage stage, List<ResultReader<?>> readers) {
		for (ResultReader<?> reader : readers) {
			if (reader.resultType().isAssignableFrom(returnType) && reader.reads(stage)) {
				return reader;
			}
		}
		return null;
	}

	private static final class OfTtsResult implements ResultReader<TtsResult> {

		@Override
		public Class<TtsResult> resultType() {
			return TtsResult.class;
		}

		@Override
		public void read(TtsResult result, VoiceSpan span) {
			if (span instanceof SpeechSynthesis synthesis) {
				synthesis.audioDuration(result.audioDuration());
			}
		}

	}

	private static final class OfTool implements ResultReader<Object> {

		@Override
		public Class<Object> resultType() {
			return Object.class;
		}

		@Override
		public void read(Object result, VoiceSpan span) {
			if (span instanceof ToolCall call && call.capturesContent()) {
				call.result(ValueText.of(result));
			}
		}

	}

	private static final class OfText implements ResultReader<String> {

		@Override
		public Class<String> resultType() {
			return String.class;
		}

		@Override
		public void read(String result, VoiceSpan span) {
			if (span instanceof LlmCall call) {
				call.completion(result);
			}
			else if (span instanceof SpeechRecognition recognition) {
				recognition.transcript(result);
			}
			else if (span.stage() == Stage.LLM_NODE) {
				span.setMessage(TelemetryAttributes.OUTPUT_MESSAGES, "assistant", result);
			}
		}

	}

}
