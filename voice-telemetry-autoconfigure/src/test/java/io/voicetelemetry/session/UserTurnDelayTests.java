package io.voicetelemetry.session;

import java.time.Instant;
import java.util.Map;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long the decision and the transcript took after the caller's speech: absent where
 * it is not known.
 */
class UserTurnDelayTests {

	private static final String EOU_DELAY = "voice.end_of_utterance_delay";

	private static final String TRANSCRIPTION_DELAY = "voice.transcription_delay";

	private final Recording recording = new Recording();

	private final VirtualTime time = this.recording.time;

	private final VoiceSession session = this.recording.session();

	@AfterEach
	void closeRecording() {
		this.session.end();
		this.recording.assertValid();
		this.recording.close();
	}

	private Map<String, Object> attributes(VoiceSpan handle) {
		return Recording.attributes(this.recording.span(handle));
	}

	@Test
	void measuresTheDelaysFromTheEndOfSpeech() {
		UserTurn turn = this.session.startUserTurn();
		turn.startedSpeaking(null);
		this.time.advanceMillis(1500);
		turn.stoppedSpeaking(null);
		this.time.advanceMillis(200);
		turn.finalTranscript("hello");
		this.time.advanceMillis(200);
		turn.commit();
		turn.end();
		assertThat(attributes(turn)).containsEntry(EOU_DELAY, 0.4).containsEntry(TRANSCRIPTION_DELAY, 0.2);
	}

	@Test
	void measuresTheDelaysFromTimesThatHavePassed() {
		UserTurn turn = this.session.startUserTurn();
		Instant start = this.time.advanceMillis(100);
		Instant stop = this.time.advanceMillis(900);
		this.time.advanceMillis(250);
		turn.finalTranscript("hello");
		Instant commit = this.time.advanceMillis(250);
		this.time.advanceMillis(100);
		turn.startedSpeaking(start);
		turn.stoppedSpeaking(stop);
		turn.commit(commit);
		turn.end();
		assertThat(attributes(turn)).containsEntry(EOU_DELAY, 0.5);
		SpanData speaking = this.recording.span(Stage.USER_SPEAKING);
		assertThat(Recording.start(speaking)).isEqualTo(start);
		assertThat(Recording.end(speaking)).isEqualTo(stop);
		SpanData wait = this.recording.span(Stage.EOU_WAIT);
		assertThat(Recording.start(wait)).isEqualTo(stop);
		assertThat(Recording.end(wait)).isEqualTo(commit);
	}

	@Test
	void transcriptThatIsFinalBeforeTheEndOfSpeechHasNoDelay() {
		UserTurn turn = this.session.startUserTurn();
		turn.startedSpeaking(null);
		this.time.advanceMillis(100);
		turn.finalTranscript("hello");
		this.time.advanceMillis(100);
		turn.stoppedSpeaking(null);
		turn.end();
		assertThat(attributes(turn)).containsEntry(EOU_DELAY, 0.0).containsEntry(TRANSCRIPTION_DELAY, 0.0);
	}

	@Test
	void delaysAreAbsentWhenTheEndOfSpeechIsNotKnown() {
		UserTurn turn = this.session.startUserTurn();
		turn.startedSpeaking(null);
		this.time.advanceMillis(100);
		turn.finalTranscript("hello");
		turn.end();
		assertThat(attributes(turn)).doesNotContainKeys(EOU_DELAY, TRANSCRIPTION_DELAY);
	}

	@Test
	void transcriptionDelayIsAbsentWithoutATranscript() {
		UserTurn turn = this.session.startUserTurn();
		turn.startedSpeaking(null);
		turn.stoppedSpeaking(null);
		this.time.advanceMillis(300);
		turn.end();
		assertThat(attributes(turn)).containsEntry(EOU_DELAY, 0.3).doesNotContainKey(TRANSCRIPTION_DELAY);
	}

	@Test
	void delaysAreAbsentWhenTheEndOfSpeechWasBeforeItsBeginning() {
		UserTurn turn = this.session.startUserTurn();
		Instant stale = this.time.advanceMillis(100);
		this.time.advanceMillis(100);
		turn.startedSpeaking(null);
		turn.stoppedSpeaking(stale);
		this.time.advanceMillis(400);
		turn.finalTranscript("hello");
		turn.end();
		assertThat(attributes(turn)).doesNotContainKeys(EOU_DELAY, TRANSCRIPTION_DELAY);
	}

	@Test
	void delaysAreAbsentWhenTheDecisionWasBeforeTheEndOfSpeech() {
		UserTurn turn = this.session.startUserTurn();
		Instant early = this.time.advanceMillis(100);
		this.time.advanceMillis(100);
		turn.stoppedSpeaking(null);
		turn.commit(early);
		turn.end();
		assertThat(attributes(turn)).doesNotContainKeys(EOU_DELAY, TRANSCRIPTION_DELAY);
	}

	@Test
	void delaysAreAbsentWhenTheCallerSpokeOn() {
		UserTurn turn = this.session.startUserTurn();
		turn.startedSpeaking(null);
		this.time.advanceMillis(100);
		turn.stoppedSpeaking(null);
		turn.finalTranscript("hello");
		this.time.advanceMillis(100);
		turn.startedSpeaking(null);
		this.time.advanceMillis(5000);
		turn.end();
		assertThat(attributes(turn)).doesNotContainKeys(EOU_DELAY, TRANSCRIPTION_DELAY);
	}

	@Test
	void transcriptOfWhatWasSaidBeforeTellsNoDelayOfTheLastSpeech() {
		UserTurn turn = this.session.startUserTurn();
		turn.startedSpeaking(null);
		turn.stoppedSpeaking(null);
		turn.finalTranscript("hello");
		this.time.advanceMillis(100);
		turn.startedSpeaking(null);
		this.time.advanceMillis(100);
		turn.stoppedSpeaking(null);
		this.time.advanceMillis(600);
		turn.end();
		assertThat(attributes(turn)).containsEntry(EOU_DELAY, 0.6).doesNotContainKey(TRANSCRIPTION_DELAY);
	}

	@Test
	void delaysAreThoseOfTheFirstDecision() {
		UserTurn turn = this.session.startUserTurn();
		turn.stoppedSpeaking(null);
		this.time.advanceMillis(400);
		turn.commit();
		this.time.advanceMillis(5000);
		turn.commit();
		turn.end();
		assertThat(attributes(turn)).containsEntry(EOU_DELAY, 0.4);
		assertThat(Recording.end(this.recording.span(turn))).isEqualTo(VirtualTime.START.plusMillis(5400));
	}

	@Test
	void recognitionTellsTheTurnWhenItUnderstood() {
		UserTurn turn = this.session.startUserTurn();
		SpeechRecognition recognition = turn.startRecognition();
		turn.stoppedSpeaking(null);
		this.time.advanceMillis(150);
		recognition.model("deepgram", "nova-3").language("en-GB").transcript("hello").end();
		turn.end();
		assertThat(attributes(turn)).containsEntry(TRANSCRIPTION_DELAY, 0.15);
		assertThat(attributes(recognition)).containsEntry("gen_ai.provider.name", "deepgram")
			.containsEntry("gen_ai.request.model", "nova-3")
			.containsEntry("voice.stt.language", "en-GB");
	}

}
