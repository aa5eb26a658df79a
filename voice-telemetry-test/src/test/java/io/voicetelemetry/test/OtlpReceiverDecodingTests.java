package io.voicetelemetry.test;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link OtlpReceiver}, over real HTTP: what it makes of the bytes.
 */
class OtlpReceiverDecodingTests {

	private final OtlpReceiver receiver = OtlpReceiver.start();

	private final OtlpClient client = new OtlpClient(this.receiver);

	@AfterEach
	void close() {
		this.receiver.close();
	}

	@Test
	void decodesEveryFieldWithItsType() throws Exception {
		this.client.send(this.client.post(OtlpRequests.fullSpan()));

		assertThat(this.receiver.spans()).singleElement().satisfies((span) -> {
			assertThat(span.traceId()).isEqualTo(OtlpRequests.TRACE_ID);
			assertThat(span.spanId()).isEqualTo("b7ad6b7169203331");
			assertThat(span.parentSpanId()).isEqualTo("00f067aa0ba902b7");
			assertThat(span.name()).isEqualTo("llm.voice_response");
			assertThat(span.kind()).isEqualTo("CLIENT");
			assertThat(span.startEpochNanos()).isEqualTo(1_800_000_000_000_000_001L);
			assertThat(span.endEpochNanos()).isEqualTo(1_800_000_000_000_000_002L);
			assertThat(span.attributes()).containsExactly(entry("voice.stage", "llm_request"), entry("tokens", 12L),
					entry("long", 12L), entry("double", 1.0), entry("boolean", false), entry("list", List.of(1L)),
					entry("map", Map.of("k", "v")), entry("bytes", ByteBuffer.wrap(new byte[] { 'x' })),
					entry("nothing", Optional.empty()));
			assertThat(span.duplicateKeys()).containsExactly("tokens");
			assertThat(span.events()).containsExactly(new ReceivedEvent("generation", 5, Map.of("k", "v")));
			assertThat(span.links())
				.containsExactly(new ReceivedLink(OtlpRequests.TRACE_ID, "00f067aa0ba902b7", Map.of("k", "v")));
			assertThat(span.statusCode()).isEqualTo("ERROR");
			assertThat(span.statusMessage()).isEqualTo("no");
			assertThat(span.scopeName()).isEqualTo("io.voicetelemetry");
			assertThat(span.resourceAttributes()).containsExactly(entry("service.name", "agent"));
			assertThat(span.traceState()).isEqualTo("a=b");
			assertThat(span.flags()).isEqualTo(0x101);
			assertThat(span.stage()).isEqualTo("llm_request");
			assertThat(span.isVoiceSpan()).isTrue();
		});
	}

	@Test
	void decodesASpanThatSaysNothing() throws Exception {
		this.client.send(this.client.post(OtlpRequests.spans("GET")));

		assertThat(this.receiver.spans()).singleElement().satisfies((span) -> {
			assertThat(span.parentSpanId()).isEmpty();
			assertThat(span.kind()).isEqualTo("UNSPECIFIED");
			assertThat(span.statusCode()).isEqualTo("UNSET");
			assertThat(span.stage()).isNull();
			assertThat(span.isVoiceSpan()).isFalse();
		});
	}

	@Test
	void acceptsGzip() throws Exception {
		byte[] body = OtlpRequests.gzip(OtlpRequests.spans("a", "b"));

		HttpResponse<byte[]> response = this.client.send(this.client.post(body).header("Content-Encoding", "gzip"));

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(this.receiver.spans()).extracting(ReceivedSpan::name).containsExactly("a", "b");
		assertThat(this.receiver.requests()).singleElement().satisfies((request) -> {
			assertThat(request.gzip()).isTrue();
			assertThat(request.contentLength()).isEqualTo(body.length);
			assertThat(request.spanCount()).isEqualTo(2);
		});
	}

}
