package io.voicetelemetry.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.otlp.Certificates;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.UserTurn;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedSpan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The OpenTelemetry Collector takes every span, and passes it on as it was recorded.
 */
@EnabledIfSystemProperty(named = CollectorTests.PROGRAM, matches = ".+",
		disabledReason = "no OpenTelemetry Collector: .ci/collector builds one and runs these tests")
class CollectorTests {

	static final String PROGRAM = "collector.program";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final int CALLS = 100;

	private static final int SPANS = CALLS * 7;

	@TempDir
	private static Path directory;

	private static OtlpReceiver next;

	private static Collector collector;

	@BeforeAll
	static void start() throws Exception {
		next = OtlpReceiver.start();
		collector = Collector.start(Path.of(System.getProperty(PROGRAM)), directory, Certificates.get(),
				next.endpoint());
	}

	@AfterAll
	static void stop() throws InterruptedException {
		collector.close();
		next.close();
	}

	@BeforeEach
	void forget() {
		next.clear();
	}

	@Test
	void takesHttp() throws Exception {
		assertTakesAll(Collector.PLAIN, "http", "endpoint=" + collector.http(Collector.PLAIN));
	}

	@Test
	void takesCompressedHttp() throws Exception {
		assertTakesAll(Collector.PLAIN, "http", "endpoint=" + collector.http(Collector.PLAIN), "compression=gzip");
	}

	private void assertTakesAll(String receiver, String transport, String... properties) throws Exception {
		long before = collector.accepted(receiver, transport);
		List<String> arguments = new ArrayList<>(
				List.of("--management.tracing.sampling.probability=1", "--spring.application.name=clinic-line",
						"--voice.telemetry.content.capture=full", "--voice.telemetry.attributes.region=eu"));
		Arrays.stream(properties).forEach((each) -> arguments.add("--voice.telemetry.export.otlp." + each));
		List<ReceivedSpan> recorded;
		try (ConfigurableApplicationContext context = TestApplication.run(InMemorySpans.class,
				arguments.toArray(new String[0]))) {
			for (int i = 0; i < CALLS; i++) {
				call(context.getBean(VoiceTelemetry.class));
				spanWithEveryType(context.getBean(Tracer.class));
			}
			recorded = context.getBean(InMemorySpans.class).all().stream().map(AsReceived::of).toList();
		}
		assertThat(recorded).hasSize(SPANS);
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(collector.accepted(receiver, transport) - before).isEqualTo(SPANS));
		assertThat(collector.refused(receiver, transport)).isZero();
		assertThat(next.awaitSpans(SPANS, PATIENCE)).hasSize(SPANS);
		Map<String, ReceivedSpan> received = bySpanId(next.spans());
		assertThat(received).containsOnlyKeys(bySpanId(recorded).keySet());
		recorded.forEach((span) -> assertThat(received.get(span.spanId())).isEqualTo(span));
	}

	private static Map<String, ReceivedSpan> bySpanId(List<ReceivedSpan> spans) {
		return spans.stream().collect(Collectors.toMap(ReceivedSpan::spanId, Function.identity()));
	}

	private static void call(VoiceTelemetry telemetry) {
		VoiceSession session = telemetry.session().tenantId("riverside-clinic").roomName("line-1").start();
		UserTurn question = session.startUserTurn();
		question.startRecognition().model("deepgram", "nova-3").audioDuration(Duration.ofMillis(1500)).end();
		question.commit();
		question.end();
		AgentTurn reply = session.startAgentTurn();
		LlmCall llm = reply.startLlmCall().model("openai", "gpt-4o");
		llm.firstToken();
		llm.usage(TokenUsage.of(900L, 20L)).finishReasons(List.of("stop", "tool_calls"));
		llm.setAttribute("temperature", 0.7).setAttribute("cached", true).setAttribute("seed", Long.MAX_VALUE).end();
		reply.startToolCall("find_slots").fail(new IllegalStateException("no slots"));
		reply.end();
		session.end("hangup");
	}

	private static void spanWithEveryType(Tracer tracer) {
		Attributes everyType = Attributes.builder()
			.put("string", "grüße \uD83D\uDE00 \u202E")
			.put("empty", "")
			.put("number as a string", "5")
			.put("long", Long.MIN_VALUE)
			.put("zero", 0)
			.put("double", 5.0)
			.put("small", Double.MIN_VALUE)
			.put("true", true)
			.put("false", false)
			.put("strings", "a", "")
			.put("longs", 1, -1)
			.put("doubles", 1.0, -0.5)
			.put("booleans", true, false)
			.put(AttributeKey.stringArrayKey("none"), List.of())
			.build();
		Span span = tracer.spanBuilder("every type")
			.addLink(Span.getInvalid().getSpanContext())
			.setAllAttributes(everyType)
			.startSpan();
		span.addLink(span.getSpanContext(), everyType).addEvent("event", everyType);
		span.setStatus(StatusCode.ERROR, "on purpose").end();
	}

}
