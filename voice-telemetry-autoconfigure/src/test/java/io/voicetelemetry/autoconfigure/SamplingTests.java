package io.voicetelemetry.autoconfigure;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.opentelemetry.api.trace.Tracer;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedSpan;
import io.voicetelemetry.test.VoiceTraceChecker;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls are kept whole or not at all, whatever the rate for everything else.
 */
class SamplingTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final int SESSIONS = 200;

	@Test
	void keepsEverySessionWholeAtTheRateOfBoot() {
		try (OtlpReceiver receiver = OtlpReceiver.start();
				ConfigurableApplicationContext context = run(receiver, "--voice.telemetry.session.flush-on-end=true")) {
			Tracer tracer = context.getBean(Tracer.class);
			int others = 1000;
			for (int i = 0; i < others; i++) {
				tracer.spanBuilder("other").startSpan().end();
			}
			callAll(context);
			receiver.awaitSpans(SESSIONS * 3, PATIENCE);
			context.close();
			Map<Boolean, List<ReceivedSpan>> spans = receiver.spans()
				.stream()
				.collect(Collectors.partitioningBy(ReceivedSpan::isVoiceSpan));
			assertThat(spans.get(true)).hasSize(SESSIONS * 3);
			assertThat(VoiceTraceChecker.violations(spans.get(true))).isEmpty();
			// A tenth, give or take more than five standard deviations.
			assertThat(spans.get(false)).hasSizeBetween(50, 150)
				.allSatisfy((span) -> assertThat(span.name()).isEqualTo("other"));
		}
	}

	@Test
	void keepsAShareOfTheSessionsWhole() {
		try (OtlpReceiver receiver = OtlpReceiver.start();
				ConfigurableApplicationContext context = run(receiver, "--voice.telemetry.sampling.probability=0.5",
						"--management.tracing.sampling.probability=1")) {
			callAll(context);
			context.close();
			Collection<List<ReceivedSpan>> sessions = receiver.spans()
				.stream()
				.collect(Collectors.groupingBy(ReceivedSpan::traceId))
				.values();
			assertThat(sessions).hasSizeBetween(SESSIONS / 2 - 40, SESSIONS / 2 + 40)
				.allSatisfy((session) -> assertThat(session).hasSize(3));
			assertThat(VoiceTraceChecker.violations(receiver.spans())).isEmpty();
		}
	}

	@Test
	void keepsNothingOfCallsAtProbabilityZero() {
		try (OtlpReceiver receiver = OtlpReceiver.start();
				ConfigurableApplicationContext context = run(receiver, "--voice.telemetry.sampling.probability=0",
						"--management.tracing.sampling.probability=1")) {
			VoiceTelemetry telemetry = context.getBean(VoiceTelemetry.class);
			Tracer tracer = context.getBean(Tracer.class);
			VoiceSession session = telemetry.session().id("call-1").start();
			assertThat(session.isOpen()).isTrue();
			assertThat(session.isRecording()).isFalse();
			session.run(() -> {
				context.getBean(TracedBean.class).work();
				tracer.spanBuilder("inside").startSpan().end();
			});
			context.getBean(TracedBean.class).work();
			tracer.spanBuilder("other").startSpan().end();
			context.close();
			assertThat(receiver.spans()).extracting(ReceivedSpan::name).containsExactly("other");
		}
	}

	@Test
	void keepsForeignSpansOfASessionWhateverTheSamplerForOthers() {
		for (String sampler : List.of("always-off", "trace-id-ratio", "parent-based-always-off")) {
			try (OtlpReceiver receiver = OtlpReceiver.start();
					ConfigurableApplicationContext context = run(receiver,
							"--management.opentelemetry.tracing.sampler=" + sampler,
							"--management.tracing.sampling.probability=0")) {
				Tracer tracer = context.getBean(Tracer.class);
				io.micrometer.tracing.Tracer micrometer = context.getBean(io.micrometer.tracing.Tracer.class);
				context.getBean(VoiceTelemetry.class).session().start().run(() -> {
					tracer.spanBuilder("plain").startSpan().end();
					io.micrometer.tracing.Span parent = micrometer.nextSpan().name("observed").start();
					micrometer.nextSpan(parent).name("under it").start().end();
					parent.end();
				});
				context.close();
				assertThat(receiver.spans().stream().collect(Collectors.toMap(ReceivedSpan::name, Function.identity())))
					.as(sampler)
					.containsOnlyKeys("agent_session", "plain", "observed", "under it");
			}
		}
	}

	private static void callAll(ConfigurableApplicationContext context) {
		VoiceTelemetry telemetry = context.getBean(VoiceTelemetry.class);
		for (int i = 0; i < SESSIONS; i++) {
			VoiceSession session = telemetry.session().id("call-" + i).start();
			AgentTurn turn = session.startAgentTurn();
			session.startLlmCall().end();
			turn.end();
			session.end();
		}
	}

	private static ConfigurableApplicationContext run(OtlpReceiver receiver, String... more) {
		String[] arguments = java.util.Arrays.copyOf(more, more.length + 1);
		arguments[more.length] = "--voice.telemetry.export.otlp.endpoint=" + receiver.endpoint();
		return TestApplication.run(TracedBean.class, arguments);
	}

}
