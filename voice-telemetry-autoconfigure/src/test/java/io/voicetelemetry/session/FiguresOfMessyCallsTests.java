package io.voicetelemetry.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.voicetelemetry.event.InterruptionMetrics;
import io.voicetelemetry.event.LatencyPart;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.SessionSummary;
import io.voicetelemetry.event.SttMetrics;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.TtsMetrics;
import io.voicetelemetry.event.TurnLatency;
import io.voicetelemetry.event.VoiceMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Calls as they are: callbacks in the wrong order, coughs, tries that break off.
 */
class FiguresOfMessyCallsTests {

	private final List<VoiceMetrics> events = new ArrayList<>();

	private final Recording recording = new Recording((settings) -> settings.metricsConsumer(this.events::add));

	private final VirtualTime time = this.recording.time;

	private final VoiceSession session = this.recording.session();

	@AfterEach
	void closeRecording() {
		this.session.end();
		this.recording.assertValid();
		this.recording.close();
	}

	private <T extends VoiceMetrics> T only(Class<T> type) {
		List<T> found = this.events.stream().filter(type::isInstance).map(type::cast).toList();
		assertThat(found).hasSize(1);
		return found.get(0);
	}

	private UserTurn spokenTurn() {
		UserTurn turn = this.session.startUserTurn();
		turn.startedSpeaking(null);
		this.time.advanceMillis(1000);
		turn.stoppedSpeaking(null);
		return turn;
	}

	@Test
	void firstAudioMayBeToldBeforeTheDecisionThatItFollowed() {
		UserTurn turn = spokenTurn();
		Instant decided = this.time.advanceMillis(300);
		AgentTurn reply = this.session.startAgentTurn();
		LlmCall call = reply.startLlmCall();
		this.time.advanceMillis(400);
		call.firstToken();
		this.time.advanceMillis(100);
		reply.firstAudioPlayed(null);
		this.time.advanceMillis(50);
		turn.end(decided);
		call.end();
		reply.end();
		this.time.advanceMillis(10_000);
		AgentTurn later = this.session.startAgentTurn();
		later.firstAudioPlayed(null);
		later.end();
		TurnLatency latency = only(TurnLatency.class);
		assertThat(latency.e2eLatency()).isEqualTo(0.8);
		assertThat(latency.origin().spanId()).isEqualTo(reply.spanContext().getSpanId());
		assertThat(latency.secondsOf(LatencyPart.Kind.LLM)).hasValueCloseTo(0.4, within(1e-9));
		assertThat(Recording.attributes(this.recording.span(reply))).containsEntry("voice.e2e_latency", 0.8);
		assertThat(Recording.attributes(this.recording.span(later))).doesNotContainKey("voice.e2e_latency");
	}

	@Test
	void firstAudioBeforeTheCallerFellSilentAnswersNothing() {
		UserTurn turn = this.session.startUserTurn();
		turn.startedSpeaking(null);
		AgentTurn reply = this.session.startAgentTurn();
		reply.firstAudioPlayed(null);
		this.time.advanceMillis(500);
		turn.stoppedSpeaking(null);
		this.time.advanceMillis(300);
		turn.end();
		reply.end();
		assertThat(this.events).noneMatch(TurnLatency.class::isInstance);
	}

	@Test
	void replyHasTheIdOfTheTurnThatWaitsThoughTheCallerCoughed() {
		UserTurn turn = spokenTurn();
		turn.end();
		UserTurn cough = this.session.startUserTurn();
		cough.cancel();
		AgentTurn reply = this.session.startAgentTurn();
		assertThat(reply.speechId()).isEqualTo(turn.speechId());
		this.time.advanceMillis(200);
		reply.firstAudioPlayed(null);
		reply.end();
		assertThat(only(TurnLatency.class).answeredSpeechId()).isEqualTo(turn.speechId());
		assertThat(this.session.startAgentTurn().speechId()).isNotEqualTo(turn.speechId());
	}

	@Test
	void interruptionThatWasNoneSaysNothingOfThePlayout() {
		AgentTurn reply = this.session.startAgentTurn();
		reply.firstAudioPlayed(null);
		reply.interrupted("audio_activity");
		reply.falseInterruption(true);
		this.time.advanceMillis(8000);
		reply.playoutEnded(Duration.ofSeconds(8), null);
		reply.end();
		InterruptionMetrics interruption = only(InterruptionMetrics.class);
		assertThat(interruption.interruptions()).isZero();
		assertThat(interruption.source()).isNull();
		assertThat(interruption.playoutPosition()).isEmpty();
	}

	@Test
	void tryThatBrokeOffIsNoFirstSentenceAndItsTokensCount() {
		UserTurn turn = spokenTurn();
		turn.end();
		AgentTurn reply = this.session.startAgentTurn();
		LlmCall call = reply.startLlmCall();
		VoiceSpan first = call.startAttempt();
		this.time.advanceMillis(100);
		call.firstToken();
		this.time.advanceMillis(2900);
		call.usage(TokenUsage.of(500L, 20L));
		first.fail(new IllegalStateException("gone"));
		VoiceSpan second = call.startAttempt();
		this.time.advanceMillis(200);
		call.firstToken();
		this.time.advanceMillis(100);
		SpeechSynthesis synthesis = reply.startSynthesis();
		synthesis.textHandedOver("Yes.");
		this.time.advanceMillis(100);
		synthesis.firstAudio();
		reply.firstAudioPlayed(null);
		call.usage(TokenUsage.of(500L, 30L));
		second.end();
		call.end();
		synthesis.end();
		reply.end();
		TurnLatency latency = only(TurnLatency.class);
		assertThat(latency.secondsOf(LatencyPart.Kind.LLM)).hasValueCloseTo(0.3, within(1e-9));
		LlmMetrics llm = only(LlmMetrics.class);
		assertThat(llm.ttft()).hasValueCloseTo(3.2, within(1e-9));
		assertThat(llm.tokens()).isEqualTo(TokenUsage.of(1000L, 50L));
		assertThat(llm.attempts()).isEqualTo(2);
		assertThat(Recording.attributes(this.recording.span(call))).containsEntry("gen_ai.usage.input_tokens", 1000L)
			.containsEntry("gen_ai.usage.output_tokens", 50L);
	}

	@Test
	void synthesisThatWasCutOffTellsNoMoreAudioThanWasPlayed() {
		AgentTurn reply = this.session.startAgentTurn();
		SpeechSynthesis synthesis = reply.startSynthesis();
		synthesis.textHandedOver("A long story");
		synthesis.audioDuration(Duration.ofSeconds(9));
		reply.firstAudioPlayed(null);
		this.time.advanceMillis(500);
		reply.interrupted("user_turn");
		reply.playoutEnded(Duration.ofMillis(500), null);
		synthesis.cancel();
		reply.end();
		assertThat(only(TtsMetrics.class).audioDuration()).hasValue(0.5);
	}

	@Test
	void figuresOfSpeechMayBeAttributes() {
		this.session.startRecognition().set(TelemetryAttributes.STT_AUDIO_DURATION, 2.5).end();
		SpeechSynthesis synthesis = this.session.startSynthesis();
		synthesis.set(TelemetryAttributes.TTS_AUDIO_DURATION, 1.5).set(TelemetryAttributes.TTS_CHARACTERS, 12L).end();
		assertThat(only(SttMetrics.class).audioDuration()).hasValue(2.5);
		assertThat(only(TtsMetrics.class).audioDuration()).hasValue(1.5);
		assertThat(only(TtsMetrics.class).charactersCount()).hasValue(12);
	}

	@Test
	void summaryCountsGenerationsOfSpeechToSpeechModels() throws Exception {
		CompletableFuture<SessionSummary> told = new CompletableFuture<>();
		this.session.onEnd(told::complete);
		this.session.startRealtimeInference().usage(TokenUsage.of(10L, 5L)).end();
		this.session.end();
		SessionSummary summary = told.get(30, TimeUnit.SECONDS);
		assertThat(summary.llmCalls()).isOne();
		assertThat(summary.inputTokens()).hasValue(10);
	}

}
