package io.voicetelemetry.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * An annotated call with everything on, beside everything written by hand: meters, what
 * was used and an event to one listener, and in a session its sums and the ids in the
 * log.
 */
@State(Scope.Benchmark)
public class FullCallBenchmark extends TimedOperation {

	/** Whether the spans are sampled. */
	@Param({ "true", "false" })
	public boolean sampled;

	private final Call call = new Call();

	private FullApplication application;

	@Setup(Level.Trial)
	public void start() {
		SameFigures.check();
		prepare();
	}

	void prepare() {
		this.application = new FullApplication(
				SdkTracerProvider.builder().setSampler(this.sampled ? Sampler.alwaysOn() : Sampler.alwaysOff()).build(),
				new SimpleMeterRegistry(), new SimpleMeterRegistry(), false, false);
	}

	@TearDown(Level.Trial)
	public void stop() {
		this.application.close();
	}

	@Benchmark
	public Answer handWrittenFull(Paced paced) {
		paced.pace.next();
		return this.application.handWritten().answer(this.call.model, this.call.conversation, this.call.maxTokens);
	}

	@Benchmark
	@ComparedWith("handWrittenFull")
	public Answer annotatedFull(Paced paced) {
		paced.pace.next();
		return this.application.annotated().answer(this.call.model, this.call.conversation, this.call.maxTokens);
	}

	@Benchmark
	public Answer handWrittenFullInSession(Paced paced, FullByHand byHand) {
		paced.pace.next();
		return this.application.handWritten().answerInSession(byHand.turn, this.call.model, this.call.maxTokens);
	}

	@Benchmark
	@ComparedWith("handWrittenFullInSession")
	public Answer annotatedFullInSession(Paced paced, FullWithHandles withHandles) {
		paced.pace.next();
		return this.application.annotated().answerInSession(this.call.model, this.call.maxTokens);
	}

	/**
	 * How fast a thread calls.
	 */
	@State(Scope.Thread)
	public static class Paced {

		private Listener.Pace pace;

		@Setup(Level.Trial)
		public void start(FullCallBenchmark benchmark) {
			this.pace = benchmark.application.listener().new Pace();
		}

	}

	/**
	 * The session of a thread, by hand.
	 */
	@State(Scope.Thread)
	public static class FullByHand {

		private HandWrittenTurn turn;

		@Setup(Level.Iteration)
		public void open(FullCallBenchmark benchmark) {
			this.turn = benchmark.application.openTurn(SessionValues.nextId());
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
	public static class FullWithHandles {

		private OpenReply reply;

		@Setup(Level.Iteration)
		public void open(FullCallBenchmark benchmark) {
			this.reply = benchmark.application.openReply(SessionValues.nextId());
		}

		@TearDown(Level.Iteration)
		public void end() {
			this.reply.close();
		}

	}

}
