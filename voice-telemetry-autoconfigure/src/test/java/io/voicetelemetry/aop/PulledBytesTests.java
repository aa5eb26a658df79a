package io.voicetelemetry.aop;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.SocketTimeoutException;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.annotation.TracedTool;
import io.voicetelemetry.annotation.TracedTts;
import io.voicetelemetry.session.TelemetryAttributes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.voicetelemetry.SpanAttributes.attribute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Bytes that whoever asked for them reads.
 */
class PulledBytesTests {

	private final AopTestContext context = AopTestContext.of(Model.class);

	private final Model model = this.context.bean(Model.class);

	private final PulledSpans spans = new PulledSpans(this.context);

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void countsTheBytesOfAStream() throws IOException {
		this.model.speak(audio()).readAllBytes();
		assertAudio(5);
	}

	@Test
	void countsBytesHoweverTheyAreRead() throws IOException {
		InputStream audio = this.model.speak(audio());
		audio.mark(2);
		assertThat(audio.read()).isEqualTo(1);
		audio.reset();
		assertThat(audio.read(new byte[2], 0, 1)).isOne();
		assertThat(audio.skip(1)).isOne();
		ByteArrayOutputStream rest = new ByteArrayOutputStream();
		assertThat(audio.transferTo(rest)).isEqualTo(3);
		assertThat(rest.toByteArray()).containsExactly(3, 4, 5);
		assertAudio(5);
	}

	@Test
	void cutsBytesOffThatNobodyWants() throws IOException {
		try (InputStream audio = this.model.speak(audio())) {
			assertThat(audio.readNBytes(2)).hasSize(2);
		}
		assertThat(this.spans.outcome("tts_request")).isEqualTo("cancelled");
		assertThat(attribute(this.context.span("tts_request"), TelemetryAttributes.TTS_AUDIO_BYTES)).isEqualTo(2);
	}

	@Test
	void failsWithAStreamOfBytes() throws IOException {
		InputStream audio = this.model.speak(new SequenceInputStream(audio(), new InputStream() {

			@Override
			public int read() throws IOException {
				throw new IOException("gone");
			}

		}));
		assertThatExceptionOfType(IOException.class).isThrownBy(audio::readAllBytes);
		assertThat(this.spans.outcome("tts_request")).isEqualTo("error");
		assertThat(attribute(this.context.span("tts_request"), TelemetryAttributes.TTS_AUDIO_BYTES)).isEqualTo(5);
	}

	@Test
	void takesNoNumberOfBytesForTheResultOfATool() throws IOException {
		assertThat(this.model.file().readAllBytes()).containsExactly(1, 2, 3, 4, 5);
		SpanData span = this.context.span("function_tool");
		assertThat(attribute(span, TelemetryAttributes.TOOL_CALL_RESULT)).isNull();
		assertThat(span.getAttributes().get(AttributeKey.stringKey("file"))).isNull();
	}

	@Test
	void goesOnAfterATimeOutOfAStreamOfBytes() throws IOException {
		SlowAudio source = new SlowAudio();
		InputStream audio = this.model.speak(source);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(audio::read);
		source.ready = true;
		assertThat(audio.read()).isEqualTo(7);
		assertThat(this.context.spans()).isEmpty();
		source.ready = false;
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(audio::read);
		audio.close();
		assertThat(this.spans.outcome("tts_request")).isEqualTo("error");
		assertThat(attribute(this.context.span("tts_request"), TelemetryAttributes.TTS_AUDIO_BYTES)).isOne();
	}

	private void assertAudio(long bytes) {
		SpanData span = this.context.span("tts_request");
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("success");
		assertThat(attribute(span, TelemetryAttributes.TTS_AUDIO_BYTES)).isEqualTo(bytes);
	}

	private static InputStream audio() {
		return new ByteArrayInputStream(new byte[] { 1, 2, 3, 4, 5 });
	}

	static class Model {

		@TracedTts
		InputStream speak(InputStream source) {
			return source;
		}

		@TracedTool(attributes = "file=#{#result}")
		InputStream file() {
			return audio();
		}

	}

	/**
	 * Bytes that do not always come in time.
	 */
	private static final class SlowAudio extends InputStream {

		private boolean ready;

		@Override
		public int read() throws IOException {
			if (!this.ready) {
				throw new SocketTimeoutException();
			}
			return 7;
		}

	}

}
