package io.voicetelemetry.benchmarks;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Handles that start and end, beside bare spans of the SDK with the attributes that tell
 * whose they are: a session, a turn in it, and a request to a model in that.
 */
@State(Scope.Benchmark)
public class HandleBenchmark extends TimedOperation {

	/** Whether the spans are sampled. */
	@Param({ "true", "false" })
	public boolean sampled;

	private final Call call = new Call();

	private BenchmarkApplication application;

	private VoiceTelemetry telemetry;

	private Tracer tracer;

	@Setup(Level.Trial)
	public void start() {
		this.application = BenchmarkApplication.sampledWith(this.sampled ? Sampler.alwaysOn() : Sampler.alwaysOff());
		this.telemetry = this.application.telemetry();
		this.tracer = this.application.sdk().getTracer("bare");
	}

	@TearDown(Level.Trial)
	public void stop() {
		this.application.close();
	}

	@Benchmark
	public Span bareSession() {
		Span span = BareSpans.start(this.tracer, Context.root(), SessionValues.nextId(), "agent_session",
				"invoke_workflow", null);
		span.setAttribute("voice.disconnect_reason", "hangup");
		BareSpans.end(span);
		return span;
	}

	@Benchmark
	@ComparedWith("bareSession")
	public VoiceSession session() {
		VoiceSession session = this.telemetry.session()
			.id(SessionValues.nextId())
			.userId(SessionValues.USER)
			.tenantId(SessionValues.TENANT)
			.roomName(SessionValues.ROOM)
			.start();
		session.end("hangup");
		return session;
	}

	@Benchmark
	public Span bareTurn(Bare bare) {
		Span span = BareSpans.start(this.tracer, bare.session, "call-1", "agent_turn", "invoke_agent",
				"speech_0123456789ab");
		BareSpans.end(span);
		return span;
	}

	@Benchmark
	@ComparedWith("bareTurn")
	public AgentTurn turn(Handles handles) {
		AgentTurn turn = handles.session.startAgentTurn();
		turn.end();
		return turn;
	}

	@Benchmark
	public Span bareCall(Bare bare) {
		Span span = BareSpans.start(this.tracer, bare.turn, "call-1", "llm_request", "chat", "speech_0123456789ab");
		if (span.isRecording()) {
			span.setAttribute(HandWrittenModel.PROVIDER, LanguageModel.PROVIDER);
			span.setAttribute(HandWrittenModel.MODEL, this.call.model);
			HandWrittenModel.setResponse(span, Answer.FIXED);
		}
		BareSpans.end(span);
		return span;
	}

	@Benchmark
	@ComparedWith("bareCall")
	public LlmCall call(Handles handles) {
		LlmCall call = handles.turn.startLlmCall();
		call.model(LanguageModel.PROVIDER, this.call.model);
		call.answered(Answer.FIXED);
		call.end();
		return call;
	}

	/**
	 * The session of a thread, with spans of the SDK.
	 */
	@State(Scope.Thread)
	public static class Bare {

		private Context session;

		private Context turn;

		@Setup(Level.Iteration)
		public void open(HandleBenchmark benchmark) {
			this.session = Context.root()
				.with(BareSpans.start(benchmark.tracer, Context.root(), "call-1", "agent_session", "invoke_workflow",
						null));
			this.turn = Context.root()
				.with(BareSpans.start(benchmark.tracer, this.session, "call-1", "agent_turn", "invoke_agent",
						"speech_0123456789ab"));
		}

		@TearDown(Level.Iteration)
		public void end() {
			Span.fromContext(this.turn).end();
			Span.fromContext(this.session).end();
		}

	}

	/**
	 * The session of a thread.
	 */
	@State(Scope.Thread)
	public static class Handles {

		private VoiceSession session;

		private AgentTurn turn;

		@Setup(Level.Iteration)
		public void open(HandleBenchmark benchmark) {
			this.session = benchmark.telemetry.session()
				.id(SessionValues.nextId())
				.userId(SessionValues.USER)
				.tenantId(SessionValues.TENANT)
				.roomName(SessionValues.ROOM)
				.start();
			this.turn = this.session.startAgentTurn();
		}

		@TearDown(Level.Iteration)
		public void end() {
			this.turn.end();
			this.session.end("hangup");
		}

	}

}
