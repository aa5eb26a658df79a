package io.voicetelemetry.test;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link OtlpReceiver}, over real HTTP: what it answers and what it refuses.
 */
class OtlpReceiverAnswerTests {

	private final OtlpReceiver receiver = OtlpReceiver.start();

	private final OtlpClient client = new OtlpClient(this.receiver);

	@AfterEach
	void close() {
		this.receiver.close();
	}

	@Test
	void answersWithAnEmptyExportResponse() throws Exception {
		HttpResponse<byte[]> response = this.client.send(this.client.post(OtlpRequests.spans("a")));

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/x-protobuf");
		assertThat(ExportTraceServiceResponse.parseFrom(response.body()))
			.isEqualTo(ExportTraceServiceResponse.getDefaultInstance());
	}

	@Test
	void doesNotAcceptSpansWhileItAnswersWithAnError() throws Exception {
		this.receiver.respondWith(503);
		int refused = this.client.send(this.client.post(OtlpRequests.spans("a"))).statusCode();
		this.receiver.reset();
		int accepted = this.client.send(this.client.post(OtlpRequests.spans("b"))).statusCode();

		assertThat(refused).isEqualTo(503);
		assertThat(accepted).isEqualTo(200);
		assertThat(this.receiver.spans()).extracting(ReceivedSpan::name).containsExactly("b");
		assertThat(this.receiver.requests()).extracting(ReceivedRequest::status).containsExactly(503, 200);
		assertThat(this.receiver.requests()).extracting(ReceivedRequest::spanCount).containsExactly(1, 1);
	}

	@Test
	void takesARedirectForARefusal() throws Exception {
		this.receiver.respondWith(300);

		this.client.send(this.client.post(OtlpRequests.spans("a")));

		assertThat(this.receiver.spans()).isEmpty();
	}

	@Test
	void answersWithTheGivenHeaders() throws Exception {
		this.receiver.respondWith(429, Map.of("Retry-After", "7"));

		HttpResponse<byte[]> response = this.client.send(this.client.post(OtlpRequests.spans("a")));

		assertThat(response.statusCode()).isEqualTo(429);
		assertThat(response.headers().firstValue("Retry-After")).hasValue("7");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 100, 600 })
	void refusesToAnswerWithWhatIsNoFinalStatus(int status) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.receiver.respondWith(status));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1/metrics", "/otlp/v1/logs" })
	void doesNotTakeOtherSignalsForSpans(String path) throws Exception {
		assertThat(this.client.send(this.client.post(path, OtlpRequests.spans("a"))).statusCode()).isEqualTo(404);
		assertThat(this.receiver.spans()).isEmpty();
	}

	@Test
	void takesAContentTypeWithParameters() throws Exception {
		HttpRequest.Builder request = this.client.post(OtlpRequests.spans("a"));
		request.setHeader("Content-Type", "application/x-protobuf; charset=utf-8");

		assertThat(this.client.send(request).statusCode()).isEqualTo(200);
	}

	@Test
	void refusesWhatIsNotAnOtlpRequest() throws Exception {
		assertThat(this.client.send(this.client.post(new byte[] { 1, 2, 3 })).statusCode()).isEqualTo(400);
		assertThat(this.client.send(this.client.post(new byte[] { 1 }).header("Content-Encoding", "gzip")).statusCode())
			.isEqualTo(400);
		assertThat(this.client.send(this.client.post(new byte[0]).header("Content-Encoding", "br")).statusCode())
			.isEqualTo(415);
		assertThat(this.client.send(this.client.post(new byte[0]).setHeader("Content-Type", "application/json"))
			.statusCode()).isEqualTo(415);
		assertThat(this.client.send(this.client.post(new byte[0]).GET()).statusCode()).isEqualTo(405);

		assertThat(this.receiver.spans()).isEmpty();
		assertThat(this.receiver.requests()).extracting(ReceivedRequest::status)
			.containsExactly(400, 400, 415, 415, 405);
	}

}
