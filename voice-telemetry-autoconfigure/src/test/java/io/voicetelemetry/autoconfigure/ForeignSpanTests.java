package io.voicetelemetry.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.voicetelemetry.NotUnderJavaagent;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedSpan;
import io.voicetelemetry.test.VoiceTraceChecker;
import io.voicetelemetry.test.VoiceTraceTree;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spans that others make inside a session: they belong to its trace, say so, and are kept
 * as it is, inside an observation of Micrometer that is not kept.
 */
@NotUnderJavaagent
class ForeignSpanTests {

	private static final Map<String, Object> SHARED = Map.of("session.id", "call-1", "gen_ai.conversation.id", "call-1",
			"user.id", "caller-7", "tenant.id", "clinic", "voice.room_name", "reception", "deployment.environment.name",
			"test");

	@Test
	void belongToTheSession() {
		List<ReceivedSpan> spans = spansOf((context) -> {
			ObservationRegistry registry = context.getBean(ObservationRegistry.class);
			Observation.createNotStarted("observed", registry).observe(() -> {
				context.getBean(TracedBean.class).work();
				Observation.createNotStarted("observed within", registry).observe(() -> {
				});
			});
			Span plain = context.getBean(Tracer.class).spanBuilder("plain").startSpan();
			try (Scope scope = plain.makeCurrent()) {
				context.getBean(Tracer.class).spanBuilder("plain within").startSpan().end();
			}
			plain.end();
		});
		assertSession(spans, """
				agent_session
				  observed
				    work [operation]
				    observed within
				  plain
				    plain within
				""");
	}

	@Test
	void requestsOfARestClientDo() {
		try (OtlpReceiver server = OtlpReceiver.start()) {
			List<ReceivedSpan> spans = spansOf((context) -> RestClient.builder()
				.observationRegistry(context.getBean(ObservationRegistry.class))
				.build()
				.post()
				.uri(server.endpoint())
				.header("content-type", "application/x-protobuf")
				.body(new byte[0])
				.retrieve()
				.toBodilessEntity());
			assertSession(spans, """
					agent_session
					  http post
					""");
			String client = spans.stream()
				.filter((span) -> span.name().equals("http post"))
				.findFirst()
				.orElseThrow()
				.spanId();
			assertThat(server.requests()).singleElement()
				.extracting((request) -> request.header("traceparent"))
				.asString()
				.startsWith("00-" + spans.get(0).traceId() + "-" + client + "-");
		}
	}

	@Test
	void thoseUnderASpanThatIsTakenAlongAloneDo() {
		List<ReceivedSpan> spans = spansOf((context) -> {
			io.micrometer.tracing.Tracer micrometer = context.getBean(io.micrometer.tracing.Tracer.class);
			Span session = Span.current();
			io.micrometer.tracing.Span observed = micrometer.nextSpan().name("observed").start();
			CompletableFuture.runAsync(() -> {
				try (io.micrometer.tracing.Tracer.SpanInScope scope = micrometer.withSpan(observed)) {
					micrometer.nextSpan().name("observed within").start().end();
				}
				try (Scope scope = Context.root().with(session).makeCurrent()) {
					context.getBean(Tracer.class).spanBuilder("plain").startSpan().end();
					context.getBean(TracedBean.class).work();
				}
			}).join();
			observed.end();
		}, List.of(), "--management.opentelemetry.tracing.sampler=always-off");
		assertSession(spans, """
				agent_session
				  observed
				    observed within
				  plain
				  work [operation]
				""");
	}

	@Test
	void asynchronousOnesDoWhenTheContextIsCarried() {
		List<ReceivedSpan> spans = spansOf((context) -> {
			Observation.createNotStarted("observed", context.getBean(ObservationRegistry.class))
				.observe(() -> context.getBean(AsyncBean.class).work("observed later").join());
			context.getBean(AsyncBean.class).work("later").join();
		}, List.of(AsyncBean.class, DecoratedTasks.class));
		assertSession(spans, """
				agent_session
				  observed
				    observed later
				      work [operation]
				    plain
				  later
				    work [operation]
				  plain
				""");
	}

	@Test
	void asynchronousOnesDoWhenMicrometerCarriesTheObservationAlone() {
		List<ReceivedSpan> spans = spansOf(
				(context) -> Observation.createNotStarted("observed", context.getBean(ObservationRegistry.class))
					.observe(() -> context.getBean(AsyncBean.class).work("observed later").join()),
				List.of(AsyncBean.class), "--spring.task.execution.propagate-context=true");
		assertSession(spans, """
				agent_session
				  observed
				    observed later
				      work [operation]
				    plain
				""");
	}

	private static void assertSession(List<ReceivedSpan> spans, String tree) {
		assertThat(VoiceTraceTree.render(spans)).isEqualTo(tree);
		assertThat(VoiceTraceChecker.violations(spans)).isEmpty();
		assertThat(spans).allSatisfy((span) -> assertThat(span.attributes()).containsAllEntriesOf(SHARED));
	}

	private static List<ReceivedSpan> spansOf(Work work) {
		return spansOf(work, List.of());
	}

	private static List<ReceivedSpan> spansOf(Work work, List<Class<?>> more, String... arguments) {
		SpringApplication application = TestApplication.of(WebApplicationType.NONE, TracedBean.class);
		application.addPrimarySources(more);
		try (OtlpReceiver receiver = OtlpReceiver.start()) {
			application.setDefaultProperties(Map.of("voice.telemetry.export.otlp.endpoint", receiver.endpoint(),
					"voice.telemetry.attributes.deployment.environment.name", "test",
					"management.tracing.sampling.probability", "0"));
			try (ConfigurableApplicationContext context = application.run(arguments)) {
				VoiceTelemetry telemetry = context.getBean(VoiceTelemetry.class);
				// At this rate the observation around it is not kept.
				Observation.createNotStarted("request", context.getBean(ObservationRegistry.class)).observe(() -> {
					VoiceSession session = telemetry.session()
						.id("call-1")
						.userId("caller-7")
						.tenantId("clinic")
						.roomName("reception")
						.start();
					session.run(() -> work.in(context));
				});
			}
			return receiver.spans();
		}
	}

	private interface Work {

		void in(ConfigurableApplicationContext context);

	}

	@Configuration(proxyBeanMethods = false)
	static class DecoratedTasks {

		@Bean
		TaskDecorator taskDecorator() {
			return (task) -> Context.current().wrap(task);
		}

	}

	@EnableAsync
	static class AsyncBean {

		private final ObservationRegistry registry;

		private final Tracer tracer;

		private final TracedBean traced;

		AsyncBean(ObservationRegistry registry, Tracer tracer, TracedBean traced) {
			this.registry = registry;
			this.tracer = tracer;
			this.traced = traced;
		}

		@Async
		CompletableFuture<Void> work(String name) {
			Observation.createNotStarted(name, this.registry).observe(this.traced::work);
			this.tracer.spanBuilder("plain").startSpan().end();
			return CompletableFuture.completedFuture(null);
		}

	}

}
