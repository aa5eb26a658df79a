package io.voicetelemetry.session;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.voicetelemetry.content.ContentCapture;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.TokenUsage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Whatever an application does, nothing of a call grows without bound, and what is left
 * out is counted.
 */
class BoundsTests {

	private static final int NAME = 1024;

	private static final String ENDLESS = "x".repeat(1_000_000);

	@Test
	void namesAndIdsAreShort() {
		try (Recording recording = Recording.withContent()) {
			VoiceSession session = recording.telemetry.session()
				.id(ENDLESS)
				.roomName(ENDLESS)
				.userId(ENDLESS)
				.tenantId(ENDLESS)
				.agentName(ENDLESS)
				.start();
			assertThat(session.id().length()).isLessThan(NAME + 100);
			AgentTurn turn = session.startAgentTurn();
			session.handOff(ENDLESS);
			turn.startOperation(ENDLESS).end();
			turn.addEvent(ENDLESS);
			turn.interrupted(ENDLESS);
			turn.startToolCall(ENDLESS).callId(ENDLESS).end();
			turn.startLlmCall().model(ENDLESS, ENDLESS).response(ENDLESS, ENDLESS).end();
			turn.startSynthesis().model(ENDLESS, ENDLESS).voice(ENDLESS).segment(ENDLESS).end();
			turn.end();
			session.end(ENDLESS);
			assertThat(recording.spans()).hasSize(6).allSatisfy((span) -> {
				assertThat(span.getName().length()).isLessThan(NAME + 100);
				assertThat(Recording.attributes(span))
					.allSatisfy((key, value) -> assertThat(value.toString().length()).as(key).isLessThan(NAME + 100));
				assertThat(span.getEvents()).allSatisfy((event) -> {
					assertThat(event.getName().length()).isLessThan(NAME + 100);
					assertThat(Recording.attributes(event).values())
						.allSatisfy((value) -> assertThat(value.toString().length()).isLessThan(NAME + 100));
				});
			});
		}
	}

	@Test
	void endlessKeyIsNoAttribute() {
		try (Recording recording = new Recording()) {
			VoiceSession session = recording.telemetry.session().metadata(ENDLESS, "value").start();
			session.setAttribute(ENDLESS, "value").setAttribute("k".repeat(256), "value").end();
			assertThat(Recording.attributes(recording.span(session))).doesNotContainKey(ENDLESS)
				.containsEntry("k".repeat(256), "value");
			assertThat(recording.refusals(RefusalReason.ATTRIBUTE_LIMIT)).isEqualTo(2);
		}
	}

	/**
	 * As much of the configuration, of the table and of the application's own as there
	 * may be: OpenTelemetry keeps the first 128, and how it ended comes last.
	 */
	@Test
	void spanThatIsFullOfAttributesSaysHowItEnded() {
		AttributesBuilder configured = Attributes.builder();
		IntStream.range(0, 32).forEach((i) -> configured.put("configured." + i, "x"));
		try (Recording recording = new Recording(
				(settings) -> settings.content(ContentPolicy.of(ContentCapture.FULL, 100))
					.attributes(configured.build()))) {
			VoiceSession session = recording.telemetry.session()
				.id("call-1")
				.roomName("r")
				.userId("u")
				.tenantId("t")
				.agentName("a")
				.start();
			LlmCall call = session.startAgentTurn().startLlmCall();
			fill(call);
			fill(session);
			TokenUsage usage = TokenUsage.unknown();
			for (TokenType type : TokenType.values()) {
				usage = usage.with(type, 1L);
			}
			call.usage(usage).firstToken();
			recording.time.advanceMillis(100);
			for (int i = 0; i < 100; i++) {
				call.addEvent("event");
			}
			call.fail(new IllegalStateException());
			session.fail(new IllegalStateException());
			for (VoiceSpan full : new VoiceSpan[] { call, session }) {
				SpanData span = recording.span(full);
				assertThat(span.getAttributes().size()).isBetween(100, 127);
				assertThat(Recording.attributes(span)).containsEntry("voice.outcome", "error")
					.containsEntry("error.type", "java.lang.IllegalStateException")
					.containsEntry("configured.31", "x")
					.containsEntry("app.0", "x");
			}
			assertThat(Recording.attributes(recording.span(call))).containsEntry("voice.dropped_events", 36L)
				.containsEntry("gen_ai.usage.output_tokens", 1L)
				.containsKey("voice.tokens_per_second");
			assertThat(Recording.attributes(recording.span(session))).containsEntry("voice.disconnect_reason", "error")
				.containsEntry("voice.usage.llm.output_tokens", 1L);
			assertThat(recording.refusals(RefusalReason.ATTRIBUTE_LIMIT)).isPositive();
		}
	}

	@SuppressWarnings("unchecked")
	private static void fill(VoiceSpan span) {
		for (int i = 0; i < 100; i++) {
			span.setAttribute("app." + i, "x");
		}
		for (TelemetryAttribute<?> attribute : TelemetryAttributes.all()) {
			switch (attribute.key().getType()) {
				case STRING -> span.set((TelemetryAttribute<String>) attribute, "x");
				case LONG -> span.set((TelemetryAttribute<Long>) attribute, 1L);
				case DOUBLE -> span.set((TelemetryAttribute<Double>) attribute, 0.5);
				case BOOLEAN -> span.set((TelemetryAttribute<Boolean>) attribute, true);
				default -> {
				}
			}
		}
	}

	@Test
	void tooManyAttributesOfTheConfigurationFail() {
		AttributesBuilder attributes = Attributes.builder();
		IntStream.range(0, 33).forEach((i) -> attributes.put("configured." + i, "x"));
		try (Recording recording = new Recording()) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> VoiceTelemetry.builder(recording.sdk).attributes(attributes.build()))
				.withMessage("attributes must be at most 32 but are 33");
		}
	}

	@Test
	void eventsOfTheApplicationDisplaceNoneOfOurs() {
		try (Recording recording = new Recording()) {
			AgentTurn turn = recording.session().startAgentTurn();
			for (int i = 0; i < 5000; i++) {
				turn.addEvent("tick-" + i);
				recording.time.advanceMillis(1);
			}
			turn.startLlmCall().end();
			recording.time.advanceMillis(1);
			turn.falseInterruption(true);
			turn.fail(new IllegalStateException());
			SpanData span = recording.span(turn);
			assertThat(span.getTotalRecordedEvents()).isEqualTo(span.getEvents().size());
			assertThat(span.getEvents()).extracting(EventData::getName)
				.startsWith("tick-0", "tick-1")
				.contains("tick-31", "generation", "false_interruption", "tick-4968")
				.doesNotContain("tick-32", "tick-4967")
				.endsWith("tick-4998", "tick-4999", "exception");
			assertThat(span.getEvents()).filteredOn((event) -> event.getName().equals("tick-4999"))
				.singleElement()
				.satisfies((event) -> assertThat(SessionClock.toInstant(event.getEpochNanos()))
					.isEqualTo(VirtualTime.START.plusMillis(4999)));
			assertThat(Recording.attribute(span, "voice.dropped_events")).isEqualTo(4936L);
			assertThat(recording.refusals(RefusalReason.EVENT_LIMIT)).isEqualTo(4936);
		}
	}

	@Test
	void spansThatAreForgottenAreNotMoreThanTheBound() {
		try (Recording recording = new Recording()) {
			VoiceSession session = recording.session();
			AgentTurn turn = session.startAgentTurn();
			LlmCall call = turn.startLlmCall();
			int open = 2;
			while (call.startAttempt().isRecording()) {
				open++;
			}
			assertThat(open).isEqualTo(10_000);
			assertThat(session.startUserTurn().isOpen()).isFalse();
			call.end();
			turn.end();
			assertThat(recording.refusals(RefusalReason.SPAN_LIMIT)).isEqualTo(2);
			session.end();
			assertThat(recording.spans()).hasSize(10_001);
			assertThat(recording.session().startUserTurn().isOpen()).isTrue();
		}
	}

	@Test
	void spansThatEndMakeRoom() {
		try (Recording recording = new Recording((provider) -> provider.setSampler(Sampler.alwaysOff()),
				(settings) -> settings)) {
			VoiceSession session = recording.session();
			for (int i = 0; i < 20_000; i++) {
				AgentTurn turn = session.startAgentTurn();
				LlmCall call = turn.startLlmCall();
				turn.end();
				call.end();
			}
			session.end();
			assertThat(recording.telemetry.refusals()).isEmpty();
		}
	}

	@Test
	void listenersAndCallbacksAreNotMoreThanTheBound() {
		try (Recording recording = new Recording()) {
			SessionBuilder builder = recording.telemetry.session().id("call-1");
			for (int i = 0; i < 100; i++) {
				builder.listener((metrics) -> {
				});
			}
			VoiceSession session = builder.start();
			session.addListener((metrics) -> {
			});
			assertThat(recording.refusals(RefusalReason.LISTENER_LIMIT)).isEqualTo(100 - 32 + 1);
			for (int i = 0; i < 100; i++) {
				recording.telemetry.addListener((metrics) -> {
				});
			}
			assertThat(recording.refusals(RefusalReason.LISTENER_LIMIT)).isEqualTo(69 + 100 - 64);
			for (int i = 0; i < 2000; i++) {
				session.onEnd((summary) -> {
				});
			}
			assertThat(recording.refusals(RefusalReason.LISTENER_LIMIT)).isEqualTo(105 + 2000 - 1024);
		}
	}

	/**
	 * Row 27 of the scorecard: of what comes from outside, at most 8 KB are kept.
	 */
	@Test
	void baggageIsPassedOnUpToTheBound() {
		BaggageBuilder many = Baggage.builder();
		IntStream.range(0, 10_000).forEach((i) -> many.put("key-" + i, "v"));
		Baggage large = Baggage.builder().put("large", ENDLESS).put("tenant", "clinic-1").build();
		try (Recording recording = new Recording()) {
			assertThat(baggageOfSession(recording, many.build())).hasSize(64);
			assertThat(baggageOfSession(recording, large)).isEqualTo(Map.of("tenant", "clinic-1"));
			assertThat(baggageOfSession(recording, Baggage.builder().put("tenant", "clinic-1").build()))
				.isEqualTo(Map.of("tenant", "clinic-1"));
			assertThat(recording.refusals(RefusalReason.BAGGAGE_LIMIT)).isEqualTo(2);
			VoiceSession session = recording.session();
			try (Scope scope = large.storeInContext(Context.root()).makeCurrent()) {
				assertThat(baggageOf(session.startAgentTurn().context())).isEqualTo(Map.of("tenant", "clinic-1"));
				assertThat(baggageOf(recording.telemetry.start(Stage.OPERATION, null).context()))
					.isEqualTo(Map.of("tenant", "clinic-1"));
			}
		}
	}

	private static Map<String, String> baggageOfSession(Recording recording, Baggage baggage) {
		try (Scope scope = baggage.storeInContext(Context.root()).makeCurrent()) {
			VoiceSession session = recording.telemetry.session().start();
			session.end();
			return baggageOf(session.context());
		}
	}

	private static Map<String, String> baggageOf(Context context) {
		return Baggage.fromContext(context)
			.asMap()
			.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (entry) -> entry.getValue().getValue()));
	}

	@Test
	void exceptionWithAnEndlessMessageIsCut() {
		try (Recording recording = Recording.withContent(1000)) {
			VoiceSession session = recording.session();
			session.fail(new IllegalStateException(ENDLESS));
			Map<String, Object> event = Recording.attributes(recording.span(session).getEvents().get(0));
			assertThat(event.get("exception.message").toString()).endsWith("… [truncated, 1000000 characters]")
				.hasSizeLessThan(1100);
			assertThat(event.get("exception.stacktrace").toString()).contains("IllegalStateException: xxx")
				.matches("(?s).*… \\[truncated, 100[0-9]{4} characters\\]")
				.hasSizeLessThan(1100);
		}
	}

	@Test
	void argumentsOfAToolAreNotLongerThanOneText() {
		try (Recording recording = Recording.withContent(1000)) {
			String[] names = IntStream.range(0, 200).mapToObj((i) -> "a" + i).toArray(String[]::new);
			Object[] values = IntStream.range(0, 200).mapToObj((i) -> "x".repeat(400)).toArray();
			ToolCall call = recording.session().startToolCall("tool").arguments(names, values);
			call.end();
			String json = Recording.attribute(recording.span(call), "gen_ai.tool.call.arguments").toString();
			assertThat(json).startsWith("{\"a0\":\"xxx")
				.contains("\"a2\":\"xxx")
				.contains("\"a3\":null")
				.hasSizeLessThan(5000);
		}
	}

	@Test
	void stepsAndRequestsBeyondTheBoundAreCounted() {
		try (Recording recording = new Recording((provider) -> provider.setSampler(Sampler.alwaysOff()),
				(settings) -> settings)) {
			VoiceSession session = recording.session();
			UserTurn question = session.startUserTurn();
			question.stoppedSpeaking(null);
			question.end();
			AgentTurn reply = session.startAgentTurn();
			for (int i = 0; i < 600; i++) {
				reply.startLlmCall().end();
			}
			// A request is a step and a figure.
			assertThat(recording.refusals(RefusalReason.STEP_LIMIT)).isEqualTo(2 * 88);
		}
	}

	@Test
	void timesAndNumbersHaveAnEnd() {
		try (Recording recording = new Recording()) {
			VoiceSession session = recording.session();
			SpeechRecognition recognition = session.startRecognition();
			for (int i = 0; i < 3; i++) {
				recognition.audioRecognized(Duration.ofSeconds(4_000_000));
			}
			recognition.set(TelemetryAttribute.safe(AttributeKey.doubleKey("app.any")), 1e300).end();
			assertThat(Recording.attributes(recording.span(recognition))).containsEntry("voice.stt.audio_duration", 8e6)
				.containsEntry("app.any", 1e300);
			assertThat(recording.refusals(RefusalReason.INVALID_VALUE)).isEqualTo(1);
		}
	}

}
