package io.voicetelemetry.session;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageEntry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.voicetelemetry.NotUnderJavaagent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Which ids of a call are in the baggage of code that runs in it.
 */
@NotUnderJavaagent
class PropagatedIdsTests {

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
		.setTracerProvider(
				SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(this.exporter)).build())
		.build();

	private static final List<String> OF_CALLS = List.of("session.id", "gen_ai.conversation.id", "voice.speech_id",
			"tenant.id", "user.id", "voice.room_name");

	private ClosableVoiceTelemetry telemetry = allowing(OF_CALLS);

	@AfterEach
	void close() {
		this.telemetry.close();
		this.sdk.close();
	}

	@Test
	void areNoneUnlessTheyAreAllowed() {
		this.telemetry.close();
		this.telemetry = allowing(List.of());
		VoiceSession session = session("call-1");
		assertThat(in(session)).isEmpty();
		assertThat(in(session.startAgentTurn())).isEmpty();
	}

	@Test
	void areThoseThatAreAllowedAndKnown() {
		VoiceSession session = session("call-1");
		assertThat(in(session)).isEqualTo(Map.of("session.id", "call-1", "gen_ai.conversation.id", "call-1",
				"tenant.id", "clinic", "user.id", "caller-7", "voice.room_name", "line 1"));
		this.telemetry.close();
		this.telemetry = allowing(List.of("tenant.id", "voice.speech_id"));
		assertThat(in(session("call-2"))).isEqualTo(Map.of("tenant.id", "clinic"));
		assertThat(in(this.telemetry.session().start())).isEmpty();
	}

	@Test
	void knowTheTurnWhereverItsStepsAreStarted() {
		VoiceSession session = session("call-1");
		AgentTurn turn = session.startAgentTurn();
		String speechId = in(turn).get("voice.speech_id");
		assertThat(speechId).startsWith("speech_");
		assertThat(in(turn)).hasSize(6);
		assertThat(in(turn.startLlmCall())).isEqualTo(in(turn));
		try (Scope scope = session.makeCurrent()) {
			assertThat(in(turn.startLlmCall())).isEqualTo(in(turn));
		}
		try (Scope scope = turn.makeCurrent()) {
			assertThat(in(session.startOperation("of the session"))).doesNotContainKey("voice.speech_id");
		}
		UserTurn next = session.startUserTurn();
		assertThat(in(next).get("voice.speech_id")).startsWith("speech_").isNotEqualTo(speechId);
	}

	@Test
	void areOfThisCallWhateverTheRequestSays() {
		Baggage brought = Baggage.builder()
			.put("session.id", "of somebody else")
			.put("voice.speech_id", "of somebody else")
			.put("city", "Bern")
			.build();
		try (Scope scope = brought.makeCurrent()) {
			VoiceSession session = session("call-1");
			assertThat(in(session)).containsEntry("session.id", "call-1")
				.containsEntry("city", "Bern")
				.doesNotContainKey("voice.speech_id");
			assertThat(in(session.startAgentTurn())).containsEntry("session.id", "call-1")
				.containsEntry("city", "Bern")
				.doesNotContainValue("of somebody else");
		}
	}

	@Test
	void areNotPushedOutByWhatTheRequestBrings() {
		var many = Baggage.builder();
		for (int i = 0; i < 10_000; i++) {
			many.put("key-" + i, "value-" + i);
		}
		try (Scope scope = many.build().makeCurrent()) {
			Map<String, String> baggage = in(session("call-1"));
			assertThat(baggage).hasSize(BaggageLimit.MAX_ENTRIES).containsEntry("session.id", "call-1");
			assertThat(this.telemetry.refusals()).containsKey(RefusalReason.BAGGAGE_LIMIT);
		}
	}

	@Test
	void areLeftOutWhenTheyAreTooLong() {
		VoiceSession session = session("x".repeat(257));
		assertThat(in(session)).containsOnlyKeys("tenant.id", "user.id", "voice.room_name");
		assertThat(this.telemetry.refusals()).containsKey(RefusalReason.BAGGAGE_LIMIT);
	}

	@Test
	void areReadWhereThereIsNoSession() {
		Baggage brought = Baggage.builder()
			.put("session.id", "call-1")
			.put("tenant.id", "clinic")
			.put("user.id", "x".repeat(257))
			.put("city", "Bern")
			.build();
		try (Scope scope = brought.makeCurrent()) {
			VoiceSpan operation = this.telemetry.start(Stage.OPERATION, "work");
			operation.run(() -> this.telemetry.start(Stage.OPERATION, "step").end());
		}
		assertThat(this.exporter.getFinishedSpanItems()).hasSize(2)
			.allSatisfy((span) -> assertThat(attributes(span)).containsEntry("session.id", "call-1")
				.containsEntry("tenant.id", "clinic")
				.doesNotContainKeys("user.id", "city"));
	}

	@Test
	void areNotReadWithoutLeave() {
		this.telemetry.close();
		this.telemetry = allowing(List.of("tenant.id"));
		try (Scope scope = Baggage.builder()
			.put("session.id", "call-1")
			.put("tenant.id", "clinic")
			.build()
			.makeCurrent()) {
			this.telemetry.start(Stage.OPERATION, "work").end();
			this.telemetry.session().id("call-2").start().end();
		}
		Map<String, Map<String, String>> byName = this.exporter.getFinishedSpanItems()
			.stream()
			.collect(Collectors.toMap(SpanData::getName, PropagatedIdsTests::attributes));
		assertThat(byName.get("work")).doesNotContainKey("session.id").containsEntry("tenant.id", "clinic");
		assertThat(byName.get("agent_session")).containsEntry("session.id", "call-2").doesNotContainKey("tenant.id");
	}

	@Test
	void mayTellTheStage() {
		this.telemetry.close();
		this.telemetry = allowing(List.of("voice.span_id"));
		VoiceSession session = session("call-1");
		AgentTurn turn = session.startAgentTurn();
		for (VoiceSpan stage : List.of(session, turn, turn.startLlmCall(),
				this.telemetry.start(Stage.OPERATION, "elsewhere"))) {
			assertThat(in(stage)).isEqualTo(Map.of("voice.span_id", stage.spanContext().getSpanId()));
			assertThat(VoiceContext.remoteStage(stage.context(), stage.spanContext().getTraceId()).getSpanId())
				.isEqualTo(stage.spanContext().getSpanId());
		}
		assertThat(VoiceTelemetryBuilder.PROPAGATED_IDS).containsAll(OF_CALLS).contains("voice.span_id").hasSize(7);
	}

	@Test
	void ofAStageAreNotBelievedIfTheyAreNone() {
		Context odd = Context.root().with(Baggage.builder().put("voice.span_id", "nonsense").build());
		assertThat(VoiceContext.remoteStage(odd, "0af7651916cd43dd8448eb211c80319c").isValid()).isFalse();
		assertThat(VoiceContext.remoteStage(Context.root(), "0af7651916cd43dd8448eb211c80319c").isValid()).isFalse();
	}

	@Test
	void canOnlyBeIds() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> VoiceTelemetry.builder(this.sdk).propagatedIds(List.of("gen_ai.input.messages")))
			.withMessageContaining("session.id");
	}

	private ClosableVoiceTelemetry allowing(List<String> names) {
		return VoiceTelemetry.builder(this.sdk).propagatedIds(names).build();
	}

	private VoiceSession session(String id) {
		return this.telemetry.session().id(id).tenantId("clinic").userId("caller-7").roomName("line 1").start();
	}

	private static Map<String, String> in(VoiceSpan span) {
		assertThat(span.isOpen()).isTrue();
		return Baggage.fromContext(span.context())
			.asMap()
			.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (entry) -> value(entry.getValue())));
	}

	private static String value(BaggageEntry entry) {
		return entry.getValue();
	}

	private static Map<String, String> attributes(SpanData span) {
		return span.getAttributes()
			.asMap()
			.entrySet()
			.stream()
			.collect(Collectors.toMap((entry) -> entry.getKey().getKey(), (entry) -> entry.getValue().toString()));
	}

}
