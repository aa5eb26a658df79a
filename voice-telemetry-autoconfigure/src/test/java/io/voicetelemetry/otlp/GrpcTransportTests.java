package io.voicetelemetry.otlp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests over real gRPC, with OpenTelemetry's sender.
 */
class GrpcTransportTests {

	private static final byte[] REQUEST = "the request".getBytes();

	private GrpcServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = GrpcServer.start();
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void sendsTheRequestAsItIs() {
		assertThat(answer()).isEqualTo(OtlpAnswer.Accepted.ALL);
		assertThat(this.server.messages()).containsExactly(REQUEST);
	}

	@Test
	void sendsGzip() throws IOException {
		assertThat(answer(destination(this.server.endpoint(), true, Duration.ofSeconds(30))))
			.isEqualTo(OtlpAnswer.Accepted.ALL);
		byte[] compressed = this.server.messages().get(0);
		assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes()).isEqualTo(REQUEST);
	}

	@Test
	void readsWhatWasNotTaken() {
		this.server.answer(0, "", ExportTraceServiceResponse.newBuilder()
			.setPartialSuccess(
					ExportTracePartialSuccess.newBuilder().setRejectedSpans(2).setErrorMessage("too\nold").build())
			.build()
			.toByteArray());
		assertThat(answer()).isEqualTo(new OtlpAnswer.Accepted(2, "too old"));
	}

	@Test
	void keepsToTheMeaningOfEachStatus() {
		for (int status : new int[] { 1, 2, 4, 10, 11, 13, 14, 15 }) {
			assertThat(answer(status, "")).as("status " + status).isInstanceOf(OtlpAnswer.TryLater.class);
		}
		for (int status : new int[] { 5, 6, 7, 9, 12, 16 }) {
			assertThat(answer(status, "")).as("status " + status).isInstanceOf(OtlpAnswer.Refused.class);
		}
		assertThat(answer(3, "bad id")).isEqualTo(new OtlpAnswer.Invalid("answered INVALID_ARGUMENT"));
		assertThat(answer(8, "slow down")).isEqualTo(new OtlpAnswer.TryLater("answered RESOURCE_EXHAUSTED", null));
	}

	@Test
	void knowsWhatIsTooLarge() {
		for (String description : List.of("grpc: received message larger than max (5000123 vs. 4194304)",
				"grpc: received message after decompression larger than max 4194304",
				"gRPC message exceeds maximum size 4194304: 5000123")) {
			assertThat(answer(8, description))
				.isEqualTo(new OtlpAnswer.TooLarge("answered RESOURCE_EXHAUSTED, too large"));
		}
	}

	@Test
	void doesNotRepeatWhatABackendSays() {
		assertThat(answer(16, "the key s3cr3t-Pa55word is not known").toString()).contains("authentication is refused")
			.doesNotContain("s3cr3t");
	}

	@Test
	void readsTheAnswerOfAProxy() {
		for (int status : new int[] { 200, 401, 404, 502 }) {
			this.server.answerHttp(status, Map.of("content-type", "text/html"));
			assertThat(answer()).as("status " + status).isInstanceOf(OtlpAnswer.TryLater.class);
		}
	}

	@Test
	void sendsNoSpanToTheTargetOfARedirect() throws IOException {
		try (GrpcServer elsewhere = GrpcServer.start()) {
			elsewhere.answerHttp(200, Map.of("content-type", "text/html"));
			for (int status : new int[] { 301, 302, 303, 307, 308 }) {
				this.server.answerHttp(status, Map.of("location", elsewhere.endpoint() + "/login"));
				assertThat(answer()).as("status " + status).isInstanceOf(OtlpAnswer.TryLater.class);
			}
			assertThat(elsewhere.bodyBytes()).isZero();
			assertThat(elsewhere.requests()).isPositive();
		}
	}

	@Test
	void saysThatNobodyListens() {
		this.server.close();
		assertThat(answer()).isEqualTo(new OtlpAnswer.TryLater("cannot be connected to", null));
	}

	@Test
	void saysThatNobodyAnswers() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			assertThat(answer(destination("http://127.0.0.1:" + silent.getLocalPort(), false, Duration.ofMillis(300))))
				.isEqualTo(new OtlpAnswer.TryLater("timed out after 0.3s", null));
		}
	}

	@Test
	void breaksOffWhatIsUnderWay() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			GrpcTransport transport = GrpcTransport
				.create(destination("http://127.0.0.1:" + silent.getLocalPort(), false, Duration.ofMinutes(5)));
			CompletableFuture<OtlpAnswer> answer = transport.send(REQUEST);
			transport.close();
			assertThat(answer.get(30, TimeUnit.SECONDS)).isInstanceOf(OtlpAnswer.TryLater.class);
			assertThat(transport.send(REQUEST).get(30, TimeUnit.SECONDS)).isInstanceOf(OtlpAnswer.TryLater.class);
		}
	}

	@Test
	void isNotMadeWithoutASender() {
		OtlpDestination destination = destination("http://127.0.0.1:1", false, Duration.ofSeconds(1));
		assertThat(GrpcTransport.create(destination, List.of())).isNull();
		GrpcSenderProvider demanding = (settings) -> {
			throw new IllegalStateException("grpcSenderConfig must be an instance of something internal");
		};
		assertThat(GrpcTransport.create(destination, List.of(demanding))).isNull();
	}

	private OtlpAnswer answer(int status, String description) {
		this.server.answer(status, description, new byte[0]);
		return answer();
	}

	private OtlpAnswer answer() {
		return answer(destination(this.server.endpoint(), false, Duration.ofSeconds(30)));
	}

	private static OtlpAnswer answer(OtlpDestination destination) {
		try (GrpcTransport transport = GrpcTransport.create(destination)) {
			return transport.send(REQUEST).get(60, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	private static OtlpDestination destination(String endpoint, boolean gzip, Duration timeout) {
		return new OtlpDestination("otlp", URI.create(endpoint), Map.of("x-api-key", "s3cr3t"), gzip, timeout, null);
	}

}
