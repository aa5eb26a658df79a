package io.voicetelemetry.export;

import java.io.IOException;
import java.util.List;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.voicetelemetry.content.ContentCapture;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.UserTurn;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallTree} and {@link CallFigures}.
 */
class CallTreeTests {

	private final InMemorySpanExporter spans = InMemorySpanExporter.create();

	private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
		.setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(this.spans)).build())
		.build();

	@Test
	void indentsAndAligns() {
		List<String> lines = tree(call(ContentCapture.NONE)).lines().skip(3).toList();
		int span = lines.get(0).indexOf("span");
		int details = lines.get(0).indexOf("details");
		assertThat(lines).extracting((line) -> line.substring(span, Math.min(details, line.length())).stripTrailing())
			.containsExactly("span", "agent_session", "  user_turn", "  agent_turn", "    * generation",
					"    llm_request", "    * generation", "    llm_request", "      * exception",
					"    greet [operation]", "    * exception");
		assertThat(lines).filteredOn((line) -> line.length() > details)
			.extracting((line) -> line.substring(details).replaceAll("_[0-9a-f]+_", "_"))
			.containsExactly("details", "ended by hangup", "ERROR, java.io.IOException", "speech_1",
					"gpt-4o, 12 tokens in", "speech_2", "ERROR, java.io.IOException", "java.io.IOException",
					"java.io.IOException");
	}

	@Test
	void showsContentOnlyWhenCaptured() {
		assertThat(tree(call(ContentCapture.NONE))).doesNotContain("Hello");
		assertThat(tree(call(ContentCapture.FULL))).contains("voice.transcript: Hello there")
			.contains("gen_ai.output.messages: [{\"role\":")
			.contains(" ... ");
	}

	@Test
	void whatNobodyToldIsNotZero() {
		List<SpanData> call = call(ContentCapture.NONE);
		assertThat(new CallFigures(call).render().lines().map(String::strip)).contains("model calls  2, 12 tokens in",
				"syntheses    0", "reply 1  not heard  2 model calls");
	}

	private List<SpanData> call(ContentCapture capture) {
		VoiceTelemetry telemetry = VoiceTelemetry.builder(this.sdk).content(ContentPolicy.of(capture, 1000)).build();
		VoiceSession session = telemetry.session().id("call-1").start();
		UserTurn question = session.startUserTurn();
		question.finalTranscript("Hello there");
		question.end();
		AgentTurn reply = session.startAgentTurn();
		LlmCall first = reply.startLlmCall().model("openai", "gpt-4o").usage(TokenUsage.of(12, -1));
		first.completion("Hello, ".repeat(20)).end();
		reply.startLlmCall().fail(new IOException("reset"));
		reply.startOperation("greet").end();
		reply.end();
		session.end("hangup");
		List<SpanData> call = this.spans.getFinishedSpanItems();
		this.spans.reset();
		return call;
	}

	private static String tree(List<SpanData> call) {
		return new CallTree(call).render();
	}

}
