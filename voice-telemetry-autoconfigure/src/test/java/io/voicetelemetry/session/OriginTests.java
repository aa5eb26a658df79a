package io.voicetelemetry.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.SessionStart;
import io.voicetelemetry.event.SttMetrics;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.ToolMetrics;
import io.voicetelemetry.event.TtsMetrics;
import io.voicetelemetry.event.VoiceMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where figures say that they come from: the call, the turn, the model and the span.
 */
class OriginTests {

	private final Told told = new Told();

	private final Recording recording = this.told.recording();

	private final VirtualTime time = this.recording.time;

	@AfterEach
	void closeRecording() {
		this.recording.telemetry.findSession("call-1").ifPresent(VoiceSpan::end);
		this.recording.assertValid();
		this.recording.close();
	}

	private List<VoiceMetrics> playTurn(VoiceSession session) {
		UserTurn question = session.startUserTurn();
		question.startedSpeaking(null);
		SpeechRecognition recognition = session.startRecognition().model("deepgram", "nova-3");
		this.time.advanceMillis(700);
		recognition.audioRecognized(Duration.ofMillis(700));
		question.stoppedSpeaking(null);
		question.startEndOfTurnDetection().end();
		recognition.transcript("book a slot").end();
		this.time.advanceMillis(300);
		question.end();
		AgentTurn reply = session.startAgentTurn();
		LlmNode llmNode = session.startLlmNode();
		LlmCall call = llmNode.startLlmCall();
		this.time.advanceMillis(100);
		call.firstToken();
		call.end();
		llmNode.end();
		session.startToolCall("book").end();
		RealtimeInference inference = session.startRealtimeInference();
		this.time.advanceMillis(50);
		inference.fail(new IllegalStateException());
		TtsNode ttsNode = session.startTtsNode();
		SpeechSynthesis synthesis = ttsNode.startSynthesis();
		synthesis.textHandedOver("Booked.");
		this.time.advanceMillis(80);
		synthesis.firstAudio();
		reply.firstAudioPlayed(null);
		reply.interrupted("user_turn");
		synthesis.cancel();
		ttsNode.end();
		reply.end();
		return List.copyOf(this.told.metrics);
	}

	@Test
	void everyStageOfATurnSharesTheSessionTheTenantAndTheTurn() {
		VoiceSession session = this.recording.telemetry.session().id("call-1").tenantId("clinic").start();
		List<VoiceMetrics> figures = playTurn(session);
		assertThat(figures).extracting(VoiceMetrics::type)
			.contains("stt_metrics", "eou_metrics", "turn_metrics", "llm_metrics", "tool_metrics",
					"realtime_model_metrics", "tts_metrics", "turn_latency", "interruption_metrics");
		String speechId = this.recording.spans(Stage.USER_TURN)
			.get(0)
			.getAttributes()
			.get(TelemetryAttributes.SPEECH_ID.key());
		assertThat(figures).hasSize(11).allSatisfy((each) -> {
			assertThat(each.origin().sessionId()).isEqualTo("call-1");
			assertThat(each.origin().tenantId()).isEqualTo("clinic");
			assertThat(each.origin().speechId()).isEqualTo(speechId);
		});
	}

	@Test
	void figuresAreOfASpanAndOfItsEnd() {
		VoiceSession session = this.recording.session();
		List<VoiceMetrics> figures = new ArrayList<>(playTurn(session));
		session.end();
		// What is told while its stage goes on.
		figures.removeIf((each) -> each.type().equals("turn_latency") || each == figures.get(0));
		assertThat(figures).hasSize(9).allSatisfy((each) -> {
			List<SpanData> spans = this.recording.spans()
				.stream()
				.filter((span) -> span.getSpanId().equals(each.origin().spanId()))
				.toList();
			assertThat(spans).hasSize(1);
			Told.assertOf(spans.get(0), each.origin());
			assertThat(each.origin().tenantId()).isNull();
		});
	}

	@Test
	void figuresSayWhoWasAskedWhoAnsweredAndWhatFor() {
		LlmCall call = this.recording.session().startAgentTurn().startLlmCall().model("openai", "gpt-4o");
		call.set(TelemetryAttributes.USE_CASE, "triage").set(TelemetryAttributes.CALL_SITE, "Agent.ask");
		call.response("chatcmpl-1", "gpt-4o-2024-08-06").usage(TokenUsage.of(1L, 1L)).end();
		MetricsOrigin origin = this.told.only(LlmMetrics.class).origin();
		assertThat(origin.provider()).isEqualTo("openai");
		assertThat(origin.requestModel()).isEqualTo("gpt-4o");
		assertThat(origin.responseModel()).isEqualTo("gpt-4o-2024-08-06");
		assertThat(origin.model()).isEqualTo("gpt-4o");
		assertThat(origin.requestId()).isEqualTo("chatcmpl-1");
		assertThat(origin.useCase()).isEqualTo("triage");
		assertThat(origin.callSite()).isEqualTo("Agent.ask");
		assertThat(origin.outcome()).isEqualTo(Outcome.SUCCESS);
	}

	@Test
	void whatAnAttributeSaysIsKnownLikeWhatIsTold() {
		VoiceSession session = this.recording.session();
		SpeechRecognition recognition = session.startRecognition();
		recognition.set(TelemetryAttributes.PROVIDER_NAME, "deepgram").setAttribute("gen_ai.request.model", "nova-3");
		recognition.end();
		ToolCall tool = session.startToolCall(null);
		tool.set(TelemetryAttributes.TOOL_NAME, "book").set(TelemetryAttributes.USE_CASE, "booking").end();
		SpeechSynthesis synthesis = session.startSynthesis();
		synthesis.setAttribute("voice.tts.segment_id", "s-1").end();
		assertThat(this.told.only(SttMetrics.class).origin().provider()).isEqualTo("deepgram");
		assertThat(this.told.only(SttMetrics.class).origin().model()).isEqualTo("nova-3");
		assertThat(this.told.only(ToolMetrics.class).tool()).isEqualTo("book");
		assertThat(this.told.only(ToolMetrics.class).origin().useCase()).isEqualTo("booking");
		assertThat(this.told.only(TtsMetrics.class).segmentId()).isEqualTo("s-1");
	}

	@Test
	void namesAreNoLongerThanOnTheSpan() {
		LlmCall call = this.recording.session().startLlmCall().model("p".repeat(100_000), "m".repeat(100_000));
		call.end();
		MetricsOrigin origin = this.told.only(LlmMetrics.class).origin();
		SpanData span = this.recording.span(call);
		assertThat(origin.provider().length()).isLessThan(100_000);
		assertThat(origin.provider().equals(Recording.attribute(span, "gen_ai.provider.name"))).isTrue();
		assertThat(origin.requestModel().equals(Recording.attribute(span, "gen_ai.request.model"))).isTrue();
	}

	@Test
	void timeIsThatOfTheSessionsClock() {
		VoiceSession session = this.recording.session();
		LlmCall call = session.startLlmCall();
		this.time.setWallClock(Duration.ofHours(1));
		this.time.advanceMillis(250);
		call.end();
		assertThat(this.told.only(LlmMetrics.class).origin().timestamp()).isEqualTo(VirtualTime.START.plusMillis(250));
	}

	@Test
	void stageOutsideAnySessionBelongsToNone() {
		LlmCall call = (LlmCall) this.recording.telemetry.start(Stage.LLM_REQUEST, "llm.summary");
		this.time.advanceMillis(100);
		call.model("openai", "gpt-4o").usage(TokenUsage.of(5L, 6L)).end();
		LlmMetrics metrics = this.told.only(LlmMetrics.class);
		assertThat(metrics.origin().sessionId()).isNull();
		assertThat(metrics.origin().tenantId()).isNull();
		assertThat(metrics.origin().speechId()).isNull();
		assertThat(metrics.duration()).isEqualTo(0.1);
		assertThat(metrics.tokens()).isEqualTo(TokenUsage.of(5L, 6L));
		Told.assertOf(this.recording.span(call), metrics.origin());
	}

	@Test
	void replyOutsideAnySessionHasATurnOfItsOwn() {
		AgentTurn reply = (AgentTurn) this.recording.telemetry.start(Stage.AGENT_TURN, null);
		LlmCall call = reply.startLlmCall();
		reply.end();
		this.time.advanceMillis(100);
		call.end();
		assertThat(this.told.types()).containsExactly("llm_metrics", "turn_metrics");
		assertThat(this.told.metrics).allSatisfy((each) -> {
			assertThat(each.origin().speechId()).isEqualTo(reply.speechId());
			assertThat(each.origin().sessionId()).isNull();
		});
	}

	@Test
	void sessionTellsItsBeginningBeforeAllElse() {
		VoiceSession session = this.recording.telemetry.session()
			.id("call-1")
			.tenantId("clinic")
			.roomName("line-2")
			.agentName("Mira")
			.start();
		this.time.advanceMillis(100);
		session.startLlmCall().end();
		assertThat(this.told.all).first()
			.isEqualTo(new SessionStart("call-1", "clinic", "line-2", "Mira", VirtualTime.START,
					session.spanContext().getTraceId(), session.spanContext().getSpanId()));
	}

}
