package io.voicetelemetry.benchmarks;

import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * An annotated call in a session with an open reply, beside the same written by hand.
 * Each thread has a session of its own, with one reply per iteration: OpenTelemetry keeps
 * the first 128 events of a span, so later calls of the iteration make theirs in vain, on
 * both sides.
 */
@State(Scope.Benchmark)
public class SessionCallBenchmark extends TimedOperation {

	/** Whether the spans are sampled. */
	@Param({ "true", "false" })
	public boolean sampled;

	private final Call call = new Call();

	private BenchmarkApplication application;

	private LanguageModel annotated;

	private HandWrittenModel handWritten;

	@Setup(Level.Trial)
	public void start() {
		SameSpans.check();
		prepare();
	}

	void prepare() {
		this.application = BenchmarkApplication.sampledWith(this.sampled ? Sampler.alwaysOn() : Sampler.alwaysOff());
		this.annotated = this.application.model();
		this.handWritten = new HandWrittenModel(new LanguageModel(), this.application.sdk().getTracer("by-hand"));
	}

	@TearDown(Level.Trial)
	public void stop() {
		this.application.close();
	}

	@Benchmark
	public Answer handWrittenInSession(ByHand byHand) {
		return this.handWritten.answerInSession(byHand.turn, this.call.model, this.call.maxTokens);
	}

	@Benchmark
	@ComparedWith("handWrittenInSession")
	public Answer annotatedInSession(WithHandles withHandles) {
		return this.annotated.answerInSession(this.call.model, this.call.maxTokens);
	}

	/**
	 * The session of a thread, by hand.
	 */
	@State(Scope.Thread)
	public static class ByHand {

		private HandWrittenTurn turn;

		@Setup(Level.Iteration)
		public void open(SessionCallBenchmark benchmark) {
			this.turn = new HandWrittenTurn(benchmark.application.sdk().getTracer("by-hand"), SessionValues.nextId(),
					"speech_0123456789ab");
		}

		@TearDown(Level.Iteration)
		public void end() {
			this.turn.close();
		}

	}

	/**
	 * The session of a thread, with the library's handles.
	 */
	@State(Scope.Thread)
	public static class WithHandles {

		private OpenReply reply;

		@Setup(Level.Iteration)
		public void open(SessionCallBenchmark benchmark) {
			this.reply = new OpenReply(benchmark.application.telemetry(), SessionValues.nextId());
		}

		@TearDown(Level.Iteration)
		public void end() {
			this.reply.close();
		}

	}

}
