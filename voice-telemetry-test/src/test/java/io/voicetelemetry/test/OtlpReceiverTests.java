package io.voicetelemetry.test;

import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link OtlpReceiver}, over real HTTP: arriving, waiting, threads.
 */
class OtlpReceiverTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private final OtlpReceiver receiver = OtlpReceiver.start();

	private final OtlpClient client = new OtlpClient(this.receiver);

	@AfterEach
	void close() {
		this.receiver.close();
	}

	@Test
	void listensOnLoopback() {
		assertThat(this.receiver.endpoint()).matches("http://127\\.0\\.0\\.1:\\d+/v1/traces");
	}

	@Test
	void recordsTheRequest() throws Exception {
		byte[] body = OtlpRequests.spans("a");

		this.client.send(this.client.post("/api/public/otel/v1/traces?x=y", body)
			.header("Authorization", "Basic abc")
			.header("X-Many", "1")
			.header("X-Many", "2"));

		assertThat(this.receiver.requests()).singleElement().satisfies((request) -> {
			assertThat(request.method()).isEqualTo("POST");
			assertThat(request.path()).isEqualTo("/api/public/otel/v1/traces");
			assertThat(request.header("authorization")).isEqualTo("Basic abc");
			assertThat(request.header("x-none")).isNull();
			assertThat(request.headers()).containsEntry("x-many", List.of("1", "2"));
			assertThat(request.contentLength()).isEqualTo(body.length);
			assertThat(request.gzip()).isFalse();
			assertThat(request.spanCount()).isEqualTo(1);
			assertThat(request.status()).isEqualTo(200);
		});
	}

	@Test
	void awaitsSpansThatAreStillToCome() {
		CompletableFuture<?> sent = this.client.sendAsync(OtlpRequests.spans("a", "b"))
			.thenCompose((response) -> this.client.sendAsync(OtlpRequests.spans("c")));

		assertThat(this.receiver.awaitSpans(3, LONG)).extracting(ReceivedSpan::name).containsExactly("a", "b", "c");
		assertThat(this.receiver.awaitRequests(2, LONG)).hasSize(2);
		sent.join();
	}

	@Test
	void tellsWhatArrivedWhenSpansAreAwaitedInVain() throws Exception {
		this.client.send(this.client.post(OtlpRequests.spans("agent_session")));

		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.receiver.awaitSpans(2, Duration.ofMillis(20)))
			.withMessage("Expected at least 2 spans within PT0.02S, but 1 arrived; spans: [agent_session], "
					+ "requests: [POST /v1/traces (1 spans, answered 200)]");
	}

	@Test
	void givesUpWaitingWhenInterrupted() {
		Thread.currentThread().interrupt();

		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.receiver.awaitSpans(1, LONG))
			.withMessageStartingWith("Interrupted");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void forgetsWhatArrivedWhenCleared() throws Exception {
		this.client.send(this.client.post(OtlpRequests.spans("a")));
		List<ReceivedSpan> before = this.receiver.spans();

		this.receiver.clear();

		assertThat(before).hasSize(1);
		assertThat(this.receiver.spans()).isEmpty();
		assertThat(this.receiver.requests()).isEmpty();
	}

	@Test
	void takesRequestsInParallel() {
		IntStream.range(0, 100)
			.mapToObj((i) -> this.client.sendAsync(OtlpRequests.spans("a", "b")))
			.toList()
			.forEach(CompletableFuture::join);

		assertThat(this.receiver.spans()).hasSize(200);
		assertThat(this.receiver.requests()).hasSize(100);
	}

	@Test
	void isNotHeldUpByAClientThatStalls() throws Exception {
		URI endpoint = URI.create(this.receiver.endpoint());
		try (Socket stalled = new Socket(endpoint.getHost(), endpoint.getPort())) {
			stalled.getOutputStream().write("POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n".getBytes(UTF_8));
			stalled.getOutputStream().flush();

			assertThat(this.client.send(this.client.post(OtlpRequests.spans("a"))).statusCode()).isEqualTo(200);
		}
	}

	@Test
	void runsOnDaemonThreads() throws Exception {
		// started by a thread that is none, as its own could inherit that
		ExecutorService user = Executors.newSingleThreadExecutor();
		try (OtlpReceiver started = user.submit(OtlpReceiver::start).get()) {
			OtlpClient toStarted = new OtlpClient(started);
			toStarted.send(toStarted.post(OtlpRequests.spans("a")));

			List<Thread> threads = Thread.getAllStackTraces()
				.keySet()
				.stream()
				.filter((thread) -> thread.getName().matches("HTTP-Dispatcher|otlp-receiver"))
				.toList();
			assertThat(threads).extracting(Thread::getName).contains("HTTP-Dispatcher", "otlp-receiver");
			assertThat(threads).allMatch(Thread::isDaemon);
		}
		finally {
			user.shutdown();
		}
	}

	@Test
	void stopsListeningWhenClosed() throws Exception {
		this.client.send(this.client.post(OtlpRequests.spans("a")));

		this.receiver.close();
		this.receiver.close();

		OtlpClient another = new OtlpClient(this.receiver);
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> another.send(another.post(new byte[0])));
		assertThat(this.receiver.spans()).hasSize(1);
	}

}
