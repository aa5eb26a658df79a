package io.voicetelemetry.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.voicetelemetry.event.EouMetrics;
import io.voicetelemetry.event.RealtimeMetrics;
import io.voicetelemetry.event.TurnLatency;
import io.voicetelemetry.event.VoiceMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What LiveKit's own tests assert about turns, on our handles. The numbers in the
 * comments are those of the project's collection of these facts.
 */
class LiveKitTurnFactsTests {

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

	private Map<String, Object> attributes(VoiceSpan handle) {
		return Recording.attributes(this.recording.span(handle));
	}

	private void play(AgentTurn reply) {
		this.time.advanceMillis(300);
		reply.firstAudioPlayed(null);
		reply.end();
	}

	// T4

	@Test
	void delaysAreThoseAfterTheEndOfSpeech() {
		UserTurn turn = this.session.startUserTurn();
		turn.startedSpeaking(null);
		this.time.advanceMillis(1500);
		turn.stoppedSpeaking(null);
		this.time.advanceMillis(200);
		turn.finalTranscript("hello");
		this.time.advanceMillis(200);
		turn.end();
		EouMetrics metrics = this.told.only(EouMetrics.class);
		assertThat(metrics.transcriptionDelay()).hasValue(0.2);
		assertThat(metrics.endOfUtteranceDelay()).hasValue(0.4);
	}

	@Test
	void endOfSpeechThatIsOlderThanItsBeginningTellsNothing() {
		UserTurn turn = this.session.startUserTurn();
		Instant stale = this.time.advanceMillis(100);
		this.time.advanceMillis(100);
		turn.startedSpeaking(null);
		turn.stoppedSpeaking(stale);
		this.time.advanceMillis(200);
		turn.finalTranscript("hello");
		turn.end();
		play(this.session.startAgentTurn());
		assertThat(this.told.all(EouMetrics.class)).isEmpty();
		assertThat(this.told.all(TurnLatency.class)).isEmpty();
	}

	@Test
	void endOfSpeechThatIsOlderThanTheTurnTellsNothing() {
		Instant stale = this.time.advanceMillis(100);
		this.time.advance(Duration.ofMinutes(4));
		UserTurn turn = this.session.startUserTurn();
		turn.startedSpeaking(null);
		this.time.advanceMillis(900);
		turn.stoppedSpeaking(stale);
		turn.finalTranscript("hello");
		turn.end();
		play(this.session.startAgentTurn());
		assertThat(this.told.all(EouMetrics.class)).isEmpty();
		assertThat(this.told.all(TurnLatency.class)).isEmpty();
		assertThat(attributes(turn)).doesNotContainKeys("voice.end_of_utterance_delay", "voice.transcription_delay");
	}

	@Test
	void replyToATurnWithStaleAnchorsIsNoneToTheTurnBefore() {
		UserTurn first = this.session.startUserTurn();
		first.startedSpeaking(null);
		this.time.advanceMillis(1000);
		first.stoppedSpeaking(null);
		first.end();
		AgentTurn cut = this.session.startAgentTurn();
		this.time.advance(Duration.ofMinutes(3));
		UserTurn second = this.session.startUserTurn();
		Instant stale = this.time.advanceMillis(100);
		this.time.advanceMillis(100);
		second.startedSpeaking(null);
		second.stoppedSpeaking(stale);
		second.end();
		AgentTurn answer = this.session.startAgentTurn();
		play(answer);
		cut.end();
		assertThat(this.told.all(TurnLatency.class)).isEmpty();
		assertThat(attributes(answer)).doesNotContainKey("voice.e2e_latency");
	}

	@Test
	void endOfSpeechAtItsBeginningIsValid() {
		this.time.advanceMillis(100);
		UserTurn turn = this.session.startUserTurn();
		turn.startedSpeaking(null);
		turn.stoppedSpeaking(null);
		turn.finalTranscript("hello");
		this.time.advanceMillis(400);
		turn.end();
		EouMetrics metrics = this.told.only(EouMetrics.class);
		assertThat(metrics.transcriptionDelay()).hasValue(0);
		assertThat(metrics.endOfUtteranceDelay()).hasValue(0.4);
	}

	@Test
	void delayNeedsNoMoreThanItsOwnTwoAnchors() {
		UserTurn unheard = this.session.startUserTurn();
		unheard.startedSpeaking(null);
		unheard.stoppedSpeaking(null);
		this.time.advanceMillis(400);
		unheard.end();
		UserTurn begun = this.session.startUserTurn();
		begun.stoppedSpeaking(null);
		this.time.advanceMillis(200);
		begun.finalTranscript("hello");
		begun.end();
		UserTurn endless = this.session.startUserTurn();
		endless.startedSpeaking(null);
		endless.finalTranscript("hello");
		endless.end();
		// LiveKit drops all of them where any is missing.
		assertThat(this.told.of(unheard, EouMetrics.class).endOfUtteranceDelay()).hasValue(0.4);
		assertThat(this.told.of(unheard, EouMetrics.class).transcriptionDelay()).isEmpty();
		assertThat(this.told.of(begun, EouMetrics.class).endOfUtteranceDelay()).hasValue(0.2);
		assertThat(this.told.of(begun, EouMetrics.class).transcriptionDelay()).hasValue(0.2);
		assertThat(this.told.all(EouMetrics.class)).hasSize(2);
	}

	// T7

	@Test
	void figuresOfASpeechToSpeechModelNameTheResponse() {
		RealtimeInference inference = this.session.startAgentTurn().startRealtimeInference();
		inference.response("resp_1", "gpt-realtime").end();
		assertThat(this.told.only(RealtimeMetrics.class).origin().requestId()).isEqualTo("resp_1");
	}

	@Test
	void turnLiesWhereItBeganHoweverLateItsTranscriptIs() {
		Instant began = this.time.advanceMillis(100);
		this.time.advanceMillis(250);
		UserTurn turn = this.session.startUserTurn(began);
		turn.startedSpeaking(began);
		this.time.advanceMillis(750);
		turn.stoppedSpeaking(null);
		this.time.advanceMillis(300);
		turn.commit();
		AgentTurn reply = this.session.startAgentTurn();
		this.time.advanceMillis(500);
		reply.firstAudioPlayed(null);
		this.time.advanceMillis(200);
		turn.finalTranscript("hello");
		turn.end();
		reply.end();
		assertThat(Recording.start(this.recording.span(turn))).isEqualTo(began);
		EouMetrics metrics = this.told.only(EouMetrics.class);
		assertThat(metrics.endOfUtteranceDelay()).hasValue(0.3);
		assertThat(metrics.transcriptionDelay()).hasValue(1.0);
		assertThat(attributes(turn)).containsEntry("voice.transcription_delay", 1.0);
	}

	@Test
	void transcriptOfWhatIsSaidAfterTheDecisionTellsNoDelayOfIt() {
		UserTurn turn = this.session.startUserTurn();
		turn.startedSpeaking(null);
		turn.stoppedSpeaking(null);
		this.time.advanceMillis(100);
		turn.finalTranscript("hello");
		this.time.advanceMillis(200);
		turn.commit();
		turn.startedSpeaking(null);
		this.time.advanceMillis(2000);
		turn.finalTranscript("wait");
		turn.stoppedSpeaking(null);
		turn.finalTranscript("please");
		turn.end();
		EouMetrics metrics = this.told.only(EouMetrics.class);
		assertThat(metrics.endOfUtteranceDelay()).hasValue(0.3);
		assertThat(metrics.transcriptionDelay()).hasValue(0.1);
	}

	// T8

	@Test
	void plainTurnTellsItsEndThenTheModelThenTheSynthesis() {
		List<VoiceMetrics> heard = new CopyOnWriteArrayList<>();
		this.session.addListener(heard::add);
		UserTurn question = this.session.startUserTurn();
		question.startedSpeaking(null);
		this.time.advanceMillis(500);
		question.stoppedSpeaking(null);
		question.finalTranscript("hello");
		question.end();
		AgentTurn reply = this.session.startAgentTurn();
		LlmCall call = reply.startLlmCall();
		call.firstToken();
		SpeechSynthesis synthesis = reply.startSynthesis();
		synthesis.textHandedOver("Hi!");
		call.end();
		synthesis.firstAudio();
		synthesis.end();
		reply.firstAudioPlayed(null);
		reply.end();
		List<String> order = List.of("eou_metrics", "turn_metrics", "llm_metrics", "tts_metrics", "turn_latency",
				"turn_metrics");
		assertThat(this.told.types()).containsExactlyElementsOf(order);
		await().untilAsserted(() -> assertThat(heard).hasSameSizeAs(order));
		assertThat(heard).extracting(VoiceMetrics::type).containsExactlyElementsOf(order);
		assertThat(heard).extracting((each) -> each.origin().speechId()).containsOnly(question.speechId());
	}

}
