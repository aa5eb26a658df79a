package io.voicetelemetry.integration.propagation;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.NotUnderJavaagent;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedSpan;
import io.voicetelemetry.test.VoiceTraceTree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What other services are told of a call that asks them.
 */
@NotUnderJavaagent
class ServicePropagationTests {

	private static final String IDS = "voice.telemetry.propagation.baggage=session.id,voice.speech_id,tenant.id";

	@AfterEach
	void leaveReactorAsItWas() {
		Hooks.disableAutomaticContextPropagation();
	}

	@ParameterizedTest
	@EnumSource
	void aBlockingClientTellsTheTurnAndTheAllowedIds(Surrounding surrounding) throws Exception {
		try (Called called = new Called(); SurroundedApplication application = surrounding.start(List.of(), IDS)) {
			application.run((context) -> {
				AgentTurn turn = turn(context);
				try (Scope scope = turn.makeCurrent()) {
					get(restClient(context), called.url());
				}
				assertThatTheTurnAsked(application, called, turn);
				get(restClient(context), called.url());
				assertThat(called.last()).doesNotContainKey("baggage");
				assertThat(called.last().get("traceparent")).doesNotContain(turn.spanContext().getTraceId());
				assertThat(Baggage.current().isEmpty()).isTrue();
			});
		}
	}

	@ParameterizedTest
	@EnumSource
	void aReactiveClientTellsTheTurnAndTheAllowedIds(Surrounding surrounding) throws Exception {
		try (Called called = new Called();
				SurroundedApplication application = surrounding.start(List.of(), IDS,
						ThreadsOfTheApplication.REACTOR)) {
			application.run((context) -> {
				AgentTurn turn = turn(context);
				try (Scope scope = turn.makeCurrent()) {
					get(webClient(context), called.url()).subscribeOn(Schedulers.boundedElastic()).block();
				}
				assertThatTheTurnAsked(application, called, turn);
			});
		}
	}

	@ParameterizedTest
	@EnumSource
	void aReactiveClientThatIsGivenTheTurnTellsIt(Surrounding surrounding) throws Exception {
		try (Called called = new Called();
				SurroundedApplication application = surrounding.start(List.of(), IDS,
						ThreadsOfTheApplication.REACTOR)) {
			AgentTurn turn = turn(application.context());
			application.subscribe((context) -> Mono.delay(java.time.Duration.ofMillis(1))
				.flatMap((tick) -> get(webClient(context), called.url()))
				.thenReturn("asked")
				.contextWrite(VoiceReactorContext.of(turn)));
			assertThatTheTurnAsked(application, called, turn);
		}
	}

	@ParameterizedTest
	@EnumSource
	void nothingButTheSpanIsToldWithoutLeave(Surrounding surrounding) throws Exception {
		try (Called called = new Called(); SurroundedApplication application = surrounding.start(List.of())) {
			application.run((context) -> {
				AgentTurn turn = turn(context);
				try (Scope scope = turn.makeCurrent()) {
					get(restClient(context), called.url());
				}
				assertThat(called.last()).doesNotContainKey("baggage");
				assertThat(called.last().get("traceparent")).contains(turn.spanContext().getTraceId());
			});
		}
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PLAIN")
	void aServiceThatIsAllowedToReadsTheIds(Surrounding surrounding) throws Exception {
		try (SurroundedApplication service = surrounding.start(List.of(Service.class), IDS,
				ThreadsOfTheApplication.REACTOR);
				SurroundedApplication deaf = surrounding.start(List.of(Service.class), ThreadsOfTheApplication.REACTOR);
				SurroundedApplication application = Surrounding.PLAIN.start(List.of(), IDS)) {
			AgentTurn turn = turn(application.context());
			try (Scope scope = turn.makeCurrent()) {
				get(restClient(application.context()), url(service));
				get(restClient(application.context()), url(deaf));
			}
			SpanData work = service.only("operation");
			assertThat(work.getTraceId()).isEqualTo(turn.spanContext().getTraceId());
			assertThat(work.getAttributes().get(TelemetryAttributes.SESSION_ID.key())).isEqualTo("call-1");
			assertThat(work.getAttributes().get(TelemetryAttributes.TENANT_ID.key())).isEqualTo("clinic");
			assertThat(work.getAttributes().get(TelemetryAttributes.SPEECH_ID.key())).startsWith("speech_");
			assertThat(deaf.only("operation").getTraceId()).isEqualTo(turn.spanContext().getTraceId());
			assertThat(deaf.only("operation").getAttributes().get(TelemetryAttributes.SESSION_ID.key())).isNull();
		}
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PLAIN")
	void whatAServiceRecordsHangsUnderTheStageThatAskedWhereVoiceSpansAloneAreSent(Surrounding surrounding)
			throws Exception {
		try (OtlpReceiver receiver = OtlpReceiver.start()) {
			String[] settings = { IDS + ",voice.span_id", ThreadsOfTheApplication.REACTOR,
					"voice.telemetry.export.otlp.spans=voice", "voice.telemetry.export.otlp.dialect=none",
					"voice.telemetry.export.otlp.metrics.enabled=false",
					"voice.telemetry.export.otlp.endpoint=" + receiver.endpoint() };
			try (SurroundedApplication service = surrounding.start(List.of(Service.class), settings);
					SurroundedApplication application = Surrounding.PLAIN.start(List.of(), settings)) {
				AgentTurn turn = turn(application.context());
				try (Scope scope = turn.makeCurrent()) {
					get(restClient(application.context()), url(service));
				}
				turn.end();
				application.bean(VoiceTelemetry.class).session("call-1").end();
			}
			List<ReceivedSpan> spans = receiver.awaitSpans(3, Duration.ofSeconds(30));
			assertThat(VoiceTraceTree.render(spans)).isEqualTo("""
					agent_session
					  agent_turn
					    work [operation]
					""");
		}
	}

	private static void assertThatTheTurnAsked(SurroundedApplication application, Called called, AgentTurn turn) {
		SpanData client = application.spans()
			.stream()
			.filter((span) -> span.getParentSpanId().equals(turn.spanContext().getSpanId()))
			.findFirst()
			.orElseThrow();
		assertThat(client.getKind()).isEqualTo(io.opentelemetry.api.trace.SpanKind.CLIENT);
		Map<String, String> told = called.last();
		assertThat(told.get("traceparent"))
			.startsWith("00-" + turn.spanContext().getTraceId() + "-" + client.getSpanId() + "-");
		assertThat(told.get("baggage")).contains("session.id=call-1", "tenant.id=clinic", "voice.speech_id=speech_")
			.doesNotContain("user.id");
	}

	private static AgentTurn turn(ApplicationContext context) {
		VoiceSession session = context.getBean(VoiceTelemetry.class)
			.session()
			.id("call-1")
			.tenantId("clinic")
			.userId("caller-7")
			.start();
		return session.startAgentTurn();
	}

	private static RestClient restClient(ApplicationContext context) {
		return RestClient.builder().observationRegistry(context.getBean(ObservationRegistry.class)).build();
	}

	private static WebClient webClient(ApplicationContext context) {
		return WebClient.builder().observationRegistry(context.getBean(ObservationRegistry.class)).build();
	}

	private static void get(RestClient client, String url) {
		client.get().uri(url).retrieve().toBodilessEntity();
	}

	private static Mono<?> get(WebClient client, String url) {
		return client.get().uri(url).retrieve().toBodilessEntity();
	}

	private static String url(SurroundedApplication service) {
		return "http://127.0.0.1:" + service.context().getEnvironment().getProperty("local.server.port") + "/served";
	}

	/**
	 * A service that has voice telemetry and no session.
	 */
	@RestController
	static class Service {

		private final VoiceTelemetry telemetry;

		Service(VoiceTelemetry telemetry) {
			this.telemetry = telemetry;
		}

		@GetMapping("/served")
		String serve() {
			this.telemetry.start(Stage.OPERATION, "work").end();
			return "served";
		}

	}

}
