package io.voicetelemetry.benchmarks.faults;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The receiver does what it is told: else the rows would prove nothing.
 */
class HostileReceiverTests {

	private final HostileReceiver receiver = HostileReceiver.start();

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	@AfterEach
	void close() {
		this.receiver.close();
	}

	@Test
	void countsWhatItTakesOnce() throws Exception {
		assertThat(send(1, 2, 3).statusCode()).isEqualTo(200);
		assertThat(send(3, 4).statusCode()).isEqualTo(200);
		assertThat(this.receiver.spans().distinct()).isEqualTo(4);
		assertThat(this.receiver.spans().duplicates()).isOne();
	}

	@Test
	void doesNotTakeWhatItRefuses() throws Exception {
		this.receiver.behave(Behaviour.answering(429, Map.of("Retry-After", "3")));
		HttpResponse<byte[]> response = send(1);
		assertThat(response.statusCode()).isEqualTo(429);
		assertThat(response.headers().firstValue("retry-after")).contains("3");
		this.receiver.behave(Behaviour.answeringHtml());
		assertThat(send(1).statusCode()).isEqualTo(200);
		assertThat(this.receiver.spans().distinct()).isZero();
		assertThat(this.receiver.exchanges()).extracting(Exchange::status).containsExactly(429, 200);
	}

	@Test
	void rejectsTheFirstSpansOfARequest() throws Exception {
		this.receiver.behave(Behaviour.rejecting(2));
		ExportTraceServiceResponse response = ExportTraceServiceResponse.parseFrom(send(1, 2, 3).body());
		assertThat(response.getPartialSuccess().getRejectedSpans()).isEqualTo(2);
		assertThat(this.receiver.spans().rejected()).isEqualTo(2);
		assertThat(this.receiver.spans().ids().stream()).containsExactly(3);
	}

	@Test
	void breaksConnections() throws Exception {
		this.receiver.behave(Behaviour.resetting(1, new Random()));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> send(1));
		this.receiver.behave(Behaviour.silent());
		assertThatExceptionOfType(HttpTimeoutException.class).isThrownBy(() -> send(2));
		this.receiver.goDown();
		// Refused, or cut off if the system had accepted it just before.
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> send(3));
		this.receiver.comeUp();
		this.receiver.behave(Behaviour.accepting());
		assertThat(send(4).statusCode()).isEqualTo(200);
		assertThat(this.receiver.spans().contains(4)).isTrue();
		assertThat(this.receiver.spans().contains(2)).isFalse();
		assertThat(this.receiver.spans().contains(3)).isFalse();
	}

	@Test
	void letsInWhoHasTheCredential() throws Exception {
		this.receiver.behave(Behaviour.requiring("x-api-key", "new", 401));
		assertThat(send(1).statusCode()).isEqualTo(401);
		this.receiver.behave(Behaviour.requiring("x-api-key", "old", 401));
		assertThat(send(1).statusCode()).isEqualTo(200);
	}

	@Test
	void refusesWhatIsTooLarge() throws Exception {
		this.receiver.behave(Behaviour.limitedTo(60));
		assertThat(send(1).statusCode()).isEqualTo(200);
		assertThat(send(2, 3, 4, 5, 6, 7, 8).statusCode()).isEqualTo(413);
		assertThat(this.receiver.spans().distinct()).isOne();
	}

	private HttpResponse<byte[]> send(long... ids) throws IOException, InterruptedException {
		ScopeSpans.Builder spans = ScopeSpans.newBuilder();
		for (long id : ids) {
			spans.addSpans(Span.newBuilder()
				.setSpanId(ByteString.copyFrom(ByteBuffer.allocate(Long.BYTES).putLong(0, id)))
				.setName("call"));
		}
		byte[] body = ExportTraceServiceRequest.newBuilder()
			.addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(spans))
			.build()
			.toByteArray();
		return this.client.send(HttpRequest.newBuilder(this.receiver.endpoint())
			.header("x-api-key", "old")
			.timeout(Duration.ofSeconds(2))
			.POST(BodyPublishers.ofByteArray(body))
			.build(), BodyHandlers.ofByteArray());
	}

}
