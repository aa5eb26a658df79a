package io.voicetelemetry.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.voicetelemetry.event.EouMetrics;
import io.voicetelemetry.event.SttMetrics;
import io.voicetelemetry.event.VoiceMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A recognition that goes on for many turns, as streaming recognisers do on a telephone
 * line: each turn learns its own words.
 */
class LongRecognitionTests {

	private final List<VoiceMetrics> events = new ArrayList<>();

	private final Recording recording = new Recording((settings) -> settings.metricsConsumer(this.events::add));

	private final VoiceSession session = this.recording.session();

	@AfterEach
	void closeRecording() {
		this.session.end();
		this.recording.assertValid();
		this.recording.close();
	}

	private String turn(SpeechRecognition recognition, int delayMillis) {
		UserTurn turn = this.session.startUserTurn();
		turn.startedSpeaking(null);
		this.recording.time.advanceMillis(1000);
		turn.stoppedSpeaking(null);
		this.recording.time.advanceMillis(delayMillis);
		recognition.transcript("some words").audioRecognized(Duration.ofSeconds(1));
		this.recording.time.advanceMillis(100);
		turn.end();
		this.recording.time.advanceMillis(2000);
		return turn.speechId();
	}

	@Test
	void ofTheSessionTellsEachTurnItsWords() {
		SpeechRecognition recognition = this.session.startRecognition().streamed();
		String first = turn(recognition, 200);
		String second = turn(recognition, 300);
		recognition.end();
		assertThat(delays()).containsExactly(0.2, 0.3);
		assertThat(parts()).containsExactly(first, second, second);
	}

	@Test
	void thatBeganInATurnTellsTheNextOneItsWords() {
		UserTurn turn = this.session.startUserTurn();
		turn.startedSpeaking(null);
		SpeechRecognition recognition = turn.startRecognition().streamed();
		this.recording.time.advanceMillis(1000);
		turn.stoppedSpeaking(null);
		this.recording.time.advanceMillis(100);
		recognition.transcript("first").audioRecognized(Duration.ofSeconds(1));
		turn.end();
		String second = turn(recognition, 300);
		recognition.end();
		assertThat(delays()).containsExactlyInAnyOrder(0.1, 0.3);
		assertThat(parts()).containsExactly(turn.speechId(), second, second);
	}

	@Test
	void ofOneTurnStaysWithIt() {
		UserTurn turn = this.session.startUserTurn();
		SpeechRecognition recognition = turn.startRecognition();
		turn.end();
		UserTurn next = this.session.startUserTurn();
		recognition.audioDuration(Duration.ofSeconds(1)).end();
		next.end();
		assertThat(parts()).containsExactly(turn.speechId());
	}

	@Test
	void ofOneTurnTellsThatTurnItsWordsThoughTheNextHasBegun() {
		UserTurn turn = this.session.startUserTurn();
		turn.startedSpeaking(null);
		this.recording.time.advanceMillis(1000);
		turn.stoppedSpeaking(null);
		SpeechRecognition recognition = turn.startRecognition();
		turn.end();
		this.recording.time.advanceMillis(200);
		UserTurn next = this.session.startUserTurn();
		next.startedSpeaking(null);
		this.recording.time.advanceMillis(200);
		recognition.transcript("late").end();
		next.stoppedSpeaking(null);
		next.end();
		assertThat(delays()).containsExactly(0.4, -1.0);
	}

	@Test
	void withoutAnyTurnHasNone() {
		this.session.startRecognition().audioDuration(Duration.ofSeconds(1)).end();
		assertThat(this.events).filteredOn(SttMetrics.class::isInstance)
			.extracting((event) -> event.origin().speechId())
			.containsOnlyNulls();
	}

	private List<Double> delays() {
		return this.events.stream()
			.filter(EouMetrics.class::isInstance)
			.map((event) -> ((EouMetrics) event).transcriptionDelay().orElse(-1))
			.toList();
	}

	private List<String> parts() {
		return this.events.stream()
			.filter(SttMetrics.class::isInstance)
			.map((event) -> String.valueOf(event.origin().speechId()))
			.toList();
	}

}
