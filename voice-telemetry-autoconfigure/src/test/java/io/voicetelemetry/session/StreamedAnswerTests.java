package io.voicetelemetry.session;

import java.time.Duration;

import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.TtsMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Text and audio that come piece by piece.
 */
class StreamedAnswerTests {

	private final Told told = new Told();

	private final Recording recording = this.told.recording();

	private final VirtualTime time = this.recording.time;

	private final VoiceSession session = this.recording.session();

	@AfterEach
	void closeRecording() {
		this.session.end();
		this.recording.assertValid();
		this.recording.close();
	}

	@Test
	void firstPieceOfTextIsTheFirstToken() {
		LlmCall call = this.session.startLlmCall();
		call.textReceived(null);
		call.textReceived("");
		this.time.advanceMillis(80);
		call.textReceived("On ");
		this.time.advanceMillis(500);
		call.textReceived("Tuesday");
		call.usage(TokenUsage.of(1L, 5L)).end();
		LlmMetrics llm = this.told.only(LlmMetrics.class);
		assertThat(llm.ttft()).hasValue(0.08);
		assertThat(llm.tokensPerSecond()).hasValue(10);
		assertThat(Recording.attribute(this.recording.span(call), "voice.llm.chunks")).isEqualTo(2L);
		assertThat(Recording.attribute(this.recording.span(call), "voice.llm.characters")).isEqualTo(10L);
		assertThat(Recording.attribute(this.recording.span(call), "gen_ai.output.messages"))
			.isEqualTo(Recording.Absent.VALUE);
	}

	@Test
	void piecesMakeUpTheAnswerWhereContentIsCaptured() {
		try (Recording recording = Recording.withContent()) {
			VoiceSession session = recording.session();
			LlmCall call = session.startLlmCall();
			call.textReceived("On ");
			call.textReceived("Tuesday");
			call.cancel();
			assertThat((String) Recording.attribute(recording.span(call), "gen_ai.output.messages"))
				.contains("On Tuesday");
			LlmCall whole = session.startLlmCall();
			whole.textReceived("On ");
			whole.completion("On Wednesday");
			whole.end();
			assertThat((String) Recording.attribute(recording.span(whole), "gen_ai.output.messages"))
				.contains("On Wednesday")
				.doesNotContain("On On");
			LlmCall secret = session.startLlmCall();
			secret.textReceived("On ");
			secret.suppressContent();
			secret.textReceived("Tuesday");
			secret.end();
			assertThat(Recording.attribute(recording.span(secret), "gen_ai.output.messages"))
				.isEqualTo(Recording.Absent.VALUE);
		}
	}

	@Test
	void answerThatCameInPiecesStartsAgainWithTheNextTry() {
		LlmCall call = this.session.startLlmCall();
		call.attemptStarted();
		call.textReceived("On Tues");
		call.attemptEnded(new IllegalStateException());
		this.time.advanceMillis(100);
		call.attemptStarted();
		call.textReceived("On");
		call.attemptEnded(null);
		call.end();
		assertThat(Recording.attribute(this.recording.span(call), "voice.llm.characters")).isEqualTo(2L);
		assertThat(this.told.only(LlmMetrics.class).ttft()).hasValue(0.1);
	}

	@Test
	void lengthOfAudioFollowsFromItsBytes() {
		SpeechSynthesis synthesis = this.session.startSynthesis();
		synthesis.audioFormat(AudioFormat.pcm16(24_000)).textHandedOver("On Tuesday");
		synthesis.audioReceived(0);
		this.time.advanceMillis(60);
		synthesis.audioReceived(24_000);
		synthesis.audioReceived(48_000);
		synthesis.cancel();
		TtsMetrics tts = this.told.only(TtsMetrics.class);
		assertThat(tts.ttfb()).hasValue(0.06);
		assertThat(tts.audioDuration()).hasValue(1.5);
		assertThat(Recording.attribute(this.recording.span(synthesis), "voice.tts.audio_bytes")).isEqualTo(72_000L);
		assertThat(Recording.attribute(this.recording.span(synthesis), "voice.tts.audio_duration")).isEqualTo(1.5);
	}

	@Test
	void audioOfATryThatFailedIsNotHeard() {
		SpeechSynthesis synthesis = this.session.startAgentTurn().startSynthesis();
		synthesis.audioFormat(AudioFormat.pcm16(24_000)).textHandedOver("On Tuesday");
		synthesis.attemptStarted();
		this.time.advanceMillis(60);
		synthesis.audioReceived(48_000);
		synthesis.attemptEnded(new IllegalStateException());
		this.time.advanceMillis(40);
		synthesis.attemptStarted();
		this.time.advanceMillis(50);
		synthesis.audioReceived(24_000);
		synthesis.attemptEnded(null);
		synthesis.end();
		TtsMetrics tts = this.told.only(TtsMetrics.class);
		assertThat(tts.ttfb()).hasValue(0.15);
		assertThat(tts.attemptTtfb()).hasValue(0.05);
		assertThat(tts.audioDuration()).hasValue(0.5);
	}

	@Test
	void lengthThatWasToldIsNotComputed() {
		SpeechSynthesis synthesis = this.session.startSynthesis();
		synthesis.audioFormat(AudioFormat.mulaw(8000)).audioReceived(8000);
		synthesis.audioDuration(Duration.ofSeconds(3)).end();
		assertThat(this.told.only(TtsMetrics.class).audioDuration()).hasValue(3);
	}

	@Test
	void lengthOfAnUnknownFormatIsUnknown() {
		SpeechSynthesis synthesis = this.session.startSynthesis();
		synthesis.set(TelemetryAttributes.TTS_AUDIO_FORMAT, "mp3");
		synthesis.audioReceived(8000);
		synthesis.end();
		assertThat(this.told.only(TtsMetrics.class).audioDuration()).isEmpty();
		assertThat(this.recording.refusals(RefusalReason.INVALID_VALUE)).isOne();
	}

	@ParameterizedTest
	@CsvSource({ "pcm16/24000,48000", "pcm16/48000/2,192000", "mulaw/8000,8000", "alaw/8000,8000",
			"float32/16000,64000", "pcm24/48000,144000", "pcm8/8000,8000" })
	void formatsAreReadAsTheyAreWritten(String text, long bytesOfASecond) {
		AudioFormat format = AudioFormat.find(text).orElseThrow();
		assertThat(format).hasToString(text);
		assertThat(format.seconds(bytesOfASecond)).isEqualTo(1, within(1e-12));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "pcm16", "pcm16/0", "pcm16/-1", "pcm16/999999", "pcm16/8000/0", "pcm16/8000/65",
			"mp3/44100", "PCM16/8000", "pcm16/8000/", "pcm16/99999999999" })
	void otherTextsAreNoFormat(String text) {
		assertThat(AudioFormat.find(text)).isEmpty();
	}

	@Test
	void formatsThatCannotBeAreRefused() {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> AudioFormat.pcm16(0));
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> new AudioFormat(AudioFormat.Coding.PCM16, 8000, 0));
	}

}
