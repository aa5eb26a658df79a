package io.voicetelemetry.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedSpan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What those who send requests can do to calls: nothing of their headers becomes an
 * attribute, and none is too much.
 */
class HostileRequestTests {

	private static final String EVIL = "administratorofevil";

	/**
	 * What the SDKs and backends would take from baggage or headers, had they been asked.
	 */
	private static final String BAGGAGE = "langfuse.user.id=" + EVIL + ",user.id=" + EVIL + ",session.id=" + EVIL
			+ ",tenant.id=" + EVIL + ",voice.stage=" + EVIL + ",gen_ai.conversation.id=" + EVIL;

	private OtlpReceiver receiver;

	@BeforeEach
	void start() {
		this.receiver = OtlpReceiver.start();
	}

	@AfterEach
	void stop() {
		this.receiver.close();
	}

	@Test
	void nothingIsTakenFromHeaders() throws IOException {
		String many = IntStream.range(0, 200).mapToObj((i) -> EVIL + i + "=" + i).collect(Collectors.joining(","));
		try (ConfigurableApplicationContext context = TestApplication.runWeb(ClinicController.APPLICATION,
				"--voice.telemetry.export.otlp.endpoint=" + this.receiver.endpoint(),
				"--management.tracing.sampling.probability=1", ExpectedCall.STATIC_ATTRIBUTE)) {
			for (String headers : new String[] { "baggage: " + BAGGAGE, "baggage: " + many,
					"baggage: =,;=%0d%0aset-cookie:%20" + EVIL + ",%ff=%fe," + EVIL,
					"langfuse.user.id: " + EVIL + "\r\nsession.id: " + EVIL + "\r\nx-session-id: " + EVIL,
					"traceparent: 00-" + EVIL + "-b7ad6b7169203331-01", "traceparent: ff-" + "0".repeat(32) + "-x-zz",
					"traceparent: " + ClinicController.SAMPLED.substring(0, 50) + "\r\ntraceparent: " + EVIL,
					"traceparent: " + ClinicController.SAMPLED + "\r\ntracestate: " + "=,".repeat(500) + EVIL,
					"b3: " + EVIL, "uber-trace-id: " + EVIL }) {
				this.receiver.clear();
				assertThat(get(context, headers)).as(headers).startsWith("HTTP/1.1 200 ");
				ExpectedCall.await(this.receiver);
				assertThat(this.receiver.spans().stream().filter(ReceivedSpan::isVoiceSpan)).hasSize(ExpectedCall.SPANS)
					.allSatisfy((span) -> assertThat(span.toString()).doesNotContain(EVIL, "langfuse"));
			}
			// The server refuses what is larger, whatever it says then; calls go on.
			get(context, "baggage: large=" + EVIL + "x".repeat(8 * 1024 * 1024));
			get(context,
					IntStream.range(0, 10_000).mapToObj((i) -> "h" + i + ": x").collect(Collectors.joining("\r\n")));
			this.receiver.clear();
			assertThat(get(context, "accept: */*")).startsWith("HTTP/1.1 200 ");
			ExpectedCall.await(this.receiver);
		}
	}

	private static String get(ConfigurableApplicationContext context, String headers) throws IOException {
		String request = "GET /call HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n\r\n";
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), TestApplication.portOf(context))) {
			socket.setSoTimeout((int) Duration.ofSeconds(30).toMillis());
			socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		}
		catch (SocketException ex) {
			// The server hung up before it had read it all.
			return "";
		}
	}

}
