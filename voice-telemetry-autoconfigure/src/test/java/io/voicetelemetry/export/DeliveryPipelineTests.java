package io.voicetelemetry.export;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.voicetelemetry.otlp.HttpTransport;
import io.voicetelemetry.otlp.OtlpAnswer;
import io.voicetelemetry.otlp.OtlpDestination;
import io.voicetelemetry.otlp.OtlpTransport;
import io.voicetelemetry.session.ClosableVoiceTelemetry;
import io.voicetelemetry.session.UserTurn;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.spool.SpoolSettings;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedSpan;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Pipelines with their threads, over real HTTP and on a real disk.
 */
@ExtendWith(OutputCaptureExtension.class)
class DeliveryPipelineTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final OtlpReceiver receiver = OtlpReceiver.start();

	private final List<AutoCloseable> open = new ArrayList<>();

	@TempDir
	private Path directory;

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable each : this.open) {
			each.close();
		}
		this.receiver.close();
	}

	@Test
	void theThreadSurvivesInterruptsAndErrors() {
		AtomicInteger sent = new AtomicInteger();
		Running running = run(settings(null), (http) -> (request) -> {
			if (sent.incrementAndGet() < 4) {
				throw new NoClassDefFoundError("no such class");
			}
			return http.send(request);
		});
		thread().interrupt();
		running.tracer().spanBuilder("one").startSpan().end();
		this.receiver.awaitSpans(1, PATIENCE);
		thread().interrupt();
		running.tracer().spanBuilder("two").startSpan().end();
		assertThat(this.receiver.awaitSpans(2, PATIENCE)).extracting(ReceivedSpan::name).containsExactly("one", "two");
	}

	@Test
	void aTransportThatFailsAsynchronouslyIsTriedAgain() {
		AtomicInteger sent = new AtomicInteger();
		Running running = run(settings(null), (http) -> (request) -> (sent.incrementAndGet() == 1)
				? CompletableFuture.failedFuture(new IllegalStateException("by the transport")) : http.send(request));
		running.tracer().spanBuilder("one").startSpan().end();
		this.receiver.awaitSpans(1, PATIENCE);
		assertThat(sent).hasValue(2);
	}

	@Test
	void theAccountBalancesWhileManyThreadsEndSpans() throws Exception {
		Running running = run(settings(null), (http) -> http::send);
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			Thread thread = new Thread(() -> {
				for (int j = 0; j < 2_000; j++) {
					running.tracer().spanBuilder("span").startSpan().end();
				}
			});
			thread.start();
			threads.add(thread);
		}
		while (threads.stream().anyMatch(Thread::isAlive)) {
			DeliveryCounts counts = running.processor().counts().get(0);
			assertThat(counts.queued()).isNotNegative();
			assertThat(counts.accepted()).isEqualTo(counts.delivered() + counts.droppedInAll() + counts.queued());
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(running.processor().flush(PATIENCE)).allMatch(FlushResult::isComplete);
		assertThat(this.receiver.spans()).hasSize(16_000);
		assertThat(new HashSet<>(this.receiver.spans().stream().map(ReceivedSpan::spanId).toList())).hasSize(16_000);
		assertThat(running.processor().counts().get(0).accepted()).isEqualTo(16_000);
	}

	@Test
	void saysHowManySpansAreLostWhenTheApplicationStops(CapturedOutput output) {
		this.receiver.respondWith(503);
		Running running = run(settings(null), (http) -> http::send);
		for (int i = 0; i < 7; i++) {
			running.tracer().spanBuilder("span").startSpan().end();
		}
		assertThat(running.processor().shutdown().join(30, TimeUnit.SECONDS).isSuccess()).isFalse();
		assertThat(output).contains("7 spans could not be delivered to backend at " + this.receiver.endpoint()
				+ " within 1.0 s when the application stopped, and are lost: it answered 503");
		assertThat(running.processor().counts().get(0).dropped()).containsEntry(DropReason.SHUTDOWN, 7L);
		running.processor().onEnd((ReadableSpan) running.tracer().spanBuilder("late").startSpan());
		assertThat(running.processor().counts().get(0).dropped()).containsEntry(DropReason.SHUTDOWN, 8L);
		assertThat(running.processor().counts().get(0).queued()).isZero();
	}

	@Test
	void whatWasNotDeliveredIsDeliveredByTheNextProcess(CapturedOutput output) {
		this.receiver.respondWith(503);
		Running first = run(settings(this.directory), (http) -> http::send);
		for (int i = 0; i < 1_000; i++) {
			first.tracer().spanBuilder("span " + i).startSpan().end();
		}
		first.processor().shutdown().join(30, TimeUnit.SECONDS);
		assertThat(output).contains("On disk for backend at " + this.receiver.endpoint()
				+ ": 1000 spans, to be delivered when the application starts again: it answered 503");
		assertThat(first.processor().counts().get(0).droppedInAll()).isZero();
		this.receiver.reset();
		Running second = run(settings(this.directory), (http) -> http::send);
		assertThat(names(this.receiver.awaitSpans(1_000, PATIENCE))).hasSize(1_000);
		await().untilAsserted(() -> assertThat(second.processor().counts().get(0))
			.extracting(DeliveryCounts::accepted, DeliveryCounts::delivered, DeliveryCounts::queued)
			.containsExactly(1_000L, 1_000L, 0L));
		second.processor().shutdown().join(30, TimeUnit.SECONDS);
		assertThat(run(settings(this.directory), (http) -> http::send).processor().flush(PATIENCE))
			.containsExactly(new FlushResult("backend", 0, 0, 0));
	}

	@Test
	void aCallThatACrashHasInterruptedIsReportedWithItsChildren() throws Exception {
		Running first = run(settings(this.directory), (http) -> (request) -> new CompletableFuture<>());
		VoiceSession session = first.telemetry().session().id("call-1").tenantId("clinic").start();
		UserTurn turn = session.startUserTurn();
		turn.startRecognition().end();
		Path backend = this.directory.resolve("backend");
		await().untilAsserted(() -> assertThat(files(backend)).anyMatch((file) -> file.endsWith(".journal"))
			.anyMatch((file) -> file.endsWith(".spool")));
		// What a crash leaves is what is on disk at any moment.
		Path copy = this.directory.resolve("copy");
		await().untilAsserted(() -> {
			copy(backend, copy.resolve("backend"));
			assertThat(Files.size(newest(copy.resolve("backend"), ".journal"))).isGreaterThan(500);
		});
		Running second = run(settings(copy), (http) -> http::send);
		List<ReceivedSpan> spans = this.receiver.awaitSpans(3, PATIENCE);
		assertThat(spans).extracting(ReceivedSpan::name)
			.containsExactlyInAnyOrder("agent_session", "user_turn", "stt_request");
		Set<String> ids = new HashSet<>(spans.stream().map(ReceivedSpan::spanId).toList());
		assertThat(spans).filteredOn((span) -> !span.name().equals("agent_session"))
			.allSatisfy((span) -> assertThat(ids).contains(span.parentSpanId()));
		assertThat(spans).filteredOn((span) -> span.name().equals("agent_session"))
			.singleElement()
			.satisfies((span) -> {
				assertThat(span.attributes()).containsEntry("voice.disconnect_reason", "interrupted")
					.containsEntry("voice.outcome", "error")
					.containsEntry("session.id", "call-1")
					.containsEntry("tenant.id", "clinic");
				assertThat(spans)
					.allSatisfy((each) -> assertThat(each.endEpochNanos()).isLessThanOrEqualTo(span.endEpochNanos()));
			});
		second.processor().shutdown().join(30, TimeUnit.SECONDS);
		assertThat(files(copy.resolve("backend"))).noneMatch((file) -> file.endsWith(".journal"));
		turn.end();
		session.end();
	}

	@Test
	void whatEndsIsNotReportedAsInterrupted() throws Exception {
		Running first = run(settings(this.directory), (http) -> http::send);
		VoiceSession session = first.telemetry().session().id("call-1").start();
		Path backend = this.directory.resolve("backend");
		await().untilAsserted(() -> assertThat(files(backend)).anyMatch((file) -> file.endsWith(".journal")));
		session.end();
		this.receiver.awaitSpans(1, PATIENCE);
		first.processor().shutdown().join(30, TimeUnit.SECONDS);
		run(settings(this.directory), (http) -> http::send).processor().flush(PATIENCE);
		assertThat(this.receiver.spans()).singleElement()
			.satisfies((span) -> assertThat(span.attributes()).containsEntry("voice.outcome", "success"));
	}

	@Test
	void aSecondPipelineOnTheSameDirectoryGoesOnInMemory(CapturedOutput output) {
		Running first = run(settings(this.directory), (http) -> http::send);
		first.processor().flush(PATIENCE);
		Running second = run(settings(this.directory), (http) -> http::send);
		second.tracer().spanBuilder("one").startSpan().end();
		this.receiver.awaitSpans(1, PATIENCE);
		assertThat(output.toString().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.satisfies((line) -> assertThat(line).contains("spans are kept in memory alone: "));
	}

	@Test
	void aDirectoryThatCannotBeMadeIsNoReasonNotToDeliver(CapturedOutput output) throws Exception {
		Path file = Files.createFile(this.directory.resolve("file"));
		Running running = run(settings(file), (http) -> http::send);
		running.tracer().spanBuilder("one").startSpan().end();
		this.receiver.awaitSpans(1, PATIENCE);
		assertThat(output).contains("spans are kept in memory alone: ");
	}

	private static Thread thread() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("voice-telemetry-export-backend"))
			.findFirst()
			.orElseThrow();
	}

	private static Set<String> names(List<ReceivedSpan> spans) {
		return new HashSet<>(spans.stream().map(ReceivedSpan::name).toList());
	}

	private static List<String> files(Path directory) throws Exception {
		if (!Files.exists(directory)) {
			return List.of();
		}
		try (var files = Files.list(directory)) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
	}

	private static Path newest(Path directory, String suffix) throws Exception {
		return directory.resolve(
				files(directory).stream().filter((file) -> file.endsWith(suffix)).sorted().findFirst().orElseThrow());
	}

	private static void copy(Path from, Path to) throws Exception {
		Files.createDirectories(to);
		for (String file : files(from)) {
			Files.copy(from.resolve(file), to.resolve(file), StandardCopyOption.REPLACE_EXISTING);
		}
	}

	private DeliverySettings settings(@Nullable Path directory) {
		return new DeliverySettings(Duration.ofMillis(100), 64 << 20, Duration.ofMinutes(15), Duration.ofSeconds(1),
				65_536, (directory != null) ? new SpoolSettings(directory, 64 << 20, Duration.ofDays(2), false) : null);
	}

	private Running run(DeliverySettings settings, Function<HttpTransport, Sending> sending) {
		HttpTransport http = new HttpTransport(
				new OtlpDestination("backend", URI.create(this.receiver.endpoint()), Map.of(), false, PATIENCE, null));
		Sending sends = sending.apply(http);
		VoiceSpanProcessor processor = new VoiceSpanProcessor(
				List.of(OtlpPipelines.create("backend", new Transport(http, sends), settings, true)),
				Attributes.empty(), settings.shutdownTimeout());
		OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(processor).build())
			.build();
		ClosableVoiceTelemetry telemetry = VoiceTelemetry.builder(sdk).build();
		this.open.add(telemetry);
		this.open.add(sdk);
		return new Running(processor, sdk.getTracer("test"), telemetry);
	}

	private record Running(VoiceSpanProcessor processor, Tracer tracer, VoiceTelemetry telemetry) {
	}

	@FunctionalInterface
	private interface Sending {

		CompletableFuture<OtlpAnswer> send(byte[] request);

	}

	private record Transport(HttpTransport http, Sending sending) implements OtlpTransport {

		@Override
		public CompletableFuture<OtlpAnswer> send(byte[] request) {
			return this.sending.send(request);
		}

		@Override
		public void close() {
			this.http.close();
		}

		@Override
		public String toString() {
			return this.http.toString();
		}

	}

}
