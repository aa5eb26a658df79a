package io.voicetelemetry.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import io.opentelemetry.context.Scope;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.SpeechRecognition;
import io.voicetelemetry.session.SpeechSynthesis;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.UserTurn;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceSpan;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedSpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Text that does harm to those who print or parse it, given to everything that takes
 * text.
 */
@ExtendWith(OutputCaptureExtension.class)
class HostileTextTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final List<String> TEXTS = List.of("high \uD83D surrogate", "low \uDE00 surrogate", "\uD83D",
			"nul \0 nul", "bidi \u202E gnp.exe \u2066 x", "four bytes 😀 𝄞", "<script>alert(1)</script>",
			"line\r\nFORGED ERROR line", "next\u0085line\u2028separator\u2029paragraph",
			"esc \u001B[31mred\u001B[0m \u009B2J", "quote \" back \\ slash",
			"brace {} %s ${jndi:ldap://localhost/a} #{1}", "tab\tvt\u000Bff\fbs\b",
			new String(new byte[] { (byte) 0xC3, (byte) 0x28, (byte) 0xFF, (byte) 0xFE }, StandardCharsets.UTF_8),
			"tag \uDB40\uDC41 zero\u200Bwidth \uFEFF");

	/** Whatever is not printed as itself or at the end of a line. */
	private static final Pattern HARMFUL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n\\t]]");

	private static final Pattern SAMPLE = Pattern.compile(
			"[a-zA-Z_:][a-zA-Z0-9_:]*(\\{([a-zA-Z_][a-zA-Z0-9_]*=\"([^\"\\\\\\n]|\\\\[\\\\\"n])*\",?)*})? [-+0-9.eEInfNa]+");

	@Test
	void arrivesAsTextAndStaysInItsLine(CapturedOutput output) {
		try (OtlpReceiver receiver = OtlpReceiver.start();
				ConfigurableApplicationContext context = TestApplication
					.of(WebApplicationType.NONE, TestApplication.Empty.class, Prometheus.class)
					.run("--voice.telemetry.export.otlp.endpoint=" + receiver.endpoint(),
							"--voice.telemetry.export.console.enabled=true", "--voice.telemetry.content.capture=full",
							"--logging.level.io.voicetelemetry=trace")) {
			VoiceTelemetry telemetry = context.getBean(VoiceTelemetry.class);
			TEXTS.forEach((text) -> sayEverywhere(telemetry, text));
			List<ReceivedSpan> spans = receiver.awaitSpans(8 * TEXTS.size(), PATIENCE);
			assertThat(spans).hasSize(8 * TEXTS.size());
			assertThat(receiver.requests()).allSatisfy((request) -> assertThat(request.status()).isEqualTo(200));
			for (String text : TEXTS) {
				assertThatArrives(spans, utf8(text));
			}
			assertThat(context.getBean(PrometheusMeterRegistry.class).scrape().split("\n")).isNotEmpty()
				.allSatisfy((line) -> assertThat(line).satisfiesAnyOf((each) -> assertThat(each).startsWith("# "),
						(each) -> assertThat(each).matches(SAMPLE)));
		}
		assertThat(output.getAll().lines()).filteredOn((line) -> HARMFUL.matcher(line).find()).isEmpty();
		assertThat(output.getAll().lines()).noneMatch((line) -> line.strip().startsWith("FORGED"));
		assertThat(output).contains("LLM metrics", "Call high ? surrogate, trace", "STT metrics", "took ms");
	}

	/**
	 * As whoever reads UTF-8 gets it: half a character is none.
	 */
	private static String utf8(String text) {
		return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
	}

	private static void assertThatArrives(List<ReceivedSpan> spans, String text) {
		assertThat(spans).filteredOn((span) -> text.equals(span.attributes().get("session.id")))
			.hasSize(8)
			.allSatisfy((span) -> assertThat(span.attributes()).containsEntry("tenant.id", text))
			.anySatisfy((span) -> assertThat(span.attributes()).containsEntry("voice.transcript",
					String.join(" ", text, text, text)))
			.anySatisfy((span) -> assertThat(span.attributes()).containsEntry("voice.tts.input_text", text))
			.anySatisfy((span) -> assertThat(span.attributes()).containsEntry("app." + text, text))
			.anySatisfy((span) -> assertThat(span.name()).isEqualTo(text))
			.anySatisfy((span) -> assertThat(span.statusMessage()).isEqualTo(text))
			.anySatisfy(
					(span) -> assertThat(span.events()).anySatisfy((event) -> assertThat(event.name()).isEqualTo(text)))
			.anySatisfy(
					(span) -> assertThat(content(span, "gen_ai.input.messages", "/0/parts/0/content")).isEqualTo(text))
			.anySatisfy(
					(span) -> assertThat(content(span, "gen_ai.output.messages", "/0/parts/0/content")).isEqualTo(text))
			.anySatisfy((span) -> assertThat(content(span, "gen_ai.tool.call.arguments", "/argument")).isEqualTo(text));
	}

	private static String content(ReceivedSpan span, String attribute, String pointer) {
		Object json = span.attributes().get(attribute);
		return (json != null) ? JsonMapper.shared().readTree(json.toString()).at(pointer).asString() : "";
	}

	private static void sayEverywhere(VoiceTelemetry telemetry, String text) {
		VoiceSession session = telemetry.session()
			.id(text)
			.roomName(text)
			.userId(text)
			.tenantId(text)
			.agentName(text)
			.metadata("meta", text)
			.start();
		UserTurn turn = session.startUserTurn();
		turn.interimTranscript(text);
		turn.finalTranscript(text);
		turn.finalTranscript(text);
		SpeechRecognition recognition = turn.startRecognition();
		recognition.model(text, text);
		recognition.language(text);
		recognition.transcript(text).end();
		turn.end();
		AgentTurn reply = session.startAgentTurn();
		LlmCall call = reply.startLlmCall().model(text, text);
		call.prompt(text).completion(text).response(text, text).finishReasons(List.of(text)).usage(TokenUsage.of(1, 1));
		call.set(TelemetryAttributes.USE_CASE, text).setAttribute("app." + text, text).setContent("app.note", text);
		call.addEvent(text);
		call.firstToken();
		call.end();
		reply.startToolCall(text)
			.callId(text)
			.arguments(new String[] { "argument" }, new Object[] { text })
			.result(text)
			.fail(new IllegalStateException(text));
		SpeechSynthesis synthesis = reply.startSynthesis().model(text, text).voice(text).segment(text);
		synthesis.textHandedOver(text);
		synthesis.end();
		reply.interrupted(text);
		reply.end();
		VoiceSpan operation = session.startOperation(text);
		try (Scope scope = operation.makeCurrent()) {
			telemetry.refused(RefusalReason.USER_CODE_FAILED, "Reading " + text, null);
		}
		operation.end();
		session.end(text);
	}

	@Configuration(proxyBeanMethods = false)
	static class Prometheus {

		@Bean
		PrometheusMeterRegistry prometheusMeterRegistry() {
			return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		}

	}

}
