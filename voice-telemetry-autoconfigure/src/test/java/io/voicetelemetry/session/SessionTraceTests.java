package io.voicetelemetry.session;

import java.util.List;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import io.voicetelemetry.NotUnderJavaagent;
import io.voicetelemetry.test.VoiceTraceChecker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which trace a session and its turns are in, and what every span of it carries.
 */
class SessionTraceTests {

	private Recording recording = new Recording();

	@AfterEach
	void closeRecording() {
		this.recording.close();
	}

	private void record(SessionOptions options) {
		this.recording.close();
		this.recording = new Recording((settings) -> settings.options(options));
	}

	@Test
	@NotUnderJavaagent
	void sessionIsATraceOfItsOwnLinkedToTheActiveSpan() {
		Span request = this.recording.otherTracer().spanBuilder("GET /calls").startSpan();
		VoiceSession session;
		AgentTurn turn;
		try (Scope scope = request.makeCurrent()) {
			session = this.recording.session();
			turn = session.startAgentTurn();
		}
		request.end();
		session.end();
		SpanData root = this.recording.span(session);
		assertThat(root.getParentSpanId()).isEqualTo(SpanId.getInvalid());
		assertThat(root.getTraceId()).isNotEqualTo(request.getSpanContext().getTraceId());
		assertThat(root.getLinks()).extracting(LinkData::getSpanContext).containsExactly(request.getSpanContext());
		this.recording.assertParent(turn, session);
		this.recording.assertValid();
	}

	@Test
	void sessionIsLinkedToNothingWhereNothingIsActive() {
		VoiceSession session = this.recording.session();
		session.end();
		assertThat(this.recording.span(session).getLinks()).isEmpty();
	}

	@Test
	@NotUnderJavaagent
	void sessionJoinsTheActiveSpanWhenAskedTo() {
		record(Recording.options(false, true, false));
		Span request = this.recording.otherTracer().spanBuilder("GET /calls").startSpan();
		VoiceSession session;
		try (Scope scope = request.makeCurrent()) {
			session = this.recording.session();
		}
		AgentTurn turn = session.startAgentTurn();
		session.end();
		request.end();
		SpanData root = this.recording.span(session);
		assertThat(root.getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
		assertThat(root.getTraceId()).isEqualTo(request.getSpanContext().getTraceId());
		assertThat(root.getLinks()).isEmpty();
		this.recording.assertParent(turn, session);
		assertThat(VoiceTraceChecker.joiningActiveSpan().check(this.recording.received())).isEmpty();
	}

	@Test
	void turnIsATraceOfItsOwnLinkedToTheSessionWhenAskedTo() {
		record(Recording.options(true, false, false));
		VoiceSession session = this.recording.session();
		UserTurn userTurn = session.startUserTurn();
		SpeechRecognition recognition = userTurn.startRecognition();
		AgentTurn agentTurn = session.startAgentTurn();
		LlmCall call = session.startLlmCall();
		VoiceSpan start = session.startSessionStart();
		session.end();
		for (VoiceSpan turn : new VoiceSpan[] { userTurn, agentTurn }) {
			SpanData span = this.recording.span(turn);
			assertThat(span.getParentSpanId()).isEqualTo(SpanId.getInvalid());
			assertThat(span.getLinks()).extracting(LinkData::getSpanContext).containsExactly(session.spanContext());
			assertThat(Recording.attribute(span, "session.id")).isEqualTo("call-1");
		}
		assertThat(this.recording.spans().stream().map(SpanData::getTraceId).distinct()).hasSize(3);
		this.recording.assertParent(recognition, userTurn);
		this.recording.assertParent(call, agentTurn);
		this.recording.assertParent(start, session);
	}

	@Test
	void turnsOfATracePerTurnAreSampledAsTheirSessionIs() {
		for (boolean sampled : new boolean[] { true, false }) {
			Recording perTurn = new Recording((provider) -> provider.setSampler(bySession(sampled)),
					(settings) -> settings.options(Recording.options(true, false, false)));
			try (perTurn) {
				VoiceSession session = perTurn.session();
				UserTurn turn = session.startUserTurn();
				assertThat(session.isRecording()).isEqualTo(sampled);
				assertThat(turn.isRecording()).isEqualTo(sampled);
				assertThat(turn.startRecognition().isRecording()).isEqualTo(sampled);
				session.end();
				assertThat(perTurn.spans()).hasSize(sampled ? 3 : 0);
			}
		}
	}

	/**
	 * As the sampler of `export` goes by the rules, with a rate of 0 or 1 for sessions.
	 */
	private static Sampler bySession(boolean kept) {
		return new Sampler() {

			@Override
			public SamplingResult shouldSample(Context parent, String traceId, String name, SpanKind kind,
					Attributes attributes, List<LinkData> parentLinks) {
				return switch (VoiceContext.sampling(parent)) {
					case BY_RATE -> kept ? SamplingResult.recordAndSample() : SamplingResult.drop();
					case KEEP -> SamplingResult.recordAndSample();
					case DROP -> SamplingResult.drop();
					case OUTSIDE -> throw new IllegalStateException("Not a voice span: " + name);
				};
			}

			@Override
			public String getDescription() {
				return "bySession";
			}

		};
	}

	@Test
	void sessionThatIsNotSampledStillWorks() {
		try (Recording off = new Recording((provider) -> provider.setSampler(Sampler.alwaysOff()),
				(settings) -> settings)) {
			VoiceSession session = off.session();
			UserTurn turn = session.startUserTurn();
			turn.stoppedSpeaking(null);
			turn.setAttribute("key", "value").set(TelemetryAttributes.USE_CASE, "booking");
			turn.end();
			session.startAgentTurn().startLlmNode().startLlmCall().fail(new IllegalStateException());
			assertThat(off.telemetry.findSession("call-1")).containsSame(session);
			session.end();
			assertThat(off.telemetry.openSessions()).isZero();
			assertThat(off.telemetry.refusals()).isEmpty();
		}
	}

	@Test
	void contextOfAStageHoldsItsSpanAndTheBaggageAndNothingElse() {
		Baggage baggage = Baggage.builder().put("campaign", "spring").build();
		VoiceSession session;
		try (Scope scope = baggage.makeCurrent()) {
			session = this.recording.session();
		}
		AgentTurn turn = session.startAgentTurn();
		assertThat(Baggage.fromContext(session.context())).isEqualTo(baggage);
		assertThat(Baggage.fromContext(turn.context())).isEqualTo(baggage);
		assertThat(Span.fromContext(turn.context()).getSpanContext()).isEqualTo(turn.spanContext());
		assertThat(VoiceContext.span(turn.context())).isSameAs(turn);
		assertThat(VoiceContext.session(turn.context())).isSameAs(session);
		session.end();
	}

	@Test
	void baggageThatIsCurrentReplacesThatOfTheParent() {
		VoiceSession session;
		try (Scope scope = Baggage.builder().put("campaign", "spring").build().makeCurrent()) {
			session = this.recording.session();
		}
		Baggage later = Baggage.builder().put("campaign", "summer").build();
		AgentTurn turn;
		try (Scope scope = later.makeCurrent()) {
			turn = session.startAgentTurn();
		}
		assertThat(Baggage.fromContext(turn.context())).isEqualTo(later);
		session.end();
	}

	@Test
	void contextIsNeverThatOfTheActiveSpan() {
		VoiceSession session = this.recording.session();
		Span request = this.recording.otherTracer().spanBuilder("POST /webhook").startSpan();
		LlmCall call;
		try (Scope scope = request.makeCurrent()) {
			call = session.startAgentTurn().startLlmCall();
			try (Scope inner = call.makeCurrent()) {
				this.recording.otherTracer().spanBuilder("client").startSpan().end();
			}
		}
		request.end();
		session.end();
		SpanData client = this.recording.spans()
			.stream()
			.filter((span) -> span.getName().equals("client"))
			.findAny()
			.orElseThrow();
		assertThat(client.getParentSpanId()).isEqualTo(call.spanContext().getSpanId());
	}

	@Test
	void everySpanOfASessionCarriesWhoTalksToWhom() {
		this.recording.close();
		this.recording = new Recording(
				(settings) -> settings.attributes(Attributes.builder().put("team", "voice").build()));
		VoiceSession session = this.recording.telemetry.session()
			.id("call-1")
			.roomName("reception")
			.userId("caller-7")
			.tenantId("clinic")
			.agentName("Mira")
			.metadata("sip.trunk", "eu-1")
			.start();
		UserTurn turn = session.startUserTurn();
		turn.startedSpeaking(null);
		turn.stoppedSpeaking(null);
		turn.end();
		session.startAgentTurn().startLlmNode().startLlmCall().startAttempt();
		session.end();
		assertThat(this.recording.spans()).hasSize(8)
			.allSatisfy((span) -> assertThat(Recording.attributes(span)).containsEntry("session.id", "call-1")
				.containsEntry("gen_ai.conversation.id", "call-1")
				.containsEntry("voice.room_name", "reception")
				.containsEntry("user.id", "caller-7")
				.containsEntry("tenant.id", "clinic")
				.containsEntry("team", "voice"));
		assertThat(Recording.attributes(this.recording.span(session))).containsEntry("sip.trunk", "eu-1")
			.containsEntry("gen_ai.agent.name", "Mira");
		assertThat(VoiceContext.sharedAttributes(turn.context()).size()).isEqualTo(6);
	}

	@Test
	void conversationIsNeverInvented() {
		VoiceSession session = this.recording.telemetry.session().id("  ").userId(" ").start();
		session.end();
		assertThat(session.id()).hasSize(36);
		assertThat(Recording.attributes(this.recording.span(session))).containsEntry("session.id", session.id())
			.doesNotContainKeys("gen_ai.conversation.id", "user.id", "tenant.id", "voice.room_name",
					"gen_ai.agent.name");
	}

	@Test
	void endlessIdentityIsCutButStillFindsItsSession() {
		String endless = "x".repeat(1_000_000);
		VoiceSession session = this.recording.telemetry.session().id(endless).userId(endless).start();
		assertThat(this.recording.telemetry.findSession(endless)).containsSame(session);
		session.end();
		assertThat(Recording.attributes(this.recording.span(session)))
			.allSatisfy((key, value) -> assertThat(value.toString().length()).as(key).isLessThan(1100));
		assertThat(Recording.attribute(this.recording.span(session), "session.id").toString())
			.endsWith("… [truncated, 1000000 characters]");
	}

	@Test
	void noMetadataIsKeptBeyondTheBound() {
		SessionBuilder builder = this.recording.telemetry.session();
		for (int i = 0; i < 100; i++) {
			builder.metadata("provider." + i, "old").metadata("provider.0", "new");
		}
		VoiceSession session = builder.metadata(null, "x").metadata(" ", "x").metadata("provider.1", null).start();
		session.end();
		assertThat(Recording.attributes(this.recording.span(session))
			.keySet()
			.stream()
			.filter((key) -> key.startsWith("provider."))).hasSize(64);
		assertThat(Recording.attribute(this.recording.span(session), "provider.0")).isEqualTo("new");
		assertThat(this.recording.refusals(RefusalReason.ATTRIBUTE_LIMIT)).isEqualTo(36);
		assertThat(this.recording.refusals(RefusalReason.NULL_ARGUMENT)).isEqualTo(2);
	}

	@Test
	void idsOfAStageAreThoseOfItsSpan() {
		VoiceSession session = this.recording.session();
		assertThat(TraceId.isValid(session.spanContext().getTraceId())).isTrue();
		assertThat(session).hasToString(
				"agent_session[" + session.spanContext().getTraceId() + "/" + session.spanContext().getSpanId() + "]");
		session.end();
	}

}
