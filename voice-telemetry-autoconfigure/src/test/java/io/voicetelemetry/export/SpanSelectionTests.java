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
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.SessionOptions;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.ReceivedSpan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What a backend of voice spans gets, while another one gets everything.
 */
class SpanSelectionTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private TwoBackends backends = new TwoBackends();

	@AfterEach
	void close() {
		this.backends.close();
	}

	@Test
	void whatStandsBetweenTwoVoiceSpansIsLeftOut() {
		VoiceSession session = session();
		Span http = start("POST /v1/audio", session.context());
		try (Scope scope = session.context().with(http).makeCurrent()) {
			LlmCall call = session.startLlmCall();
			Span request = start("POST", call.context());
			chat(start("chat gpt-4o", call.context().with(request))).end();
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
		VoiceSession session = session();
		AgentTurn turn = session.startAgentTurn();
		Span http = start("POST", turn.context());
		Span query = start("SELECT", turn.context().with(http));
		chat(start("chat", turn.context().with(query))).end();
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
		Span client = start("advisor", Context.root().with(server));
		Span chat = start("chat gpt-4o", Context.root().with(client));
		start("POST", Context.root().with(chat)).end();
		chat(chat).end();
		client.end();
		server.end();
		assertThat(this.backends.voiceTree()).isEqualTo("chat gpt-4o\n");
		assertThat(this.backends.voiceSpans()).singleElement()
			.satisfies((span) -> assertThat(span.parentSpanId()).isEmpty());
	}

	@Test
	void aParentThatEndsFirstIsLeftOutAllTheSame() {
		VoiceSession session = session();
		Span http = start("POST", session.context());
		Span inner = start("inner", session.context().with(http));
		Span chat = start("chat", session.context().with(inner));
		http.end();
		inner.end();
		chat(chat).end();
		session.end();
		assertThat(this.backends.voiceTree()).isEqualTo("""
				agent_session
				  chat
				""");
	}

	@Test
	void aSpanThatBeginsAfterItsParentsEndFindsItsPlace() {
		VoiceSession session = session();
		Span http = start("POST", session.context());
		Span agent = start("agent", session.context().with(http)).setAttribute("gen_ai.operation.name", "invoke_agent");
		Span tool = start("tool", Context.root().with(agent));
		agent.end();
		tool.end();
		http.end();
		// Without the rest of the context, as Micrometer takes a span along.
		chat(start("later", Context.root().with(http))).end();
		chat(start("latest", Context.root().with(tool))).end();
		session.end();
		assertThat(this.backends.voiceTree()).isEqualTo("""
				agent_session
				  agent
				    latest
				  later
				""");
	}

	@Test
	void whatHangsUnderAnOpenSpanIsSentUnderItOnceThatSaysWhatItIs() {
		Span early = start("agent", Context.root());
		Span tool = start("tool", Context.root().with(early));
		chat(start("before", Context.root().with(tool))).end();
		early.setAttribute("gen_ai.operation.name", "invoke_agent");
		chat(start("within", Context.root().with(tool))).end();
		tool.setAttribute("gen_ai.tool.name", "find_free_slots");
		chat(start("below", Context.root().with(tool))).end();
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
	void aSpanUnderWhichSomethingWasSentIsSentWhateverItSaysLater() {
		Span chain = start("chain", Context.root()).setAttribute("gen_ai.operation.name", "invoke_agent");
		chat(start("chat", Context.root().with(chain))).end();
		chain.setAttribute("gen_ai.operation.name", "framework").end();
		assertThat(this.backends.voiceTree()).isEqualTo("""
				chain
				  chat
				""");
	}

	@Test
	void underARemoteParentIsARoot() {
		SpanContext remote = SpanContext.createFromRemoteParent(TRACE, "b7ad6b7169203331", TraceFlags.getSampled(),
				TraceState.getDefault());
		Span server = start("GET /chat", Context.root().with(Span.wrap(remote)));
		chat(start("under a server", Context.root().with(server))).end();
		server.end();
		chat(start("under the remote span", Context.root().with(Span.wrap(remote)))).end();
		assertThat(this.backends.voiceSpans()).allSatisfy((span) -> assertThat(span.traceId()).isEqualTo(TRACE))
			.extracting(ReceivedSpan::name, ReceivedSpan::parentSpanId)
			.containsExactlyInAnyOrder(tuple("under a server", ""), tuple("under the remote span", ""));
		assertThat(this.backends.allSpans()).filteredOn((span) -> span.parentSpanId().equals(remote.getSpanId()))
			.extracting(ReceivedSpan::name)
			.containsExactlyInAnyOrder("GET /chat", "under the remote span");
	}

	@Test
	void aRemoteParentThatIsInTheSameProcessIsFound() {
		VoiceSession session = session();
		Span client = start("POST", session.context());
		SpanContext arrived = SpanContext.createFromRemoteParent(client.getSpanContext().getTraceId(),
				client.getSpanContext().getSpanId(), TraceFlags.getSampled(), TraceState.getDefault());
		Span server = start("POST /tool", Context.root().with(Span.wrap(arrived)));
		chat(start("chat", Context.root().with(server))).end();
		server.end();
		client.end();
		session.end();
		assertThat(this.backends.voiceTree()).isEqualTo("""
				agent_session
				  chat
				""");
	}

	@Test
	void aSessionUnderAnHttpServerSpanIsARoot() {
		this.backends.close();
		SessionOptions join = new SessionOptions(false, true, false, Duration.ofMinutes(1), Duration.ofMinutes(1));
		this.backends = new TwoBackends(Sampler.alwaysOn(), (sdk) -> VoiceTelemetry.builder(sdk).options(join));
		Span server = start("GET /call", Context.root());
		VoiceSession session;
		try (Scope scope = server.makeCurrent()) {
			session = session();
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

	private VoiceSession session() {
		return this.backends.telemetry().session().id("call-1").start();
	}

	private Span start(String name, Context parent) {
		return this.backends.tracer().spanBuilder(name).setParent(parent).startSpan();
	}

	private static Span chat(Span span) {
		return span.setAttribute("gen_ai.operation.name", "chat");
	}

}
