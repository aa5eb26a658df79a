package io.voicetelemetry.export;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.voicetelemetry.export.RunningPipelines.Running;
import io.voicetelemetry.session.UserTurn;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.spool.OpenSpanJournal;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedSpan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static io.voicetelemetry.export.RunningPipelines.PATIENCE;
import static io.voicetelemetry.export.RunningPipelines.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Pipelines that keep what waits on a real disk, too.
 */
@ExtendWith(OutputCaptureExtension.class)
class SpooledPipelineTests {

	private final RunningPipelines pipelines = new RunningPipelines();

	private final OtlpReceiver receiver = this.pipelines.receiver();

	@TempDir
	private Path directory;

	@AfterEach
	void close() throws Exception {
		this.pipelines.close();
	}

	@Test
	void whatWasNotDeliveredIsDeliveredByTheNextProcess(CapturedOutput output) {
		this.receiver.respondWith(503);
		Running first = this.pipelines.run(settings(this.directory), (http) -> http::send);
		for (int i = 0; i < 1_000; i++) {
			first.tracer().spanBuilder("span " + i).startSpan().end();
		}
		first.processor().shutdown().join(30, TimeUnit.SECONDS);
		assertThat(output).contains("On disk for backend at " + this.receiver.endpoint()
				+ ": 1000 spans, to be delivered when the application starts again: it answered 503");
		assertThat(first.processor().counts().get(0).droppedInAll()).isZero();
		this.receiver.reset();
		Running second = this.pipelines.run(settings(this.directory), (http) -> http::send);
		assertThat(names(this.receiver.awaitSpans(1_000, PATIENCE))).hasSize(1_000);
		await().untilAsserted(() -> assertThat(second.processor().counts().get(0))
			.extracting(DeliveryCounts::accepted, DeliveryCounts::delivered, DeliveryCounts::queued)
			.containsExactly(1_000L, 1_000L, 0L));
		second.processor().shutdown().join(30, TimeUnit.SECONDS);
		assertThat(this.pipelines.run(settings(this.directory), (http) -> http::send).processor().flush(PATIENCE))
			.containsExactly(new FlushResult("backend", 0, 0, 0));
	}

	@Test
	void aCallThatACrashHasInterruptedIsReportedWithItsChildren() throws Exception {
		Running first = this.pipelines.run(settings(this.directory), (http) -> (request) -> new CompletableFuture<>());
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
		Running second = this.pipelines.run(settings(copy), (http) -> http::send);
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
		Running first = this.pipelines.run(settings(this.directory), (http) -> http::send);
		VoiceSession session = first.telemetry().session().id("call-1").start();
		Path backend = this.directory.resolve("backend");
		await().untilAsserted(() -> assertThat(files(backend)).anyMatch((file) -> file.endsWith(".journal")));
		session.end();
		this.receiver.awaitSpans(1, PATIENCE);
		first.processor().shutdown().join(30, TimeUnit.SECONDS);
		this.pipelines.run(settings(this.directory), (http) -> http::send).processor().flush(PATIENCE);
		assertThat(this.receiver.spans()).singleElement()
			.satisfies((span) -> assertThat(span.attributes()).containsEntry("voice.outcome", "success"));
	}

	@Test
	void aSecondPipelineOnTheSameDirectoryGoesOnInMemory(CapturedOutput output) {
		Running first = this.pipelines.run(settings(this.directory), (http) -> http::send);
		first.processor().flush(PATIENCE);
		Running second = this.pipelines.run(settings(this.directory), (http) -> http::send);
		second.tracer().spanBuilder("one").startSpan().end();
		this.receiver.awaitSpans(1, PATIENCE);
		assertThat(output.toString().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.satisfies((line) -> assertThat(line).contains("spans are kept in memory alone: "));
	}

	@Test
	void aDirectoryThatCannotBeMadeIsNoReasonNotToDeliver(CapturedOutput output) throws Exception {
		Path file = Files.createFile(this.directory.resolve("file"));
		Running running = this.pipelines.run(settings(file), (http) -> http::send);
		running.tracer().spanBuilder("one").startSpan().end();
		this.receiver.awaitSpans(1, PATIENCE);
		assertThat(output).contains("spans are kept in memory alone: ");
	}

	@Test
	void aWillThatCannotBeReadIsNoReasonNotToDeliver(CapturedOutput output) throws Exception {
		try (OpenSpanJournal journal = OpenSpanJournal.open(Files.createDirectories(this.directory.resolve("backend")),
				1 << 20, false)) {
			journal.opened(1, "this is no request".getBytes(StandardCharsets.UTF_8));
			// What is left behind is left by a process that died, so this one is not
			// closed.
			copy(this.directory.resolve("backend"), this.directory.resolve("copy/backend"));
		}
		Running running = this.pipelines.run(settings(this.directory.resolve("copy")), (http) -> http::send);
		running.tracer().spanBuilder("one").startSpan().end();
		assertThat(running.processor().flush(PATIENCE)).containsExactly(new FlushResult("backend", 1, 0, 0));
		assertThat(output).contains("Reading an open span of an earlier run");
	}

	@Test
	void whatEndsWhileThePipelineStopsIsKeptOnDisk() {
		this.receiver.respondWith(503);
		Running running = this.pipelines.run(settings(this.directory), (http) -> http::send);
		Thread ending = new Thread(() -> {
			for (int i = 0; i < 3_000; i++) {
				running.tracer().spanBuilder("span").startSpan().end();
			}
		});
		ending.start();
		running.processor().shutdown().join(30, TimeUnit.SECONDS);
		await().until(() -> !ending.isAlive());
		DeliveryCounts counts = running.processor().counts().get(0);
		assertThat(counts.accepted()).isEqualTo(3_000);
		this.receiver.reset();
		this.pipelines.run(settings(this.directory), (http) -> http::send);
		int kept = 3_000 - counts.dropped().getOrDefault(DropReason.SHUTDOWN, 0L).intValue();
		assertThat(this.receiver.awaitSpans(kept, PATIENCE)).hasSize(kept);
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

}
