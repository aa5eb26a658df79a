package io.voicetelemetry.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the caller heard of a reply, and how long they waited for it.
 */
class PlayoutTests {

	private static final String E2E_LATENCY = "voice.e2e_latency";

	private static final String POSITION = "voice.playout.position";

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

	/**
	 * A turn of the caller that ends with their speech.
	 */
	private UserTurn userTurn() {
		UserTurn turn = this.session.startUserTurn();
		turn.startedSpeaking(null);
		this.time.advanceMillis(1000);
		turn.stoppedSpeaking(null);
		turn.end();
		return turn;
	}

	@Test
	void measuresTheLatencyThatTheCallerFelt() {
		userTurn();
		this.time.advanceMillis(100);
		AgentTurn turn = this.session.startAgentTurn();
		this.time.advanceMillis(700);
		turn.firstAudioPlayed(null);
		turn.end();
		assertThat(attributes(turn)).containsEntry(E2E_LATENCY, 0.8);
	}

	@Test
	void measuresTheLatencyFromAPlayerThatReportsLater() {
		userTurn();
		AgentTurn turn = this.session.startAgentTurn();
		Instant heard = this.time.advanceMillis(300);
		this.time.advanceMillis(900);
		turn.firstAudioPlayed(heard);
		turn.end();
		assertThat(attributes(turn)).containsEntry(E2E_LATENCY, 0.3);
		assertThat(Recording.start(this.recording.span(Stage.AGENT_SPEAKING))).isEqualTo(heard);
	}

	@Test
	void onlyTheFirstAudioOfTheAnswerTellsTheLatency() {
		userTurn();
		AgentTurn answer = this.session.startAgentTurn();
		this.time.advanceMillis(300);
		answer.firstAudioPlayed(null);
		answer.playoutEnded(Duration.ofSeconds(1), null);
		this.time.advanceMillis(5000);
		answer.firstAudioPlayed(null);
		answer.end();
		AgentTurn announcement = this.session.startAgentTurn();
		announcement.firstAudioPlayed(null);
		announcement.end();
		assertThat(attributes(answer)).containsEntry(E2E_LATENCY, 0.3);
		assertThat(attributes(announcement)).doesNotContainKey(E2E_LATENCY);
		assertThat(this.recording.spans(Stage.AGENT_SPEAKING)).hasSize(3);
	}

	@Test
	void greetingHasNoLatency() {
		AgentTurn greeting = this.session.startAgentTurn();
		greeting.firstAudioPlayed(null);
		greeting.end();
		assertThat(attributes(greeting)).doesNotContainKey(E2E_LATENCY);
	}

	@Test
	void greetingThatIsHeardAfterTheCallerSpokeIsNoAnswer() {
		AgentTurn greeting = this.session.startAgentTurn();
		userTurn();
		this.time.advanceMillis(100);
		greeting.firstAudioPlayed(null);
		greeting.end();
		AgentTurn answer = this.session.startAgentTurn();
		this.time.advanceMillis(100);
		answer.firstAudioPlayed(null);
		answer.end();
		assertThat(attributes(greeting)).doesNotContainKey(E2E_LATENCY);
		assertThat(attributes(answer)).containsEntry(E2E_LATENCY, 0.2);
	}

	@Test
	void answerThatWasBegunBeforeTheDecisionIsTheAnswer() {
		UserTurn question = this.session.startUserTurn();
		question.startedSpeaking(null);
		AgentTurn discarded = this.session.startAgentTurn();
		discarded.cancel();
		AgentTurn preemptive = this.session.startAgentTurn();
		question.stoppedSpeaking(null);
		this.time.advanceMillis(400);
		question.end();
		this.time.advanceMillis(200);
		preemptive.firstAudioPlayed(null);
		preemptive.end();
		assertThat(attributes(preemptive)).containsEntry(E2E_LATENCY, 0.6);
		assertThat(attributes(discarded)).doesNotContainKey(E2E_LATENCY);
	}

	@Test
	void audioThatWasHeardBeforeTheCallerFellSilentAnswersNothing() {
		UserTurn question = this.session.startUserTurn();
		question.startedSpeaking(null);
		AgentTurn turn = this.session.startAgentTurn();
		Instant heard = this.time.advanceMillis(100);
		this.time.advanceMillis(100);
		question.stoppedSpeaking(null);
		question.end();
		turn.firstAudioPlayed(heard);
		turn.end();
		assertThat(attributes(turn)).doesNotContainKey(E2E_LATENCY);
	}

	@Test
	void latencyIsAbsentWhenTheEndOfSpeechIsNotKnown() {
		this.session.startUserTurn().end();
		AgentTurn turn = this.session.startAgentTurn();
		turn.firstAudioPlayed(null);
		turn.end();
		assertThat(attributes(turn)).doesNotContainKey(E2E_LATENCY);
	}

	@Test
	void replyThatWasCutOffBeforeAudioHasNoLatencyAndTheNextHasItsOwn() {
		userTurn();
		AgentTurn cut = this.session.startAgentTurn();
		cut.interrupted("user_turn");
		cut.end();
		this.time.advanceMillis(1000);
		userTurn();
		AgentTurn answer = this.session.startAgentTurn();
		this.time.advanceMillis(500);
		answer.firstAudioPlayed(null);
		answer.end();
		assertThat(attributes(cut)).doesNotContainKey(E2E_LATENCY);
		assertThat(attributes(answer)).containsEntry(E2E_LATENCY, 0.5);
	}

	@Test
	void positionIsTheSumOfWhatWasPlayed() {
		AgentTurn turn = this.session.startAgentTurn();
		turn.firstAudioPlayed(null);
		turn.playoutEnded(Duration.ofMillis(500), null);
		turn.firstAudioPlayed(null);
		turn.playoutEnded(Duration.ofMillis(300), null);
		turn.firstAudioPlayed(null);
		turn.playoutEnded(Duration.ZERO, null);
		turn.playoutEnded(null, null);
		turn.end();
		assertThat(attributes(turn)).containsEntry(POSITION, 0.8);
		assertThat(this.recording.spans(Stage.AGENT_SPEAKING)).hasSize(3);
	}

	@Test
	void positionIsAbsentWhenNothingWasPlayed() {
		AgentTurn cut = this.session.startAgentTurn();
		cut.playoutEnded(Duration.ZERO, null);
		cut.end();
		AgentTurn unknown = this.session.startAgentTurn();
		unknown.firstAudioPlayed(null);
		unknown.playoutEnded(null, null);
		unknown.playoutEnded(Duration.ofSeconds(-1), null);
		unknown.end();
		assertThat(attributes(cut)).doesNotContainKey(POSITION);
		assertThat(attributes(unknown)).doesNotContainKey(POSITION);
		assertThat(this.recording.refusals(RefusalReason.INVALID_VALUE)).isEqualTo(1);
	}

	@Test
	void speakingEndsWithPlayoutElseWithTheReply() {
		AgentTurn turn = this.session.startAgentTurn();
		turn.firstAudioPlayed(null);
		Instant first = this.time.advanceMillis(200);
		this.time.advanceMillis(100);
		turn.playoutEnded(Duration.ofMillis(200), first);
		turn.firstAudioPlayed(null);
		Instant second = this.time.advanceMillis(100);
		turn.end();
		assertThat(this.recording.spans(Stage.AGENT_SPEAKING)).extracting(Recording::end)
			.containsExactly(first, second);
	}

	@Test
	void audioThatIsHeardWhileTheLastStepsRunIsStillMeasured() {
		userTurn();
		AgentTurn turn = this.session.startAgentTurn();
		SpeechSynthesis synthesis = turn.startSynthesis();
		turn.end();
		this.time.advanceMillis(400);
		turn.firstAudioPlayed(null);
		synthesis.end();
		assertThat(attributes(turn)).containsEntry(E2E_LATENCY, 0.4);
		this.session.end();
		SpanData speaking = this.recording.span(Stage.AGENT_SPEAKING);
		assertThat(speaking.getParentSpanId()).isEqualTo(this.session.spanContext().getSpanId());
	}

}
