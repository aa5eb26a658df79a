package io.voicetelemetry.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.voicetelemetry.export.VoiceSpanProcessor;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedSpan;
import io.voicetelemetry.test.VoiceTraceChecker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * The end of the application: nothing that can be delivered is lost, and nothing holds it
 * up for long.
 */
@ExtendWith(OutputCaptureExtension.class)
class ShutdownTests {

	private static final String ENDPOINT = "--voice.telemetry.export.otlp.endpoint=";

	/** No span goes by itself. */
	private static final String LATER = "--voice.telemetry.export.schedule-delay=1h";

	private static final Duration TIMEOUT = Duration.ofMillis(200);

	/**
	 * Far beyond what is promised, for slow machines; without a bound it would be 6.5 s
	 * or more, which is how long the exporter tries again.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(6);

	@Test
	void exportsASessionThatIsStillOpen() {
		try (OtlpReceiver receiver = OtlpReceiver.start()) {
			try (ConfigurableApplicationContext context = run(receiver.endpoint(), LATER)) {
				VoiceSession session = context.getBean(VoiceTelemetry.class).session().id("call-1").start();
				session.startUserTurn();
				session.startAgentTurn().startLlmCall();
			}
			assertThat(receiver.spans()).extracting(ReceivedSpan::name)
				.containsExactlyInAnyOrder("agent_session", "user_turn", "agent_turn", "llm_request");
			assertThat(ExpectedCall.root(receiver.spans()).attributes())
				.containsEntry("voice.disconnect_reason", "shutdown")
				.containsEntry("voice.outcome", "cancelled");
			assertThat(VoiceTraceChecker.violations(receiver.spans())).isEmpty();
		}
	}

	@Test
	void exportsAtTheEndOfASessionWhenAsked() {
		try (OtlpReceiver receiver = OtlpReceiver.start();
				ConfigurableApplicationContext context = run(receiver.endpoint(), LATER,
						"--voice.telemetry.session.flush-on-end=true")) {
			VoiceSession session = context.getBean(VoiceTelemetry.class).session().id("call-1").start();
			session.startUserTurn().end();
			assertThat(receiver.spans()).isEmpty();
			session.end();
			assertThat(receiver.awaitSpans(2, Duration.ofSeconds(30))).extracting(ReceivedSpan::name)
				.containsExactlyInAnyOrder("agent_session", "user_turn");
		}
	}

	@Test
	void doesNotWaitLongForABackendThatIsGone(CapturedOutput output) {
		OtlpReceiver receiver = OtlpReceiver.start();
		receiver.close();
		assertClosesSoon(receiver.endpoint());
		assertThat(output).contains("1 span could not be delivered to otlp at " + receiver.endpoint() + " within ")
			.contains("when the application stopped, and is lost");
	}

	@Test
	void doesNotWaitLongForABackendThatNeverAnswers(CapturedOutput output) throws IOException {
		// The system accepts the connection, and that is all.
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			assertClosesSoon("http://127.0.0.1:" + silent.getLocalPort() + "/v1/traces");
		}
		assertThat(output).contains("1 span could not be delivered to otlp at ");
	}

	@Test
	void canBeShutDownMoreThanOnce(CapturedOutput output) {
		try (OtlpReceiver receiver = OtlpReceiver.start()) {
			ConfigurableApplicationContext context = run(receiver.endpoint());
			VoiceSpanProcessor processor = context.getBean(VoiceSpanProcessor.class);
			VoiceTelemetry telemetry = context.getBean(VoiceTelemetry.class);
			OpenTelemetry openTelemetry = context.getBean(OpenTelemetry.class);
			context.close();
			CompletableResultCode first = processor.shutdown();
			assertThat(processor.shutdown()).isSameAs(first);
			assertThat(first.isSuccess()).isTrue();
			assertThatCode(() -> {
				processor.close();
				processor.forceFlush();
				openTelemetry.getTracer("late").spanBuilder("late").startSpan().end();
				telemetry.session().id("late").start().end();
			}).doesNotThrowAnyException();
			assertThat(telemetry.openSessions()).isZero();
			assertThat(receiver.requests()).isEmpty();
		}
		assertThat(output).doesNotContain("ERROR");
	}

	private static void assertClosesSoon(String endpoint) {
		ConfigurableApplicationContext context = run(endpoint, LATER,
				"--voice.telemetry.export.shutdown-timeout=" + TIMEOUT);
		context.getBean(VoiceTelemetry.class).session().start();
		long start = System.nanoTime();
		context.close();
		Duration taken = Duration.ofNanos(System.nanoTime() - start);
		System.out.println("Closed within " + taken + " at a shutdown timeout of " + TIMEOUT);
		assertThat(taken).isLessThan(PATIENCE);
	}

	private static ConfigurableApplicationContext run(String endpoint, String... arguments) {
		String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
		all[arguments.length] = ENDPOINT + endpoint;
		return TestApplication.run(TestApplication.Empty.class, all);
	}

}
