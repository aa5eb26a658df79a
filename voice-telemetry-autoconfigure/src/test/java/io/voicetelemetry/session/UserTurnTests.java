package io.voicetelemetry.session;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The caller's turn: speaking, the wait for its end, what was understood, and the delays.
 */
class UserTurnTests {

	private static final String EOU_DELAY = "voice.end_of_utterance_delay";

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

	private List<Object> eouOutcomes() {
		return this.recording.spans(Stage.EOU_WAIT)
			.stream()
			.map((span) -> Recording.attribute(span, "voice.eou.outcome"))
			.toList();
	}

	@Test
	void waitIsCommittedWithTheTurn() {
		UserTurn turn = this.session.startUserTurn();
		turn.startedSpeaking(null);
		turn.stoppedSpeaking(null);
		turn.end();
		assertThat(eouOutcomes()).containsExactly("committed");
		assertThat(attributes(turn)).containsEntry("voice.outcome", "success");
	}

	@Test
	void waitEndsWhenTheCallerSpeaksOn() {
		UserTurn turn = this.session.startUserTurn();
		turn.startedSpeaking(null);
		turn.stoppedSpeaking(null);
		this.time.advanceMillis(100);
		turn.startedSpeaking(null);
		turn.stoppedSpeaking(null);
		turn.end();
		assertThat(eouOutcomes()).containsExactly("user_resumed", "committed");
		assertThat(this.recording.spans(Stage.USER_SPEAKING)).hasSize(2);
	}

	@Test
	void waitIsDroppedWithATurnThatIsGivenUp() {
		UserTurn cancelled = this.session.startUserTurn();
		cancelled.stoppedSpeaking(null);
		cancelled.cancel();
		UserTurn failed = this.session.startUserTurn();
		failed.stoppedSpeaking(null);
		failed.fail(new IllegalStateException());
		this.session.startUserTurn().stoppedSpeaking(null);
		this.session.end();
		assertThat(eouOutcomes()).containsExactly("dropped", "dropped", "dropped");
		assertThat(this.recording.spans(Stage.EOU_WAIT))
			.allSatisfy((span) -> assertThat(Recording.attribute(span, "voice.outcome")).isEqualTo("cancelled"));
		assertThat(attributes(cancelled)).containsEntry("voice.outcome", "cancelled").doesNotContainKey(EOU_DELAY);
	}

	@Test
	void waitLastsUntilTheJudgementIsThere() {
		UserTurn turn = this.session.startUserTurn();
		turn.stoppedSpeaking(null);
		EndOfTurnDetection detection = turn.startEndOfTurnDetection();
		turn.commit();
		Instant judged = this.time.advanceMillis(30);
		detection.probability(0.9).end();
		turn.end();
		assertThat(Recording.end(this.recording.span(Stage.EOU_WAIT))).isEqualTo(judged);
		assertThat(attributes(detection)).containsEntry("voice.eou.probability", 0.9);
	}

	@Test
	void speechThatIsSignalledTwiceIsOne() {
		UserTurn turn = this.session.startUserTurn();
		turn.startedSpeaking(null);
		this.time.advanceMillis(100);
		turn.startedSpeaking(null);
		turn.stoppedSpeaking(null);
		this.time.advanceMillis(100);
		turn.stoppedSpeaking(null);
		this.time.advanceMillis(100);
		turn.end();
		assertThat(this.recording.spans(Stage.USER_SPEAKING)).hasSize(1);
		assertThat(this.recording.spans(Stage.EOU_WAIT)).hasSize(1);
		assertThat(attributes(turn)).containsEntry(EOU_DELAY, 0.1);
	}

	@Test
	void speechEndsWithTheTurn() {
		UserTurn turn = this.session.startUserTurn();
		turn.startedSpeaking(null);
		Instant end = this.time.advanceMillis(100);
		this.time.advanceMillis(100);
		turn.end(end);
		assertThat(Recording.end(this.recording.span(Stage.USER_SPEAKING))).isEqualTo(end);
		assertThat(Recording.end(this.recording.span(turn))).isEqualTo(end);
	}

	@Test
	void signalsAfterTheEndOfTheTurnAreCountedAlsoWhileItsChildrenStillRun() {
		UserTurn turn = this.session.startUserTurn();
		SpeechRecognition recognition = turn.startRecognition();
		turn.end();
		turn.startedSpeaking(null);
		turn.stoppedSpeaking(null);
		turn.commit();
		assertThat(this.recording.refusals(RefusalReason.LATE)).isEqualTo(3);
		recognition.transcript("hello").end();
		turn.finalTranscript("late");
		assertThat(this.recording.refusals(RefusalReason.LATE)).isEqualTo(4);
		this.session.end();
		assertThat(this.recording.spans()).hasSize(3);
	}

	@Test
	void sessionHandsSpeechToTheOpenTurn() {
		UserTurn turn = this.session.startUserTurn();
		this.session.userStartedSpeaking(null);
		this.time.advanceMillis(100);
		this.session.userStoppedSpeaking(null);
		this.time.advanceMillis(300);
		turn.end();
		assertThat(attributes(turn)).containsEntry(EOU_DELAY, 0.3);
		assertThat(this.recording.span(Stage.USER_SPEAKING).getParentSpanId())
			.isEqualTo(turn.spanContext().getSpanId());
	}

	@Test
	void speechOutsideAnyTurnStandsUnderTheSession() {
		this.session.userStartedSpeaking(null);
		this.session.userStartedSpeaking(null);
		Instant end = this.time.advanceMillis(100);
		this.session.userStoppedSpeaking(null);
		SpanData speaking = this.recording.span(Stage.USER_SPEAKING);
		assertThat(speaking.getParentSpanId()).isEqualTo(this.session.spanContext().getSpanId());
		assertThat(Recording.end(speaking)).isEqualTo(end);
	}

	@Test
	void turnThatIsBegunWhileTheCallerSpeaksLearnsWhenTheyStop() {
		this.session.userStartedSpeaking(null);
		this.time.advanceMillis(100);
		UserTurn turn = this.session.startUserTurn();
		this.time.advanceMillis(100);
		this.session.userStoppedSpeaking(null);
		this.time.advanceMillis(250);
		turn.end();
		assertThat(attributes(turn)).containsEntry(EOU_DELAY, 0.25);
		assertThat(this.recording.spans(Stage.USER_SPEAKING)).hasSize(1);
	}

	@Test
	void silenceOfNobodyIsCounted() {
		this.session.userStoppedSpeaking(null);
		assertThat(this.recording.refusals(RefusalReason.NO_PARENT)).isEqualTo(1);
		this.session.end();
		this.session.userStoppedSpeaking(null);
		assertThat(this.recording.refusals(RefusalReason.LATE)).isEqualTo(1);
		assertThat(this.recording.spans()).hasSize(1);
	}

	@Test
	void confidenceIsTheMeanOfTheFinalTranscripts() {
		UserTurn turn = this.session.startUserTurn();
		turn.finalTranscript("a", 1.0);
		turn.finalTranscript("b");
		turn.finalTranscript("c", 0.5);
		turn.finalTranscript("d", Double.NaN);
		turn.finalTranscript("e", 1.1);
		turn.finalTranscript("f", -0.1);
		turn.end();
		assertThat(attributes(turn)).containsEntry("voice.transcript_confidence", 0.75);
		assertThat(this.recording.refusals(RefusalReason.INVALID_VALUE)).isEqualTo(3);
	}

}
