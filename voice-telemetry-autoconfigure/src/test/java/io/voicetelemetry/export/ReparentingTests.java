package io.voicetelemetry.export;

import java.time.Duration;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.voicetelemetry.NotUnderJavaagent;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.SessionOptions;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.ReceivedSpan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Under which parent a backend of voice spans gets what it gets.
 */
class ReparentingTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private TwoBackends backends = new TwoBackends();

	@AfterEach
	void close() {
		this.backends.close();
	}

	@Test
	void whatStandsBetweenTwoVoiceSpansIsLeftOut() {
		VoiceSession session = this.backends.session();
		Span http = this.backends.start("POST /v1/audio", session.context());
		try (Scope scope = session.context().with(http).makeCurrent()) {
			LlmCall call = session.startLlmCall();
			Span request = this.backends.start("POST", call.context());
			TwoBackends.chat(this.backends.start("chat gpt-4o", call.context().with(request))).end();
			request.end();
			call.end();
		}
		http.end();
		session.end();
		assertThat(this.backends.voiceTree()).isEqualTo("""
				agent_session
				  llm_request
				    chat gpt-4o
				""");
		assertThat(this.backends.fullTree()).isEqualTo("""
				agent_session
				  POST /v1/audio
				  llm_request
				    POST
				      chat gpt-4o
				""");
	}

	@Test
	void anOperationUnderAnHttpSpanHangsUnderTheTurn() {
		VoiceSession session = this.backends.session();
		AgentTurn turn = session.startAgentTurn();
		Span http = this.backends.start("POST", turn.context());
		Span query = this.backends.start("SELECT", turn.context().with(http));
		TwoBackends.chat(this.backends.start("chat", turn.context().with(query))).end();
		query.end();
		http.end();
		turn.end();
		session.end();
		assertThat(this.backends.voiceTree()).isEqualTo("""
				agent_session
				  agent_turn
				    chat
				""");
	}

	@Test
	void aFrameworksSpanUnderAnHttpServerSpanIsARoot() {
		Span server = this.backends.tracer()
			.spanBuilder("GET /chat")
			.setNoParent()
			.setSpanKind(SpanKind.SERVER)
			.startSpan();
		Span client = this.backends.start("advisor", Context.root().with(server));
		Span chat = this.backends.start("chat gpt-4o", Context.root().with(client));
		this.backends.start("POST", Context.root().with(chat)).end();
		TwoBackends.chat(chat).end();
		client.end();
		server.end();
		assertThat(this.backends.voiceTree()).isEqualTo("chat gpt-4o\n");
		assertThat(this.backends.voiceSpans()).singleElement()
			.satisfies((span) -> assertThat(span.parentSpanId()).isEmpty());
	}

	@Test
	void aParentThatEndsFirstIsLeftOutAllTheSame() {
		VoiceSession session = this.backends.session();
		Span http = this.backends.start("POST", session.context());
		Span inner = this.backends.start("inner", session.context().with(http));
		Span chat = this.backends.start("chat", session.context().with(inner));
		http.end();
		inner.end();
		TwoBackends.chat(chat).end();
		session.end();
		assertThat(this.backends.voiceTree()).isEqualTo("""
				agent_session
				  chat
				""");
	}

	@Test
	@NotUnderJavaagent
	void aSpanThatBeginsAfterItsParentsEndFindsItsPlace() {
		VoiceSession session = this.backends.session();
		Span http = this.backends.start("POST", session.context());
		Span agent = this.backends.start("agent", session.context().with(http))
			.setAttribute("gen_ai.operation.name", "invoke_agent");
		Span tool = this.backends.start("tool", Context.root().with(agent));
		agent.end();
		tool.end();
		http.end();
		// Without the rest of the context, as Micrometer takes a span along.
		TwoBackends.chat(this.backends.start("later", Context.root().with(http))).end();
		TwoBackends.chat(this.backends.start("latest", Context.root().with(tool))).end();
		session.end();
		assertThat(this.backends.voiceTree()).isEqualTo("""
				agent_session
				  agent
				    latest
				  later
				""");
	}

	@Test
	@NotUnderJavaagent
	void whatHangsUnderAnOpenSpanIsSentUnderItOnceThatSaysWhatItIs() {
		Span early = this.backends.start("agent", Context.root());
		Span tool = this.backends.start("tool", Context.root().with(early));
		TwoBackends.chat(this.backends.start("before", Context.root().with(tool))).end();
		early.setAttribute("gen_ai.operation.name", "invoke_agent");
		TwoBackends.chat(this.backends.start("within", Context.root().with(tool))).end();
		tool.setAttribute("gen_ai.tool.name", "find_free_slots");
		TwoBackends.chat(this.backends.start("below", Context.root().with(tool))).end();
		tool.end();
		early.end();
		assertThat(this.backends.voiceTree()).isEqualTo("""
				agent
				  tool
				    below
				  within
				before
				""");
	}

	@Test
	@NotUnderJavaagent
	void aSpanUnderWhichSomethingWasSentIsSentWhateverItSaysLater() {
		Span chain = this.backends.start("chain", Context.root()).setAttribute("gen_ai.operation.name", "invoke_agent");
		TwoBackends.chat(this.backends.start("chat", Context.root().with(chain))).end();
		chain.setAttribute("gen_ai.operation.name", "framework").end();
		assertThat(this.backends.voiceTree()).isEqualTo("""
				chain
				  chat
				""");
	}

	@Test
	@NotUnderJavaagent
	void underARemoteParentIsARoot() {
		SpanContext remote = SpanContext.createFromRemoteParent(TRACE, "b7ad6b7169203331", TraceFlags.getSampled(),
				TraceState.getDefault());
		Span server = this.backends.start("GET /chat", Context.root().with(Span.wrap(remote)));
		TwoBackends.chat(this.backends.start("under a server", Context.root().with(server))).end();
		server.end();
		TwoBackends.chat(this.backends.start("under the remote span", Context.root().with(Span.wrap(remote)))).end();
		assertThat(this.backends.voiceSpans()).allSatisfy((span) -> assertThat(span.traceId()).isEqualTo(TRACE))
			.extracting(ReceivedSpan::name, ReceivedSpan::parentSpanId)
			.containsExactlyInAnyOrder(tuple("under a server", ""), tuple("under the remote span", ""));
		assertThat(this.backends.allSpans()).filteredOn((span) -> span.parentSpanId().equals(remote.getSpanId()))
			.extracting(ReceivedSpan::name)
			.containsExactlyInAnyOrder("GET /chat", "under the remote span");
	}

	@Test
	@NotUnderJavaagent
	void aRemoteParentThatIsInTheSameProcessIsFound() {
		VoiceSession session = this.backends.session();
		Span client = this.backends.start("POST", session.context());
		SpanContext arrived = SpanContext.createFromRemoteParent(client.getSpanContext().getTraceId(),
				client.getSpanContext().getSpanId(), TraceFlags.getSampled(), TraceState.getDefault());
		Span server = this.backends.start("POST /tool", Context.root().with(Span.wrap(arrived)));
		TwoBackends.chat(this.backends.start("chat", Context.root().with(server))).end();
		server.end();
		client.end();
		session.end();
		assertThat(this.backends.voiceTree()).isEqualTo("""
				agent_session
				  chat
				""");
	}

	@Test
	@NotUnderJavaagent
	void aSpanUnderOneThatIsNotSampledHangsUnderWhatIsAboveIt() {
		use(new TwoBackends(new RandomSpans.ByKind()));
		Span agent = this.backends.start("agent", Context.root()).setAttribute("gen_ai.operation.name", "invoke_agent");
		Span recorded = this.backends.start("RECORDED", Context.root().with(agent));
		TwoBackends.chat(this.backends.start("chat", Context.root().with(recorded))).end();
		recorded.end();
		Span dropped = this.backends.start("DROPPED", Context.root().with(agent));
		TwoBackends.chat(this.backends.start("under who knows what", Context.root().with(dropped))).end();
		dropped.end();
		agent.end();
		assertThat(this.backends.voiceTree()).isEqualTo("""
				agent
				  chat
				under who knows what
				""");
	}

	@Test
	void aVoiceSpanUnderAnHttpSpanThatIsNotSampledIsARoot() {
		use(new TwoBackends(Sampler.parentBased(Sampler.alwaysOff())));
		Span server = this.backends.start("GET /greeting", Context.root());
		try (Scope scope = server.makeCurrent()) {
			this.backends.telemetry().start(Stage.LLM_REQUEST, null).end();
		}
		server.end();
		assertThat(this.backends.voiceTree()).isEqualTo("llm_request\n");
		assertThat(this.backends.fullTree()).isEqualTo("llm_request (parent missing)\n");
	}

	@Test
	void aSpanInASessionHangsUnderAStageOfItIfNothingElseIsKnown() {
		VoiceSession session = this.backends.session();
		AgentTurn turn = session.startAgentTurn();
		// As one that the Java agent has swallowed.
		SpanContext unknown = SpanContext.create(turn.spanContext().getTraceId(), "b7ad6b7169203331",
				TraceFlags.getSampled(), TraceState.getDefault());
		TwoBackends.chat(this.backends.start("chat", turn.context().with(Span.wrap(unknown)))).end();
		SpanContext elsewhere = SpanContext.create(TRACE, "b7ad6b7169203331", TraceFlags.getSampled(),
				TraceState.getDefault());
		TwoBackends.chat(this.backends.start("in another trace", turn.context().with(Span.wrap(elsewhere)))).end();
		turn.end();
		session.end();
		assertThat(this.backends.voiceTree()).isEqualTo("""
				agent_session
				  agent_turn
				    chat
				in another trace
				""");
	}

	@Test
	void eachTurnIsARootWhereEachIsATrace() {
		SessionOptions perTurn = new SessionOptions(true, false, false, Duration.ofMinutes(1), Duration.ofMinutes(1));
		use(new TwoBackends(Sampler.alwaysOn(), (sdk) -> VoiceTelemetry.builder(sdk).options(perTurn)));
		VoiceSession session = this.backends.session();
		AgentTurn turn = session.startAgentTurn();
		Span http = this.backends.start("POST", turn.context());
		TwoBackends.chat(this.backends.start("chat", turn.context().with(http))).end();
		http.end();
		turn.end();
		session.end();
		assertThat(this.backends.voiceTree()).isEqualTo("""
				agent_session
				agent_turn
				  chat
				""");
	}

	@Test
	@NotUnderJavaagent // To the agent, the span of the test is of another SDK.
	void aSessionUnderAnHttpServerSpanIsARoot() {
		this.backends.close();
		SessionOptions join = new SessionOptions(false, true, false, Duration.ofMinutes(1), Duration.ofMinutes(1));
		this.backends = new TwoBackends(Sampler.alwaysOn(), (sdk) -> VoiceTelemetry.builder(sdk).options(join));
		Span server = this.backends.start("GET /call", Context.root());
		VoiceSession session;
		try (Scope scope = server.makeCurrent()) {
			session = this.backends.session();
		}
		session.startAgentTurn().end();
		server.end();
		session.end();
		assertThat(this.backends.voiceTree()).isEqualTo("""
				agent_session
				  agent_turn
				""");
		assertThat(this.backends.fullTree()).isEqualTo("""
				GET /call
				  agent_session
				    agent_turn
				""");
	}

	private void use(TwoBackends others) {
		this.backends.close();
		this.backends = others;
	}

}
