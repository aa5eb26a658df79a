package io.voicetelemetry.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.export.ExportPipeline;
import io.voicetelemetry.export.VoiceSpanProcessor;
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

	private final HttpClient client = HttpClient.newHttpClient();

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

	@Test
	void takesGrpc() throws Exception {
		assertTakesAll(Collector.PLAIN, "grpc", "protocol=grpc", "endpoint=" + collector.grpc(Collector.PLAIN));
	}

	@Test
	void takesCompressedGrpc() throws Exception {
		assertTakesAll(Collector.PLAIN, "grpc", "protocol=grpc", "endpoint=" + collector.grpc(Collector.PLAIN),
				"compression=gzip");
	}

	@Test
	void takesHttpByTls() throws Exception {
		assertTakesAll(Collector.TLS, "http", "endpoint=" + collector.http(Collector.TLS), "ssl.bundle=trusting");
	}

	@Test
	void takesGrpcByTls() throws Exception {
		assertTakesAll(Collector.TLS, "grpc", "protocol=grpc", "endpoint=" + collector.grpc(Collector.TLS),
				"ssl.bundle=trusting");
	}

	@Test
	void takesHttpFromAKnownClient() throws Exception {
		assertTakesAll(Collector.MUTUAL_TLS, "http", "endpoint=" + collector.http(Collector.MUTUAL_TLS),
				"ssl.bundle=known");
	}

	@Test
	void takesGrpcFromAKnownClient() throws Exception {
		assertTakesAll(Collector.MUTUAL_TLS, "grpc", "protocol=grpc",
				"endpoint=" + collector.grpc(Collector.MUTUAL_TLS), "ssl.bundle=known");
	}

	@Test
	void takesNothingFromAnUnknownClient() throws Exception {
		long before = collector.accepted(Collector.MUTUAL_TLS, "http");
		try (ConfigurableApplicationContext context = TestApplication.run(TestApplication.Empty.class, arguments(
				"endpoint=" + collector.http(Collector.MUTUAL_TLS), "ssl.bundle=trusting", "shutdown-timeout=100ms"))) {
			call(context.getBean(VoiceTelemetry.class));
			ExportPipeline pipeline = context.getBean(VoiceSpanProcessor.class).pipelines().get(0);
			assertThat(pipeline.flush(Duration.ofSeconds(2)).join().delivered()).isZero();
			assertThat(pipeline.counts().queued()).isEqualTo(6);
		}
		assertThat(collector.accepted(Collector.MUTUAL_TLS, "http")).isEqualTo(before);
	}

	/**
	 * The collector refuses a gRPC message of more than 4 MiB.
	 */
	@Test
	void takesTheOthersOfARequestThatIsTooLarge() throws Exception {
		List<ReceivedSpan> recorded;
		String prompt = "x".repeat(5_000_000);
		try (ConfigurableApplicationContext context = TestApplication.run(InMemorySpans.class,
				arguments("protocol=grpc", "endpoint=" + collector.grpc(Collector.PLAIN), "schedule-delay=1s"))) {
			Tracer tracer = context.getBean(Tracer.class);
			for (int i = 0; i < 500; i++) {
				Span span = tracer.spanBuilder("span " + i).startSpan();
				span.setAttribute("gen_ai.prompt", (i == 250) ? prompt : "short").end();
			}
			recorded = context.getBean(InMemorySpans.class).all().stream().map(AsReceived::of).toList();
			next.awaitSpans(500, PATIENCE);
		}
		Map<String, ReceivedSpan> received = bySpanId(next.spans());
		assertThat(received).hasSize(500);
		recorded.forEach((span) -> {
			ReceivedSpan arrived = received.get(span.spanId());
			if (!span.name().equals("span 250")) {
				assertThat(arrived).isEqualTo(span);
			}
			else {
				assertThat((String) arrived.attributes().get("gen_ai.prompt")).startsWith("xxx")
					.hasSizeLessThan(prompt.length());
			}
		});
	}

	/**
	 * What the inspector's page lets people download is taken as it is.
	 */
	@Test
	void takesTheDownloadOfACall() throws Exception {
		long before = collector.accepted(Collector.PLAIN, "http");
		List<ReceivedSpan> recorded;
		String download;
		try (ConfigurableApplicationContext context = TestApplication.runWeb(List.of(InMemorySpans.class),
				Stream.concat(Stream.of("--voice.telemetry.inspector.enabled=true"), Stream.of(arguments()))
					.toArray(String[]::new))) {
			VoiceSession session = context.getBean(VoiceTelemetry.class).session().tenantId("riverside-clinic").start();
			talk(session);
			session.run(() -> spanWithEveryType(context.getBean(Tracer.class)));
			session.end("hangup");
			recorded = context.getBean(InMemorySpans.class).all().stream().map(AsReceived::of).toList();
			download = this.client
				.send(HttpRequest
					.newBuilder(URI.create("http://127.0.0.1:" + TestApplication.portOf(context)
							+ "/voice-telemetry/api/otlp?key=" + session.spanContext().getSpanId()))
					.build(), HttpResponse.BodyHandlers.ofString())
				.body();
		}
		assertThat(this.client
			.send(HttpRequest.newBuilder(URI.create(collector.http(Collector.PLAIN)))
				.header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers.ofString(download))
				.build(), HttpResponse.BodyHandlers.ofString())
			.statusCode()).isEqualTo(200);
		Map<String, ReceivedSpan> expected = bySpanId(recorded);
		expected.values().removeIf((span) -> !span.attributes().containsKey("session.id"));
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(collector.accepted(Collector.PLAIN, "http") - before).isEqualTo(7));
		assertThat(next.awaitSpans(7, PATIENCE)).hasSize(7);
		assertThat(bySpanId(next.spans())).isEqualTo(expected);
	}

	private void assertTakesAll(String receiver, String transport, String... properties) throws Exception {
		long before = collector.accepted(receiver, transport);
		List<ReceivedSpan> recorded;
		try (ConfigurableApplicationContext context = TestApplication.run(InMemorySpans.class, arguments(properties))) {
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

	private static String[] arguments(String... properties) throws Exception {
		Certificates certificates = Certificates.get();
		String trusted = "truststore.certificate=file:" + certificates.certificate(Certificates.AUTHORITY);
		List<String> arguments = new ArrayList<>(
				List.of("--management.tracing.sampling.probability=1", "--spring.application.name=clinic-line",
						"--voice.telemetry.content.capture=full", "--voice.telemetry.attributes.region=eu",
						"--spring.ssl.bundle.pem.trusting." + trusted, "--spring.ssl.bundle.pem.known." + trusted,
						"--spring.ssl.bundle.pem.known.keystore.certificate=file:"
								+ certificates.certificate(Certificates.CLIENT),
						"--spring.ssl.bundle.pem.known.keystore.private-key=file:"
								+ certificates.privateKey(Certificates.CLIENT)));
		arguments.add(ExpectedCall.AS_RECORDED);
		Arrays.stream(properties).forEach((each) -> arguments.add("--voice.telemetry.export.otlp." + each));
		return arguments.toArray(new String[0]);
	}

	private static Map<String, ReceivedSpan> bySpanId(List<ReceivedSpan> spans) {
		return spans.stream().collect(Collectors.toMap(ReceivedSpan::spanId, Function.identity()));
	}

	private static void call(VoiceTelemetry telemetry) {
		VoiceSession session = telemetry.session().tenantId("riverside-clinic").roomName("line-1").start();
		talk(session);
		session.end("hangup");
	}

	private static void talk(VoiceSession session) {
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
