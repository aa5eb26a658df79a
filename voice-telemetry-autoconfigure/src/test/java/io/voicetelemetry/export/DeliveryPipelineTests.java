package io.voicetelemetry.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.sdk.trace.ReadableSpan;
import io.voicetelemetry.export.RunningPipelines.Running;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedSpan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static io.voicetelemetry.export.RunningPipelines.PATIENCE;
import static io.voicetelemetry.export.RunningPipelines.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Pipelines with their threads, over real HTTP.
 */
@ExtendWith(OutputCaptureExtension.class)
class DeliveryPipelineTests {

	private final RunningPipelines pipelines = new RunningPipelines();

	private final OtlpReceiver receiver = this.pipelines.receiver();

	@AfterEach
	void close() throws Exception {
		this.pipelines.close();
	}

	@Test
	void theThreadSurvivesInterruptsAndErrors() {
		AtomicInteger sent = new AtomicInteger();
		Running running = this.pipelines.run(settings(null), (http) -> (request) -> {
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
		Running running = this.pipelines.run(settings(null), (http) -> (request) -> (sent.incrementAndGet() == 1)
				? CompletableFuture.failedFuture(new IllegalStateException("by the transport")) : http.send(request));
		running.tracer().spanBuilder("one").startSpan().end();
		this.receiver.awaitSpans(1, PATIENCE);
		assertThat(sent).hasValue(2);
	}

	@Test
	void theAccountBalancesWhileManyThreadsEndSpans() throws Exception {
		Running running = this.pipelines.run(settings(null), (http) -> http::send);
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
		Running running = this.pipelines.run(settings(null), (http) -> http::send);
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
	void aTransportThatCannotBeClosedHoldsUpNoShutdown() {
		Running running = this.pipelines.run(settings(null), (http) -> http::send, () -> {
			throw new IllegalStateException("by the transport");
		});
		running.tracer().spanBuilder("one").startSpan().end();
		assertThat(running.processor().shutdown().join(30, TimeUnit.SECONDS).isSuccess()).isTrue();
		assertThat(running.processor().counts().get(0).delivered()).isEqualTo(1);
	}

	@Test
	void aFlushIsAnsweredThoughTheThreadIsHeldUp() throws Exception {
		CountDownLatch held = new CountDownLatch(1);
		CountDownLatch free = new CountDownLatch(1);
		Running running = this.pipelines.run(settings(null), (http) -> (request) -> {
			held.countDown();
			awaitQuietly(free);
			return http.send(request);
		});
		running.tracer().spanBuilder("one").startSpan().end();
		assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(running.processor().flush(Duration.ofMillis(10)))
			.containsExactly(new FlushResult("backend", 0, 0, 1));
		free.countDown();
		this.receiver.awaitSpans(1, PATIENCE);
	}

	private static Thread thread() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("voice-telemetry-export-backend"))
			.findFirst()
			.orElseThrow();
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
