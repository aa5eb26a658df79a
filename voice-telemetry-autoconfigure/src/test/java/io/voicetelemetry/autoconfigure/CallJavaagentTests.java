package io.voicetelemetry.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.SpeechRecognition;
import io.voicetelemetry.session.UserTurn;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedSpan;
import io.voicetelemetry.test.VoiceTraceChecker;
import io.voicetelemetry.test.VoiceTraceTree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls in a process with the OpenTelemetry Java agent, which has an SDK of its own and
 * swallows the spans of any other that are made current. The build runs these tests by
 * themselves.
 */
@ExtendWith(OutputCaptureExtension.class)
class CallJavaagentTests {

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
	void theAgentIsAttachedAndSwallowsSpans() {
		assertThat(GlobalOpenTelemetry.isSet()).isTrue();
		try (ConfigurableApplicationContext context = run()) {
			Span span = context.getBean(Tracer.class).spanBuilder("foreign").startSpan();
			try (Scope scope = span.makeCurrent()) {
				assertThat(Span.current()).isNotSameAs(span);
			}
		}
	}

	@Test
	void isWholeInAnHttpRequest() {
		try (ConfigurableApplicationContext context = run()) {
			ClinicController.get(context, "/call", "");
			ExpectedCall.assertThatIsWhole(ExpectedCall.await(this.receiver));
		}
	}

	@Test
	void isWholeUnderAnUnsampledRemoteParent() {
		try (ConfigurableApplicationContext context = run()) {
			ClinicController.get(context, "/call", ClinicController.UNSAMPLED);
			List<ReceivedSpan> spans = ExpectedCall.await(this.receiver);
			ExpectedCall.assertThatIsWhole(spans);
			assertThat(ExpectedCall.root(spans).links()).singleElement()
				.satisfies((link) -> assertThat(link.traceId()).isEqualTo(ClinicController.REMOTE_TRACE));
		}
	}

	@Test
	void nestsHandlesAcrossThreads() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try (ConfigurableApplicationContext context = run()) {
			VoiceTelemetry telemetry = context.getBean(VoiceTelemetry.class);
			VoiceSession session = telemetry.session().id("call-1").start();
			UserTurn userTurn = on(threads, () -> telemetry.session("call-1").startUserTurn());
			SpeechRecognition recognition = on(threads, userTurn::startRecognition);
			on(threads, () -> {
				recognition.end();
				userTurn.end();
				return null;
			});
			AgentTurn agentTurn = on(threads, session::startAgentTurn);
			LlmCall llmCall = on(threads, agentTurn::startLlmCall);
			// The foreign span in between is not seen, but nothing under it is lost.
			Span foreign = context.getBean(Tracer.class).spanBuilder("foreign").startSpan();
			llmCall.wrapRunnable(() -> {
				try (Scope scope = foreign.makeCurrent()) {
					context.getBean(TracedBean.class).work();
				}
			}).run();
			foreign.end();
			on(threads, () -> {
				llmCall.end();
				agentTurn.end();
				session.end();
				return null;
			});
			// The foreign span may be kept, and come in between.
			List<ReceivedSpan> spans = ExpectedCall.await(this.receiver, 6);
			assertThat(VoiceTraceChecker.violations(spans)).isEmpty();
			assertThat(VoiceTraceTree.render(spans)).isEqualTo("""
					agent_session
					  user_turn
					    stt_request
					  agent_turn
					    * generation
					    llm_request
					      work [operation]
					""");
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void isToldAtTheStart(CapturedOutput output) {
		run().close();
		assertThat(output).contains(" WARN ", "The OpenTelemetry Java agent is attached",
				"-Dotel.instrumentation.opentelemetry-api.enabled=false");
	}

	private static <T> T on(ExecutorService threads, Callable<T> work) throws Exception {
		Future<T> result = threads.submit(work);
		return result.get();
	}

	private ConfigurableApplicationContext run() {
		List<String> arguments = new ArrayList<>();
		arguments.add("--voice.telemetry.export.otlp.endpoint=" + this.receiver.endpoint());
		arguments.add(ExpectedCall.STATIC_ATTRIBUTE);
		arguments.add(ExpectedCall.AS_RECORDED);
		return TestApplication.runWeb(ClinicController.APPLICATION, arguments.toArray(new String[0]));
	}

}
