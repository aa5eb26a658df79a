package io.voicetelemetry.session;

import java.time.Duration;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Scope;
import io.voicetelemetry.event.LatencyPart;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.TtsMetrics;
import io.voicetelemetry.event.TurnLatency;
import io.voicetelemetry.event.UsageKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A request in which another of its kind begins is the node around that: an annotated
 * method that calls a framework. What it took stands on the innermost alone.
 */
class RequestInsideRequestTests {

	private final Told told = new Told();

	private final Recording recording = this.told.recording();

	private final VirtualTime time = this.recording.time;

	private final VoiceSession session = this.recording.session();

	private final AgentTurn reply = this.session.startAgentTurn();

	@AfterEach
	void closeRecording() {
		this.session.end();
		this.recording.assertValid();
		this.recording.close();
	}

	private VoiceSpan startIn(VoiceSpan around, Stage stage) {
		try (Scope scope = around.makeCurrent()) {
			return this.recording.telemetry.start(stage, null);
		}
	}

	private LlmCall startCall(VoiceSpan around) {
		return (LlmCall) startIn(around, Stage.LLM_REQUEST);
	}

	private SpeechSynthesis startSynthesis(VoiceSpan around) {
		return (SpeechSynthesis) startIn(around, Stage.TTS_REQUEST);
	}

	@Test
	void outerRequestIsTheNodeOfTheInnerOne() {
		LlmCall outer = startCall(this.reply);
		outer.model("openai", "gpt-5");
		this.time.advanceMillis(20);
		LlmCall inner = startCall(outer);
		assertThat(outer.stage()).isEqualTo(Stage.LLM_NODE);
		assertThat(inner.stage()).isEqualTo(Stage.LLM_REQUEST);
		this.time.advanceMillis(100);
		inner.firstToken();
		outer.firstToken();
		inner.usage(TokenUsage.of(10L, 5L)).end();
		outer.usage(TokenUsage.of(10L, 5L)).response("id", "gpt-5-1").finishReasons(List.of("stop")).end();
		this.reply.end();
		assertThat(this.recording.span(outer).getName()).isEqualTo("llm_node");
		assertThat(keys(outer)).contains("voice.stage")
			.doesNotContain("gen_ai.operation.name", "gen_ai.usage.input_tokens", "gen_ai.response.id",
					"gen_ai.response.time_to_first_chunk", "gen_ai.response.finish_reasons");
		assertThat(Recording.attribute(this.recording.span(inner), "gen_ai.operation.name")).isEqualTo("chat");
		this.recording.assertParent(inner, outer);
		this.recording.assertParent(outer, this.reply);
		LlmMetrics llm = this.told.only(LlmMetrics.class);
		assertThat(llm.ttft()).hasValue(0.1);
		assertThat(llm.tokens()).isEqualTo(TokenUsage.of(10L, 5L));
	}

	@Test
	void nameOfTheApplicationStays() {
		VoiceSpan outer;
		try (Scope scope = this.reply.makeCurrent()) {
			outer = this.recording.telemetry.start(Stage.LLM_REQUEST, "llm.voice_response");
		}
		startCall(outer).end();
		outer.end();
		assertThat(this.recording.span(outer).getName()).isEqualTo("llm.voice_response");
		assertThat(this.recording.spans(Stage.LLM_NODE)).hasSize(1);
	}

	@Test
	void severalRequestsStandUnderOneNode() {
		LlmCall outer = startCall(this.reply);
		LlmCall first = startCall(outer);
		first.usage(TokenUsage.of(1L, 1L)).end();
		LlmCall second = startCall(outer);
		second.usage(TokenUsage.of(2L, 2L)).end();
		outer.end();
		this.recording.assertParent(first, outer);
		this.recording.assertParent(second, outer);
		assertThat(this.told.all(LlmMetrics.class)).hasSize(2);
	}

	@Test
	void requestInANodeIsWhatGoesOnThere() {
		VoiceSpan node = startIn(this.reply, Stage.LLM_NODE);
		LlmCall outer = startCall(node);
		LlmCall inner = startCall(outer);
		inner.end();
		outer.end();
		node.end();
		assertThat(outer.stage()).isEqualTo(Stage.OPERATION);
		this.recording.assertParent(outer, node);
		this.recording.assertParent(inner, node);
	}

	@Test
	void requestStaysOneWhereThereIsNoRoomForAnother() {
		LlmCall outer = startCall(this.reply);
		while (this.recording.refusals(RefusalReason.SPAN_LIMIT) == 0) {
			outer.startOperation("work");
		}
		startCall(outer).end();
		assertThat(outer.stage()).isEqualTo(Stage.LLM_REQUEST);
	}

	@Test
	void requestThatWasAnsweredStaysOne() {
		LlmCall outer = startCall(this.reply);
		outer.usage(TokenUsage.of(3L, 4L));
		LlmCall inner = startCall(outer);
		inner.end();
		outer.end();
		this.reply.end();
		assertThat(this.recording.spans(Stage.LLM_REQUEST)).hasSize(2);
		this.recording.assertParent(inner, this.reply);
	}

	@Test
	void handleThatIsToldWhereToBeginStaysThere() {
		LlmCall outer = startCall(this.reply);
		LlmCall beside;
		try (Scope scope = outer.makeCurrent()) {
			beside = this.reply.startLlmCall();
		}
		beside.end();
		outer.end();
		assertThat(this.recording.spans(Stage.LLM_REQUEST)).hasSize(2);
	}

	@Test
	void latencyCountsTheWaitOfTheInnerRequest() {
		this.reply.end();
		UserTurn turn = this.session.startUserTurn();
		turn.stoppedSpeaking(null);
		turn.commit();
		AgentTurn answer = this.session.startAgentTurn();
		LlmCall outer = startCall(answer);
		LlmCall inner = startCall(outer);
		this.time.advanceMillis(300);
		inner.firstToken();
		inner.end();
		outer.end();
		answer.firstAudioPlayed(null);
		answer.end();
		TurnLatency latency = this.told.only(TurnLatency.class);
		assertThat(latency.parts()).filteredOn((part) -> part.kind() == LatencyPart.Kind.LLM)
			.extracting(LatencyPart::duration)
			.containsExactly(0.3);
	}

	@Test
	void triesOfANodeAreTheRequestsInIt() {
		LlmCall outer = startCall(this.reply);
		outer.attemptStarted();
		LlmCall first = startCall(outer);
		first.fail(new IllegalStateException());
		outer.attemptEnded(new IllegalStateException());
		outer.attemptStarted();
		LlmCall second = startCall(outer);
		second.end();
		outer.attemptEnded(null);
		outer.startAttempt().end();
		outer.end();
		assertThat(this.recording.spans(Stage.LLM_REQUEST_RUN)).isEmpty();
		this.recording.assertParent(first, outer);
		this.recording.assertParent(second, outer);
		assertThat(this.recording.telemetry.refusals()).isEmpty();
	}

	@Test
	void tryWithASpanIsAnOperationOfTheNode() {
		LlmCall outer = startCall(this.reply);
		VoiceSpan attempt = outer.startAttempt();
		LlmCall inner = startCall(attempt);
		inner.end();
		attempt.end();
		outer.end();
		assertThat(attempt.stage()).isEqualTo(Stage.OPERATION);
		this.recording.assertParent(attempt, outer);
		this.recording.assertParent(inner, outer);
	}

	@Test
	void requestOfWhichATryFailedStaysOne() {
		LlmCall outer = startCall(this.reply);
		outer.attemptStarted();
		outer.attemptEnded(new IllegalStateException());
		outer.attemptStarted();
		LlmCall inner = startCall(outer);
		inner.end();
		outer.attemptEnded(null);
		outer.end();
		assertThat(this.recording.spans(Stage.LLM_REQUEST)).hasSize(2);
		assertThat(this.recording.spans(Stage.LLM_REQUEST_RUN)).hasSize(2);
	}

	@Test
	void synthesisAroundAnotherIsItsNode() {
		SpeechSynthesis outer = startSynthesis(this.reply);
		outer.textHandedOver("On Tuesday.");
		SpeechSynthesis inner = startSynthesis(outer);
		inner.textHandedOver("On Tuesday.");
		this.time.advanceMillis(50);
		inner.firstAudio();
		outer.firstAudio();
		inner.audioDuration(Duration.ofSeconds(1)).end();
		outer.audioDuration(Duration.ofSeconds(1)).end();
		this.reply.end();
		this.session.end();
		this.recording.assertParent(inner, outer);
		assertThat(this.recording.spans(Stage.TTS_NODE)).hasSize(1);
		TtsMetrics tts = this.told.only(TtsMetrics.class);
		assertThat(tts.ttfb()).hasValue(0.05);
		assertThat(tts.charactersCount()).hasValue(11);
		assertThat(this.told.usage.get(0).characters(UsageKind.TTS)).hasValue(11);
	}

	@Test
	void outsideASessionToo() {
		VoiceSpan outer = this.recording.telemetry.start(Stage.LLM_REQUEST, null);
		LlmCall inner = startCall(outer);
		inner.end();
		outer.end();
		this.recording.assertParent(inner, outer);
		assertThat(outer.stage()).isEqualTo(Stage.LLM_NODE);
	}

	private List<String> keys(VoiceSpan span) {
		return this.recording.span(span).getAttributes().asMap().keySet().stream().map(AttributeKey::getKey).toList();
	}

}
