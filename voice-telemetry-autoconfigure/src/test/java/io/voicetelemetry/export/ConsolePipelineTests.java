package io.voicetelemetry.export;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.voicetelemetry.content.ContentCapture;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.UserTurn;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a developer without a backend sees.
 */
class ConsolePipelineTests {

	private final ByteArrayOutputStream console = new ByteArrayOutputStream();

	private final VoiceSpanProcessor processor = new VoiceSpanProcessor(
			List.of(new ConsolePipeline(new PrintStream(this.console, true, StandardCharsets.UTF_8))),
			Attributes.empty(), Duration.ofSeconds(30));

	private final SdkTracerProvider provider = SdkTracerProvider.builder().addSpanProcessor(this.processor).build();

	@AfterEach
	void close() {
		this.provider.close();
	}

	@Test
	void printsACallWhenItHasEnded() {
		VoiceSession session = telemetry(ContentCapture.NONE).session().id("call-1").start();
		UserTurn turn = session.startUserTurn();
		turn.startedSpeaking(null);
		turn.stoppedSpeaking(null);
		turn.end();
		AgentTurn reply = session.startAgentTurn();
		LlmCall call = reply.startLlmCall().model("openai", "gpt-4o");
		call.prompt("secret question");
		call.usage(TokenUsage.of(120, 9)).end();
		reply.startToolCall("find_slot").fail(new IllegalStateException("secret"));
		reply.firstAudioPlayed(null);
		reply.interrupted("user_turn");
		reply.end();
		assertThat(printed()).isEmpty();
		session.end("hangup");
		assertThat(printed()).contains("Call call-1", "agent_session", "ended by hangup")
			.containsPattern("\n +\\d+ +[\\d.]+ +llm_request +gpt-4o, 120 tokens in, 9 out\n")
			.containsPattern("function_tool +ERROR, java.lang.IllegalStateException, find_slot")
			.containsPattern("agent_turn +CANCELLED, felt latency [\\d.]+ s, interrupted by user_turn")
			.contains("* generation")
			.containsPattern("model calls +1, 120 tokens in, 9 tokens out")
			.doesNotContain("secret");
	}

	@Test
	void printsWhatWasSaidWhereThatIsRecorded() {
		VoiceSession session = telemetry(ContentCapture.FULL).session().start();
		session.startLlmCall().prompt("When can I come?").end();
		session.end("hangup");
		assertThat(printed()).contains("gen_ai.input.messages: ", "When can I come?");
	}

	@Test
	void printsASpanOutsideAnySessionByItself() {
		telemetry(ContentCapture.NONE).start(Stage.FUNCTION_TOOL, "look up").end();
		assertThat(printed()).contains("look up [function_tool]").doesNotContain("In all");
	}

	@Test
	void forgetsTheOldestOfTooManyCalls() {
		VoiceTelemetry telemetry = telemetry(ContentCapture.NONE);
		VoiceSession first = telemetry.session().id("first").start();
		first.startToolCall("forgotten").end();
		for (int i = 0; i < 100; i++) {
			telemetry.session().start().startToolCall("other").end();
		}
		first.end("hangup");
		assertThat(printed()).contains("Call first").doesNotContain("forgotten");
	}

	@Test
	void printsNothingAfterShutdown() {
		VoiceTelemetry telemetry = telemetry(ContentCapture.NONE);
		assertThat(this.processor.shutdown().join(30, TimeUnit.SECONDS).isSuccess()).isTrue();
		telemetry.session().start().end("hangup");
		assertThat(this.console.size()).isZero();
	}

	private VoiceTelemetry telemetry(ContentCapture capture) {
		return VoiceTelemetry.builder(OpenTelemetrySdk.builder().setTracerProvider(this.provider).build())
			.content(ContentPolicy.of(capture, 1000))
			.build();
	}

	private String printed() {
		this.processor.forceFlush().join(30, TimeUnit.SECONDS);
		return this.console.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
	}

}
