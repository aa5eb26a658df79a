package io.voicetelemetry.stream;

import java.nio.ByteBuffer;
import java.util.concurrent.Callable;

import io.voicetelemetry.content.ValueText;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.LlmResult;
import io.voicetelemetry.session.SpeechRecognition;
import io.voicetelemetry.session.SpeechSynthesis;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.SttResult;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.ToolCall;
import io.voicetelemetry.session.TtsResult;
import io.voicetelemetry.session.VoiceSpan;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * Reads items that are text, audio or this project's results.
 */
final class KnownItems {

	private KnownItems() {
	}

	/**
	 * Runs code that tells the text of an object of the application's.
	 */
	@FunctionalInterface
	interface TextFence {

		@Nullable String call(Callable<@Nullable String> code);

	}

	static ItemReading begin(VoiceSpan span, Object first, TextFence fence) {
		if (span instanceof LlmCall call) {
			return (first instanceof CharSequence) ? new LlmText(call)
					: (first instanceof LlmResult) ? new Told((item) -> answer(call, item)) : ofLlm(call);
		}
		if (span instanceof SpeechSynthesis synthesis) {
			return isAudio(first) ? new Audio(synthesis)
					: (first instanceof TtsResult) ? new Told((item) -> audio(synthesis, item)) : ofTts(synthesis);
		}
		if (span instanceof SpeechRecognition recognition) {
			return (first instanceof CharSequence || first instanceof SttResult)
					? new Told((item) -> transcript(recognition, item)) : ItemReading.NONE;
		}
		if (span instanceof ToolCall tool && tool.capturesContent() && !(first instanceof ByteCount)) {
			return new TextReading(tool::result, (item) -> plainText(item, fence));
		}
		if (span.stage() == Stage.LLM_NODE && span.capturesContent()
				&& (first instanceof CharSequence || first instanceof LlmResult)) {
			return new TextReading((text) -> span.setMessage(TelemetryAttributes.OUTPUT_MESSAGES, "assistant", text),
					KnownItems::answerText);
		}
		return ItemReading.NONE;
	}

	/**
	 * Of what is not known, the first is the first all the same.
	 */
	private static ItemReading ofLlm(LlmCall call) {
		call.firstToken();
		return ItemReading.NONE;
	}

	private static ItemReading ofTts(SpeechSynthesis synthesis) {
		synthesis.firstAudio();
		return ItemReading.NONE;
	}

	private static void answer(LlmCall call, Object item) {
		if (!(item instanceof LlmResult result)) {
			return;
		}
		call.textReceived(result.text());
		call.usage(result.usage());
		call.response(result.responseId(), result.responseModel());
		if (!result.finishReasons().isEmpty()) {
			call.finishReasons(result.finishReasons());
		}
		if (call.capturesContent() && !result.requestedTools().isEmpty()) {
			call.toolCalls(result.requestedTools());
		}
	}

	private static void audio(SpeechSynthesis synthesis, Object item) {
		synthesis.firstAudio();
		if (item instanceof TtsResult result) {
			synthesis.audioDuration(result.audioDuration());
		}
	}

	private static void transcript(SpeechRecognition recognition, Object item) {
		if (item instanceof SttResult result) {
			recognition.understood(result);
		}
		else if (item instanceof CharSequence text) {
			recognition.transcript(text.toString());
		}
	}

	private static boolean isAudio(Object item) {
		return item instanceof byte[] || item instanceof ByteBuffer || item instanceof DataBuffer
				|| item instanceof ByteCount;
	}

	/**
	 * How many bytes there are, without taking any.
	 */
	private static int bytes(Object item) {
		if (item instanceof byte[] bytes) {
			return bytes.length;
		}
		if (item instanceof ByteBuffer buffer) {
			return buffer.remaining();
		}
		if (item instanceof DataBuffer buffer) {
			return buffer.readableByteCount();
		}
		return (item instanceof ByteCount count) ? count.bytes() : 0;
	}

	private static @Nullable String plainText(Object item, TextFence fence) {
		return (item instanceof String text) ? text : fence.call(() -> ValueText.of(item));
	}

	private static @Nullable String answerText(Object item) {
		return (item instanceof LlmResult result) ? result.text()
				: (item instanceof CharSequence text) ? text.toString() : null;
	}

	/**
	 * Synthesised speech.
	 */
	private record Audio(SpeechSynthesis synthesis) implements ItemReading {

		@Override
		public void item(Object item) {
			this.synthesis.audioReceived(bytes(item));
		}

		@Override
		public boolean tellsAll() {
			return true;
		}

	}

	/**
	 * Items that are told as they pass, after which there is nothing to read.
	 */
	private record Told(ItemReading reading) implements ItemReading {

		@Override
		public void item(Object item) {
			this.reading.item(item);
		}

		@Override
		public boolean tellsAll() {
			return true;
		}

	}

}
