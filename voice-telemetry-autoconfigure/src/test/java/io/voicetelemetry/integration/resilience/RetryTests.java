package io.voicetelemetry.integration.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.SessionSummary;
import io.voicetelemetry.event.VoiceMetrics;
import io.voicetelemetry.event.VoiceMetricsListener;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.integration.resilience.ModelClient.Piece;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/**
 * What is recorded of a request over HTTP that is tried again: by whom, in which return
 * type, on which side of the annotated method, and how it goes.
 */
class RetryTests {

	private static final List<OpenAiEndpoint> toBeClosed = new ArrayList<>();

	private static volatile OpenAiEndpoint endpoint;

	private static SurroundedApplication application;

	private final VoiceTelemetry telemetry = application.bean(VoiceTelemetry.class);

	private final Map<RefusalReason, Long> refused = this.telemetry.refusals();

	private final VoiceSession session = this.telemetry.session().start();

	@BeforeAll
	static void start() {
		application = Surrounding.PLAIN.start(List.of(RetriedModels.class), "voice.telemetry.content.capture=full");
	}

	@AfterAll
	static void stop() {
		application.close();
		toBeClosed.forEach(OpenAiEndpoint::close);
	}

	@BeforeEach
	void startEndpoint() {
		endpoint = OpenAiEndpoint.start();
		toBeClosed.add(endpoint);
	}

	static String baseUrl() {
		return endpoint.baseUrl();
	}

	static Stream<RetryCase> cases() {
		return Arrays.stream(RetryCase.Retrier.values())
			.flatMap((retrier) -> Arrays.stream(RetryCase.Place.values())
				.flatMap((place) -> Arrays.stream(RetryCase.Type.values())
					.flatMap((type) -> Arrays.stream(RetryCase.Course.values())
						.map((course) -> new RetryCase(retrier, place, type, course)))))
			.filter(RetryCase::isPossible);
	}

	@ParameterizedTest(name = "{0}")
	@Timeout(120)
	@MethodSource("cases")
	void recordsWhatIsShown(RetryCase given) throws Exception {
		endpoint.answer(given.answers());
		AskedModel model = application.context().getBean(given.bean(), AskedModel.class);
		List<Piece> got = new ArrayList<>();
		try (Scope scope = this.session.makeCurrent()) {
			if (given.course() == RetryCase.Course.CANCELLED_IN_THE_SECOND) {
				given.type()
					.cutOff(model,
							() -> Awaitility.await()
								.pollDelay(Duration.ZERO)
								.pollInterval(Duration.ofMillis(5))
								.atMost(RetryCase.PATIENCE)
								.until(() -> endpoint.requests().size() == 2));
			}
			else if (given.succeeds()) {
				got.addAll(given.type().take(model));
			}
			else {
				assertThatThrownBy(() -> given.type().take(model)).isNotNull();
			}
		}
		if (given.course() != RetryCase.Course.CANCELLED_IN_THE_SECOND) {
			// Who waits for a future may be told of its end before others are.
			Awaitility.await()
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(5))
				.atMost(RetryCase.PATIENCE)
				.until(() -> spans("llm_request").size() == given.requestOutcomes().size());
		}
		this.session.end();
		assertThat(endpoint.requests()).hasSize(given.tries());
		if (given.succeeds()) {
			assertThat(Piece.textOf(got)).isEqualTo(given.text());
		}
		assertSpans(given);
		assertEvents(given);
		assertThat(this.telemetry.refusals()).isEqualTo(this.refused);
		if (given.course() != RetryCase.Course.CANCELLED_IN_THE_SECOND) {
			// Otherwise one that was not told that nobody waits would be tried again.
			endpoint.close();
		}
	}

	private void assertSpans(RetryCase given) {
		List<SpanData> requests = spans("llm_request");
		assertThat(requests).isNotEmpty().allSatisfy((request) -> {
			assertThat(request.getParentSpanId()).isEqualTo(this.session.spanContext().getSpanId());
			assertThat(value(request, TelemetryAttributes.REQUEST_MODEL)).isEqualTo("gpt-4o");
		});
		assertThat(requests).extracting((request) -> value(request, TelemetryAttributes.OUTCOME))
			.isEqualTo(given.requestOutcomes());
		List<SpanData> runs = spans("llm_request_run");
		SpanData last = requests.get(requests.size() - 1);
		assertThat(runs).allSatisfy((run) -> {
			assertThat(run.getParentSpanId()).isEqualTo(last.getSpanId());
			assertThat(run.getStartEpochNanos()).isGreaterThanOrEqualTo(last.getStartEpochNanos());
			assertThat(run.getEndEpochNanos()).isLessThanOrEqualTo(last.getEndEpochNanos());
		});
		assertThat(runs).extracting((run) -> value(run, TelemetryAttributes.OUTCOME)).isEqualTo(given.runOutcomes());
		assertThat(value(last, TelemetryAttributes.ATTEMPTS)).isEqualTo(runs.isEmpty() ? null : (long) runs.size());
		assertThat(value(last, TelemetryAttributes.INPUT_TOKENS)).isEqualTo(given.inputTokens());
		if (given.succeeds()) {
			assertThat(value(last, TelemetryAttributes.OUTPUT_MESSAGES)).contains("\"" + given.recordedText() + "\"");
		}
		assertTimes(given, last, runs);
	}

	private static void assertTimes(RetryCase given, SpanData request, List<SpanData> runs) {
		Double fromTheStart = value(request, TelemetryAttributes.TIME_TO_FIRST_CHUNK);
		Double ofTheTry = value(request, TelemetryAttributes.ATTEMPT_TIME_TO_FIRST_CHUNK);
		assertThat(fromTheStart != null).isEqualTo(given.tellsFirstToken());
		if (runs.isEmpty()) {
			assertThat(ofTheTry).isNull();
			assertThat(value(request, TelemetryAttributes.ATTEMPT_DURATION)).isNull();
			return;
		}
		SpanData last = runs.get(runs.size() - 1);
		assertThat(value(request, TelemetryAttributes.ATTEMPT_DURATION))
			.isEqualTo((last.getEndEpochNanos() - last.getStartEpochNanos()) / 1e9);
		if (fromTheStart != null) {
			assertThat(fromTheStart - ofTheTry)
				.isCloseTo((last.getStartEpochNanos() - request.getStartEpochNanos()) / 1e9, within(1e-6));
		}
	}

	private void assertEvents(RetryCase given) {
		Events events = application.bean(Events.class);
		String id = this.session.id();
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.atMost(RetryCase.PATIENCE)
			.until(() -> events.ended.contains(id));
		List<LlmMetrics> told = events.told.stream().filter((each) -> id.equals(each.origin().sessionId())).toList();
		assertThat(told).extracting((each) -> each.origin().outcome().value()).isEqualTo(given.requestOutcomes());
		LlmMetrics last = told.get(told.size() - 1);
		assertThat(last.attempts()).isEqualTo(Math.max(given.runOutcomes().size(), 1));
		Long input = given.inputTokens();
		assertThat(last.tokens().input()).isEqualTo((input != null) ? OptionalLong.of(input) : OptionalLong.empty());
		assertThat(last.attemptDuration()).isLessThanOrEqualTo(last.duration());
	}

	private List<SpanData> spans(String stage) {
		return application.stage(stage)
			.stream()
			.filter((span) -> span.getTraceId().equals(this.session.spanContext().getTraceId()))
			.toList();
	}

	private static <T> @Nullable T value(SpanData span, TelemetryAttribute<T> attribute) {
		return span.getAttributes().get(attribute.key());
	}

	/**
	 * What listeners were told.
	 */
	static class Events implements VoiceMetricsListener {

		private final List<LlmMetrics> told = new CopyOnWriteArrayList<>();

		private final List<String> ended = new CopyOnWriteArrayList<>();

		@Override
		public void onMetrics(VoiceMetrics metrics) {
			if (metrics instanceof LlmMetrics llm) {
				this.told.add(llm);
			}
		}

		@Override
		public void onSessionEnd(SessionSummary session) {
			this.ended.add(session.sessionId());
		}

	}

}
