package io.voicetelemetry.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.voicetelemetry.event.DiscardedMetrics;
import io.voicetelemetry.event.InterruptionMetrics;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.TurnLatency;
import io.voicetelemetry.event.VoiceMetrics;
import io.voicetelemetry.export.VoiceSampler;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Figures of calls whose spans are sampled out: the same as of those whose are not.
 */
class SampledOutFiguresTests {

	private static void play(Recording recording) {
		VirtualTime time = recording.time;
		VoiceSession session = recording.telemetry.session().id("call-1").tenantId("clinic").start();
		UserTurn question = session.startUserTurn();
		question.startedSpeaking(null);
		SpeechRecognition recognition = question.startRecognition().model("deepgram", "nova-3");
		time.advanceMillis(900);
		recognition.audioRecognized(Duration.ofMillis(900));
		question.stoppedSpeaking(null);
		EndOfTurnDetection detection = question.startEndOfTurnDetection().model("livekit", "detector");
		time.advanceMillis(100);
		detection.end();
		recognition.transcript("book a slot").connected(Duration.ofMillis(30), true).end();
		AgentTurn vain = session.startAgentTurn();
		vain.startLlmCall().model("openai", "gpt-4o").usage(TokenUsage.of(70L, 7L)).cancel();
		vain.discarded();
		vain.end();
		VoiceSpan callback = question.startOnUserTurnCompleted();
		time.advanceMillis(40);
		callback.end();
		question.end();
		AgentTurn reply = session.startAgentTurn();
		LlmCall call = reply.startLlmCall().model("openai", "gpt-4o");
		call.attemptStarted();
		call.attemptEnded(new IllegalStateException());
		call.attemptStarted();
		time.advanceMillis(300);
		call.tokensReceived();
		call.attemptEnded(null);
		time.advanceMillis(200);
		call.tokensReceived();
		call.response("id-1", "gpt-4o-2024").set(TelemetryAttributes.INPUT_TOKENS, 90L);
		call.usage(TokenUsage.of(-1L, 20L).withCachedInput(64)).end();
		ToolCall tool = reply.startToolCall("book");
		time.advanceMillis(50);
		tool.fail(new IllegalStateException());
		SpeechSynthesis synthesis = reply.startSynthesis().model("elevenlabs", "flash").segment("s-1");
		synthesis.textHandedOver("Booked for Tuesday.");
		time.advanceMillis(90);
		synthesis.firstAudio();
		reply.firstAudioPlayed(null);
		session.startUserTurn().startedSpeaking(null);
		time.advanceMillis(150);
		reply.interrupted("user_turn");
		reply.playoutEnded(Duration.ofMillis(150), null);
		synthesis.spoken("Booked").cancel();
		reply.end();
		RealtimeInference inference = session.startRealtimeInference();
		inference.firstAudio(null);
		inference.fail(new IllegalStateException());
		session.report((origin) -> new LlmMetrics(origin, 1, OptionalDouble.empty(), TokenUsage.unknown(),
				OptionalDouble.empty(), 1));
		session.end();
	}

	/**
	 * Figures without the ids, which are other ones in each run.
	 */
	private static String anonymous(List<?> told) {
		return told.toString()
			.replaceAll("speech_[0-9a-f]{12}", "speech")
			.replaceAll("(?<=traceId=)[0-9a-f]{32}|(?<=spanId=)[0-9a-f]{16}", "id");
	}

	@Test
	void areTheSameToTheLastField() {
		Told sampled = new Told();
		try (Recording recording = sampled.recording()) {
			play(recording);
			assertThat(recording.spans()).isNotEmpty();
			assertThat(recording.telemetry.refusals()).isEmpty();
		}
		Told sampledOut = new Told();
		try (Recording recording = sampledOut.sampledOut()) {
			play(recording);
			assertThat(recording.spans()).isEmpty();
		}
		assertThat(sampledOut.types()).contains("stt_metrics", "eou_metrics", "llm_metrics", "discarded_metrics",
				"tool_metrics", "tts_metrics", "interruption_metrics", "realtime_model_metrics", "turn_metrics",
				"turn_latency");
		assertThat(anonymous(sampledOut.all)).isEqualTo(anonymous(sampled.all));
		assertThat(sampledOut.only(DiscardedMetrics.class).request()).isInstanceOf(LlmMetrics.class);
		assertThat(sampledOut.only(InterruptionMetrics.class).detectionDelay()).hasValue(0.15);
		assertThat(sampledOut.only(TurnLatency.class).e2eLatency()).isEqualTo(0.78);
	}

	@Test
	void areOfOneTraceThatNobodyWillSee() {
		Told told = new Told();
		try (Recording recording = told.sampledOut()) {
			play(recording);
		}
		assertThat(told.metrics).extracting(VoiceMetrics::origin)
			.extracting(MetricsOrigin::traceId)
			.doesNotContainNull()
			.containsOnly(told.usage.get(0).traceId());
	}

	@Test
	void areToldWhateverShareOfTheCallsIsKept() {
		Told told = new Told();
		try (Recording recording = told
			.recording((provider) -> provider.setSampler(new VoiceSampler(Sampler.alwaysOn(), 0)))) {
			play(recording);
			((LlmCall) recording.telemetry.start(Stage.LLM_REQUEST, null)).usage(TokenUsage.of(3L, 4L)).end();
			assertThat(recording.spans()).isEmpty();
		}
		assertThat(told.usage).hasSize(1);
		assertThat(told.metrics).last()
			.isInstanceOfSatisfying(LlmMetrics.class,
					(metrics) -> assertThat(metrics.tokens()).isEqualTo(TokenUsage.of(3L, 4L)));
	}

	@Test
	void ofTelemetryThatIsOffAreNotTaken() {
		List<Object> told = new ArrayList<>();
		VoiceSession session = VoiceTelemetry.noop().session().id("call-1").listener(told::add).start();
		session.addListener(told::add);
		LlmCall call = session.startAgentTurn().startLlmCall();
		call.usage(TokenUsage.of(3L, 4L)).end();
		session.end();
		assertThat(call.isMeasured()).isFalse();
		assertThat(session.usage().usage()).isEmpty();
		assertThat(told).isEmpty();
	}

}
