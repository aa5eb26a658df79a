package io.voicetelemetry.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.voicetelemetry.NotUnderJavaagent;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedSpan;
import io.voicetelemetry.test.VoiceTraceChecker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls inside an open request to a real Tomcat: the trace of the request, and whether it
 * is kept, must not matter.
 */
class HttpRequestCallTests {

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
	void isWholeAtTheRateOfBoot() {
		List<ReceivedSpan> spans = request("/call", "");
		ExpectedCall.assertThatIsWhole(spans);
		assertThat(ExpectedCall.root(spans).links()).hasSize(1);
	}

	@Test
	void isWholeUnderAnUnsampledRemoteParent() {
		List<ReceivedSpan> spans = request("/call", ClinicController.UNSAMPLED);
		ExpectedCall.assertThatIsWhole(spans);
		assertThat(ExpectedCall.root(spans).links()).singleElement()
			.satisfies((link) -> assertThat(link.traceId()).isEqualTo(ClinicController.REMOTE_TRACE));
		assertThat(this.receiver.spans()).hasSize(ExpectedCall.SPANS);
	}

	@Test
	@NotUnderJavaagent
	void isLinkedToTheRequest() {
		List<ReceivedSpan> spans = request("/call", ClinicController.SAMPLED);
		ExpectedCall.assertThatIsWhole(spans);
		ReceivedSpan request = others().get(0);
		assertThat(request.kind()).isEqualTo("SERVER");
		assertThat(request.attributes()).doesNotContainKey("session.id");
		assertThat(ExpectedCall.root(spans).links()).singleElement()
			.satisfies((link) -> assertThat(link.spanId()).isEqualTo(request.spanId()));
	}

	@Test
	@NotUnderJavaagent
	void joinsTheTraceOfTheRequestWhenAsked() {
		List<ReceivedSpan> spans = request("/call", ClinicController.SAMPLED,
				"--voice.telemetry.session.join-active-span=true");
		ExpectedCall.assertThatIsWhole(spans, VoiceTraceChecker.joiningActiveSpan(), "annotated-call.txt");
		ReceivedSpan root = ExpectedCall.root(spans);
		assertThat(root.parentSpanId()).isEqualTo(others().get(0).spanId());
		assertThat(root.links()).isEmpty();
		assertThat(spans).allSatisfy((span) -> assertThat(span.traceId()).isEqualTo(ClinicController.REMOTE_TRACE));
	}

	@Test
	void isWholeWhenItJoinsATraceThatIsNotKept() {
		List<ReceivedSpan> spans = request("/call", ClinicController.UNSAMPLED,
				"--voice.telemetry.session.join-active-span=true");
		ExpectedCall.assertThatIsWhole(spans, VoiceTraceChecker.joiningActiveSpan(), "annotated-call.txt");
		assertThat(spans).allSatisfy((span) -> assertThat(span.traceId()).isEqualTo(ClinicController.REMOTE_TRACE));
		assertThat(others()).isEmpty();
	}

	@Test
	void hasATracePerTurnWhenAsked() {
		Map<String, ReceivedSpan> spans = request("/call", ClinicController.UNSAMPLED,
				"--voice.telemetry.session.trace=turn")
			.stream()
			.collect(Collectors.toMap(ReceivedSpan::name, Function.identity(), (first, second) -> first));
		ReceivedSpan session = spans.get("agent_session");
		for (String turn : List.of("user_turn", "agent_turn")) {
			assertThat(spans.get(turn).parentSpanId()).isEmpty();
			assertThat(spans.get(turn).traceId()).isNotEqualTo(session.traceId());
			assertThat(spans.get(turn).links()).singleElement()
				.satisfies((link) -> assertThat(link.spanId()).isEqualTo(session.spanId()));
		}
		assertThat(spans.get("stt_request").traceId()).isEqualTo(spans.get("user_turn").traceId());
		assertThat(spans.get("function_tool").traceId()).isEqualTo(spans.get("agent_turn").traceId());
		assertThat(spans.values())
			.allSatisfy((span) -> assertThat(span.attributes()).containsEntry("session.id", "call-1"));
	}

	@Test
	void workOutsideOfCallsIsKeptAtTheRateOfCalls() {
		try (ConfigurableApplicationContext context = run()) {
			ClinicController.get(context, "/work", ClinicController.UNSAMPLED);
		}
		assertThat(this.receiver.spans()).singleElement().satisfies((span) -> {
			assertThat(span.name()).isEqualTo("work");
			assertThat(span.traceId()).isEqualTo(ClinicController.REMOTE_TRACE);
			assertThat(span.parentSpanId()).isNotEmpty();
			assertThat(span.attributes()).doesNotContainKey("session.id");
		});
	}

	@Test
	void workOutsideOfCallsIsDroppedAtTheRateOfCalls() {
		try (ConfigurableApplicationContext context = run("--voice.telemetry.sampling.probability=0")) {
			ClinicController.get(context, "/work", ClinicController.SAMPLED);
		}
		assertThat(this.receiver.spans()).singleElement()
			.satisfies((span) -> assertThat(span.kind()).isEqualTo("SERVER"));
	}

	/**
	 * The voice spans of a request; the others come at the end.
	 */
	private List<ReceivedSpan> request(String path, String traceparent, String... arguments) {
		try (ConfigurableApplicationContext context = run(arguments)) {
			ClinicController.get(context, path, traceparent);
			ExpectedCall.await(this.receiver);
		}
		return this.receiver.spans().stream().filter(ReceivedSpan::isVoiceSpan).toList();
	}

	private List<ReceivedSpan> others() {
		return this.receiver.spans().stream().filter((span) -> !span.isVoiceSpan()).toList();
	}

	private ConfigurableApplicationContext run(String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--voice.telemetry.export.otlp.endpoint=" + this.receiver.endpoint());
		all.add(ExpectedCall.STATIC_ATTRIBUTE);
		all.add(ExpectedCall.AS_RECORDED);
		return TestApplication.runWeb(ClinicController.APPLICATION, all.toArray(new String[0]));
	}

}
