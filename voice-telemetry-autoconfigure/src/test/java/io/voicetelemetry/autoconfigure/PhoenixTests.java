package io.voicetelemetry.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.dialect.oracle.PhoenixOracle;
import io.voicetelemetry.dialect.oracle.ProductView;
import io.voicetelemetry.export.DeliveryCounts;
import io.voicetelemetry.export.ExportPipeline;
import io.voicetelemetry.export.VoiceSpanProcessor;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.ReceivedSpan;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Arize Phoenix shows a call as what it is.
 */
@EnabledIfSystemProperty(named = PhoenixTests.PROGRAM, matches = ".+",
		disabledReason = "no Arize Phoenix: .ci/phoenix installs one and runs these tests")
class PhoenixTests {

	static final String PROGRAM = "phoenix.program";

	@TempDir
	private static Path directory;

	private static Phoenix phoenix;

	/** Each test has a project of its own. */
	private final String project = "clinic-" + UUID.randomUUID();

	/** Sessions are told apart by their ids alone, whatever their projects. */
	private final String sessionId = "call-" + UUID.randomUUID();

	@BeforeAll
	static void start() throws Exception {
		phoenix = Phoenix.start(Path.of(System.getProperty(PROGRAM)), directory);
	}

	@AfterAll
	static void stop() throws InterruptedException {
		phoenix.close();
	}

	@Test
	void takesHttp() throws Exception {
		assertTakesAll("endpoint=" + phoenix.http());
	}

	@Test
	void takesCompressedHttp() throws Exception {
		assertTakesAll("endpoint=" + phoenix.http(), "compression=gzip");
	}

	@Test
	void takesGrpc() throws Exception {
		assertTakesAll("endpoint=" + phoenix.grpc(), "protocol=grpc");
	}

	@Test
	void takesCompressedGrpc() throws Exception {
		assertTakesAll("endpoint=" + phoenix.grpc(), "protocol=grpc", "compression=gzip");
	}

	@Test
	void takesNothingByHttpWithAnotherKey() throws Exception {
		assertTakesNothing("endpoint=" + phoenix.http());
	}

	@Test
	void takesNothingByGrpcWithAnotherKey() throws Exception {
		assertTakesNothing("endpoint=" + phoenix.grpc(), "protocol=grpc");
	}

	@Test
	void showsOneSession() throws Exception {
		List<SpanData> recorded = play("endpoint=" + phoenix.http());
		List<PhoenixSpan> shown = phoenix.awaitSpans(this.project, recorded.size());
		JsonNode session = onlySession();
		assertThat(session.get("userId").asString()).isEqualTo(BookingCall.CALLER);
		assertThat(session.get("numTraces").asInt()).isEqualTo(1);
		assertThat(session.get("numTracesWithError").asInt()).isEqualTo(1);
		assertThat(session.at("/tokenUsage/prompt").asLong()).isEqualTo(BookingCall.TOKENS_IN);
		assertThat(session.at("/tokenUsage/completion").asLong()).isEqualTo(BookingCall.TOKENS_OUT);
		PhoenixSpan root = shown.stream().filter((span) -> span.parentId().isEmpty()).findFirst().orElseThrow();
		assertThat(root.spanId()).isEqualTo(recorded.get(recorded.size() - 1).getSpanId());
		assertThat(root.tokensIn()).isEqualTo(BookingCall.TOKENS_IN);
		assertThat(root.tokensOut()).isEqualTo(BookingCall.TOKENS_OUT);
	}

	@Test
	void showsTurnsWithTracesOfTheirOwnInOneSession() throws Exception {
		List<SpanData> recorded = play("endpoint=" + phoenix.http(), "--voice.telemetry.session.trace=turn");
		phoenix.awaitSpans(this.project, recorded.size());
		List<String> traces = recorded.stream().map(SpanData::getTraceId).distinct().toList();
		// two turns of the caller, two replies, the session
		assertThat(traces).hasSize(5);
		JsonNode session = onlySession();
		List<String> shown = new ArrayList<>();
		session.at("/traces/edges").forEach((edge) -> shown.add(edge.at("/node/traceId").asString()));
		assertThat(shown).containsExactlyInAnyOrderElementsOf(traces);
		assertThat(session.at("/tokenUsage/prompt").asLong()).isEqualTo(BookingCall.TOKENS_IN);
		assertThat(session.at("/tokenUsage/completion").asLong()).isEqualTo(BookingCall.TOKENS_OUT);
	}

	/**
	 * So the tests of dialects that ask the oracle are worth something.
	 */
	@Test
	void showsOfACallWhatItsOracleSays() throws Exception {
		assertShowsWhatTheOracleSays(play("endpoint=" + phoenix.http()));
	}

	@Test
	void showsOfOddSpansWhatItsOracleSays() throws Exception {
		try (ConfigurableApplicationContext context = run(arguments("endpoint=" + phoenix.http()))) {
			int count = OddSpans.record(context.getBean(Tracer.class));
			List<SpanData> sent = context.getBean(InMemorySpans.class).all();
			assertThat(sent).hasSize(count);
			assertShowsWhatTheOracleSays(sent);
		}
	}

	private void assertShowsWhatTheOracleSays(List<SpanData> sent) {
		List<ReceivedSpan> received = sent.stream().map(AsReceived::of).toList();
		Map<String, PhoenixSpan> shown = phoenix.awaitSpans(this.project, sent.size())
			.stream()
			.collect(Collectors.toMap(PhoenixSpan::spanId, Function.identity()));
		SoftAssertions softly = new SoftAssertions();
		for (ProductView view : new PhoenixOracle().show(received)) {
			softly.check(() -> PhoenixComparison.assertAlike(view, shown.get(view.span().spanId())));
		}
		softly.assertAll();
	}

	private JsonNode onlySession() throws Exception {
		List<JsonNode> sessions = phoenix.sessions(this.project);
		assertThat(sessions).hasSize(1);
		assertThat(sessions.get(0).get("sessionId").asString()).isEqualTo(this.sessionId);
		return sessions.get(0);
	}

	private void assertTakesAll(String... properties) throws Exception {
		List<SpanData> recorded = play(properties);
		List<PhoenixSpan> shown = phoenix.awaitSpans(this.project, recorded.size());
		assertThat(shown).hasSameSizeAs(recorded);
		Map<String, PhoenixSpan> byId = shown.stream()
			.collect(Collectors.toMap(PhoenixSpan::spanId, Function.identity()));
		assertThat(recorded).allSatisfy((span) -> {
			PhoenixSpan arrived = byId.get(span.getSpanId());
			assertThat(arrived).isNotNull();
			assertThat(arrived.traceId()).isEqualTo(span.getTraceId());
			String parentId = span.getParentSpanId();
			assertThat(arrived.parentId()).isEqualTo(parentId.equals(SpanId.getInvalid()) ? "" : parentId);
			assertThat(arrived.name()).isEqualTo(span.getName());
			assertThat(arrived.status().equals("ERROR"))
				.isEqualTo(span.getStatus().getStatusCode() == StatusCode.ERROR);
			assertThat(arrived.statusMessage()).isEqualTo(span.getStatus().getDescription());
			assertThat(arrived.events()).isEqualTo(span.getEvents().stream().map(EventData::getName).toList());
		});
		onlySession();
	}

	private void assertTakesNothing(String... properties) throws Exception {
		List<String> arguments = arguments(properties);
		arguments.addAll(List.of("--voice.telemetry.export.otlp.headers.authorization=Bearer other",
				"--voice.telemetry.export.otlp.shutdown-timeout=100ms"));
		try (ConfigurableApplicationContext context = run(arguments)) {
			BookingCall.play(context.getBean(VoiceTelemetry.class), this.sessionId);
			ExportPipeline pipeline = context.getBean(VoiceSpanProcessor.class).pipelines().get(0);
			assertThat(pipeline.flush(Duration.ofSeconds(2)).join().delivered()).isZero();
			assertThat(pipeline.counts().problem()).matches(".*(401|UNAUTHENTICATED).*");
			assertThat(pipeline.counts().queued()).isEqualTo(pipeline.counts().accepted());
		}
		assertThat(phoenix.spans(this.project)).isEmpty();
	}

	/**
	 * Plays a call, and tells what was recorded when Phoenix has confirmed all of it.
	 * @param properties of the backend, and whole arguments
	 */
	private List<SpanData> play(String... properties) {
		try (ConfigurableApplicationContext context = run(arguments(properties))) {
			BookingCall.play(context.getBean(VoiceTelemetry.class), this.sessionId);
			VoiceSpanProcessor processor = context.getBean(VoiceSpanProcessor.class);
			processor.flush(Duration.ofSeconds(30));
			List<SpanData> recorded = context.getBean(InMemorySpans.class).all();
			DeliveryCounts counts = processor.counts().get(0);
			assertThat(counts.delivered()).as(counts::toString).isEqualTo(recorded.size());
			return recorded;
		}
	}

	private static ConfigurableApplicationContext run(List<String> arguments) {
		return TestApplication.run(InMemorySpans.class, arguments.toArray(new String[0]));
	}

	private List<String> arguments(String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--spring.application.name=clinic-line",
				"--management.tracing.sampling.probability=1", "--voice.telemetry.content.capture=full",
				"--voice.telemetry.export.otlp.headers.authorization=Bearer " + phoenix.key(),
				"--management.opentelemetry.resource-attributes.openinference.project.name=" + this.project));
		Arrays.stream(properties)
			.map((each) -> each.startsWith("--") ? each : "--voice.telemetry.export.otlp." + each)
			.forEach(arguments::add);
		return arguments;
	}

}
