package io.voicetelemetry.otlp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.voicetelemetry.test.OtlpReceiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests over real HTTP.
 */
class HttpTransportTests {

	private final OtlpReceiver receiver = OtlpReceiver.start();

	private final byte[] request = new OtlpEncoder().encode(List.of(TestSpanData.builder()
		.setName("span")
		.setKind(SpanKind.INTERNAL)
		.setStatus(StatusData.unset())
		.setStartEpochNanos(1_000)
		.setEndEpochNanos(2_000)
		.setHasEnded(true)
		.build()));

	@AfterEach
	void close() {
		this.receiver.close();
	}

	@Test
	void sendsPlain() {
		assertThat(answer(this.receiver.endpoint(), false)).isEqualTo(OtlpAnswer.Accepted.ALL);
		assertThat(this.receiver.spans()).singleElement()
			.satisfies((span) -> assertThat(span.name()).isEqualTo("span"));
		assertThat(this.receiver.requests().get(0).headers()).containsKey("x-api-key");
	}

	@Test
	void sendsGzip() {
		assertThat(answer(this.receiver.endpoint(), true)).isEqualTo(OtlpAnswer.Accepted.ALL);
		assertThat(this.receiver.spans()).hasSize(1);
		assertThat(this.receiver.requests().get(0).headers()).containsKey("content-encoding");
	}

	@Test
	void doesNotFollowARedirect() {
		try (OtlpReceiver elsewhere = OtlpReceiver.start()) {
			for (int status : new int[] { 301, 302, 303, 307, 308 }) {
				this.receiver.respondWith(status, Map.of("Location", elsewhere.endpoint()));
				assertThat(answer(this.receiver.endpoint(), false)).isInstanceOf(OtlpAnswer.Refused.class);
			}
			assertThat(elsewhere.requests()).isEmpty();
		}
	}

	@Test
	void saysThatNobodyListens() throws Exception {
		URI endpoint;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			endpoint = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/v1/traces");
		}
		assertThat(answer(endpoint.toString(), false))
			.isEqualTo(new OtlpAnswer.TryLater("cannot be connected to", null));
	}

	@Test
	void saysThatNobodyAnswers() throws Exception {
		try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			OtlpDestination destination = destination("http://127.0.0.1:" + socket.getLocalPort() + "/v1/traces", false,
					Duration.ofMillis(300));
			try (HttpTransport transport = new HttpTransport(destination)) {
				assertThat(transport.send(this.request).get(30, TimeUnit.SECONDS))
					.isEqualTo(new OtlpAnswer.TryLater("timed out after 0.3s", null));
			}
		}
	}

	@Test
	void saysThatAnAnswerBrokeOff() throws Exception {
		try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			CompletableFuture.runAsync(() -> {
				try {
					socket.accept().close();
				}
				catch (IOException ex) {
					throw new IllegalStateException(ex);
				}
			});
			assertThat(answer("http://127.0.0.1:" + socket.getLocalPort() + "/v1/traces", false))
				.isInstanceOfSatisfying(OtlpAnswer.TryLater.class,
						(later) -> assertThat(later.problem()).startsWith("broke off"));
		}
	}

	@Test
	void breaksOffWhatIsUnderWay() throws Exception {
		try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			HttpTransport transport = new HttpTransport(destination(
					"http://127.0.0.1:" + socket.getLocalPort() + "/v1/traces", false, Duration.ofMinutes(5)));
			CompletableFuture<OtlpAnswer> answer = transport.send(this.request);
			transport.close();
			assertThat(answer.get(30, TimeUnit.SECONDS)).isInstanceOf(OtlpAnswer.TryLater.class);
		}
	}

	@Test
	void doesNotDescribeSecrets() {
		OtlpDestination destination = destination("http://127.0.0.1:1/v1/traces?key=hidden-in-query", false,
				Duration.ofSeconds(1));
		assertThat(new HttpTransport(destination).toString()).isEqualTo("backend at http://127.0.0.1:1/v1/traces");
	}

	private OtlpAnswer answer(String endpoint, boolean gzip) {
		try (HttpTransport transport = new HttpTransport(destination(endpoint, gzip, Duration.ofSeconds(30)))) {
			return transport.send(this.request).join();
		}
	}

	private static OtlpDestination destination(String endpoint, boolean gzip, Duration timeout) {
		return new OtlpDestination("backend", URI.create(endpoint), Map.of("x-api-key", "hidden-in-header"), gzip,
				timeout, null);
	}

}
