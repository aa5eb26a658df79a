package io.voicetelemetry.session;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.SttMetrics;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.UsageKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The figures of speech recognition: each second of audio is told once.
 */
class RecognitionFiguresTests {

	private final Told told = new Told();

	private final Recording recording = this.told.recording();

	private final VirtualTime time = this.recording.time;

	private final VoiceSession session = this.recording.session();

	private final UserTurn turn = this.session.startUserTurn();

	@AfterEach
	void closeRecording() {
		this.session.end();
		this.recording.assertValid();
		this.recording.close();
	}

	private SttMetrics stt() {
		return this.told.only(SttMetrics.class);
	}

	private List<SttMetrics> parts() {
		return this.told.all(SttMetrics.class);
	}

	private OptionalDouble used() {
		return this.told.usage.get(0).audioDuration(UsageKind.STT);
	}

	@Test
	void recognitionTellsAllItKnows() {
		SpeechRecognition recognition = this.turn.startRecognition().model("openai", "gpt-4o-transcribe");
		this.time.advanceMillis(320);
		recognition.audioDuration(Duration.ofMillis(2500))
			.usage(TokenUsage.of(14L, 3L))
			.connected(Duration.ofMillis(20), true)
			.end();
		assertThat(stt().duration()).hasValue(0.32);
		assertThat(stt().audioDuration()).hasValue(2.5);
		assertThat(stt().tokens()).isEqualTo(TokenUsage.of(14L, 3L));
		assertThat(stt().streamed()).isFalse();
		assertThat(stt().acquireTime()).hasValue(0.02);
		assertThat(stt().connectionReused()).isTrue();
		assertThat(stt().origin().provider()).isEqualTo("openai");
		assertThat(stt().origin().model()).isEqualTo("gpt-4o-transcribe");
		assertThat(stt().origin().speechId()).isEqualTo(this.turn.speechId());
	}

	@Test
	void recognitionOfWhichNothingIsToldHasNothingButItsDuration() {
		SpeechRecognition recognition = this.turn.startRecognition();
		this.time.advanceMillis(70);
		recognition.fail(new IllegalStateException());
		assertThat(stt().duration()).hasValue(0.07);
		assertThat(stt().audioDuration()).isEmpty();
		assertThat(stt().tokens()).isEqualTo(TokenUsage.unknown());
		assertThat(stt().acquireTime()).isEmpty();
		assertThat(stt().connectionReused()).isNull();
		assertThat(stt().outcome()).isEqualTo(Outcome.ERROR);
		assertThat(stt().origin().errorType()).isEqualTo("java.lang.IllegalStateException");
	}

	@Test
	void recognitionThatGoesAlongWithTheSpeechHasNoDuration() {
		SpeechRecognition recognition = this.turn.startRecognition().streamed();
		this.time.advanceMillis(5000);
		recognition.audioDuration(Duration.ofSeconds(5)).end();
		assertThat(stt().duration()).isEmpty();
		assertThat(stt().streamed()).isTrue();
		assertThat(stt().audioDuration()).hasValue(5);
	}

	@Test
	void partsAreToldAtOnceAndTheRestWithTheEnd() {
		SpeechRecognition recognition = this.turn.startRecognition().model("deepgram", "nova-3");
		recognition.connected(Duration.ofMillis(35), false);
		this.time.advanceMillis(5000);
		recognition.audioRecognized(Duration.ofSeconds(5));
		assertThat(parts()).hasSize(1);
		assertThat(stt().origin().timestamp()).isEqualTo(VirtualTime.START.plusSeconds(5));
		assertThat(stt().origin().model()).isEqualTo("nova-3");
		this.time.advanceMillis(5000);
		recognition.audioRecognized(Duration.ofSeconds(5));
		recognition.audioDuration(Duration.ofMillis(12_250)).usage(TokenUsage.of(7L, -1L)).cancel();
		assertThat(parts()).extracting(SttMetrics::audioDuration)
			.containsExactly(OptionalDouble.of(5), OptionalDouble.of(5), OptionalDouble.of(2.25));
		assertThat(parts()).extracting(SttMetrics::duration).containsOnly(OptionalDouble.empty());
		assertThat(parts()).extracting(SttMetrics::streamed).containsOnly(true);
		assertThat(parts()).extracting(SttMetrics::tokens)
			.containsExactly(TokenUsage.unknown(), TokenUsage.unknown(), TokenUsage.of(7L, -1L));
		assertThat(parts()).extracting(SttMetrics::acquireTime)
			.containsExactly(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.of(0.035));
		assertThat(parts()).extracting(SttMetrics::outcome)
			.containsExactly(Outcome.SUCCESS, Outcome.SUCCESS, Outcome.CANCELLED);
		this.session.end();
		assertThat(used()).hasValue(12.25);
		assertThat(Recording.attributes(this.recording.span(recognition))).containsEntry("voice.stt.audio_duration",
				12.25);
	}

	@Test
	void partsThatAreTheWholeLeaveNothingToTell() {
		SpeechRecognition recognition = this.turn.startRecognition();
		recognition.audioRecognized(Duration.ofSeconds(5)).audioRecognized(Duration.ofMillis(1500)).end();
		assertThat(parts()).hasSize(3);
		assertThat(parts().get(2).audioDuration()).isEmpty();
		assertThat(Recording.attributes(this.recording.span(recognition))).containsEntry("voice.stt.audio_duration",
				6.5);
		this.session.end();
		assertThat(used()).hasValue(6.5);
	}

	@Test
	void partOfARecognitionThatIsHungUpOnIsNotLost() {
		SpeechRecognition recognition = this.turn.startRecognition();
		recognition.audioRecognized(Duration.ofSeconds(5)).audioDuration(Duration.ofSeconds(8));
		this.session.end();
		assertThat(parts()).extracting(SttMetrics::audioDuration)
			.containsExactly(OptionalDouble.of(5), OptionalDouble.of(3));
		assertThat(used()).hasValue(8);
	}

	@Test
	void audioThatMakesNoSenseIsAbsent() {
		SpeechRecognition recognition = this.turn.startRecognition();
		recognition.audioDuration(Duration.ofSeconds(-1))
			.audioRecognized(Duration.ofSeconds(-1))
			.audioDuration(Duration.ofSeconds(Long.MAX_VALUE))
			.audioRecognized(Duration.ofSeconds(Long.MAX_VALUE))
			.audioDuration(null)
			.audioRecognized(null);
		recognition.end();
		assertThat(stt().audioDuration()).isEmpty();
		assertThat(stt().streamed()).isFalse();
		assertThat(Recording.attributes(this.recording.span(recognition)))
			.doesNotContainKey("voice.stt.audio_duration");
		assertThat(this.recording.refusals(RefusalReason.INVALID_VALUE)).isEqualTo(4);
		recognition.audioRecognized(Duration.ofSeconds(1));
		assertThat(parts()).hasSize(1);
	}

	@Test
	void recognitionOutsideASessionTellsItsParts() {
		SpeechRecognition recognition = (SpeechRecognition) this.recording.telemetry.start(Stage.STT_REQUEST, null);
		recognition.audioRecognized(Duration.ofSeconds(5)).audioDuration(Duration.ofSeconds(6)).end();
		assertThat(parts()).extracting(SttMetrics::audioDuration)
			.containsExactly(OptionalDouble.of(5), OptionalDouble.of(1));
		assertThat(parts()).extracting((part) -> part.origin().sessionId()).containsOnlyNulls();
	}

	@RepeatedTest(20)
	void eachSecondIsToldOnceWhoeverIsFirst() throws InterruptedException {
		SpeechRecognition recognition = this.turn.startRecognition();
		Thread stream = new Thread(() -> {
			for (int i = 0; i < 2000; i++) {
				recognition.audioRecognized(Duration.ofMillis(1));
			}
		});
		stream.start();
		Thread.sleep(1);
		this.session.end();
		stream.join();
		double told = parts().stream().mapToLong((part) -> Math.round(part.audioDuration().orElse(0) * 1000)).sum();
		assertThat(used().orElse(0)).isEqualTo(told / 1000);
		Object whole = Recording.attribute(this.recording.span(recognition), "voice.stt.audio_duration");
		assertThat((whole != Recording.Absent.VALUE) ? whole : 0.0).isEqualTo(told / 1000);
	}

}
