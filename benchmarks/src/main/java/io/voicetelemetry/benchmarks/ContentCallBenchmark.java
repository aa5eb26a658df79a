package io.voicetelemetry.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * An annotated call with everything on and what was said kept, a prompt and an answer of
 * 4 KB, beside the same by hand with Jackson. What is redacted, both leave to the
 * library's own redactor.
 */
@State(Scope.Benchmark)
public class ContentCallBenchmark extends TimedOperation {

	/** Whether what is sensitive is looked for. */
	@Param({ "false", "true" })
	public boolean redaction;

	private final Call call = new Call();

	private FullApplication application;

	@Setup(Level.Trial)
	public void start() {
		SameFigures.check();
		prepare();
	}

	void prepare() {
		this.application = new FullApplication(SdkTracerProvider.builder().build(), new SimpleMeterRegistry(),
				new SimpleMeterRegistry(), true, this.redaction);
	}

	@TearDown(Level.Trial)
	public void stop() {
		this.application.close();
	}

	@Benchmark
	public Answer handWrittenWithContent(ContentByHand byHand) {
		return this.application.handWritten().answerWithContent(byHand.turn, this.call.model, this.call.prompt);
	}

	@Benchmark
	@ComparedWith("handWrittenWithContent")
	public Answer annotatedWithContent(ContentWithHandles withHandles) {
		return this.application.annotated().answerAtLength(this.call.model, this.call.prompt);
	}

	/**
	 * The session of a thread, by hand.
	 */
	@State(Scope.Thread)
	public static class ContentByHand {

		private HandWrittenTurn turn;

		@Setup(Level.Iteration)
		public void open(ContentCallBenchmark benchmark) {
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
	public static class ContentWithHandles {

		private OpenReply reply;

		@Setup(Level.Iteration)
		public void open(ContentCallBenchmark benchmark) {
			this.reply = benchmark.application.openReply(SessionValues.nextId());
		}

		@TearDown(Level.Iteration)
		public void end() {
			this.reply.close();
		}

	}

}
