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
 * An annotated call outside any session, beside the same span written by hand.
 */
@State(Scope.Benchmark)
public class CallBenchmark extends TimedOperation {

	/** Whether the spans are sampled. */
	@Param({ "true", "false" })
	public boolean sampled;

	private final Call call = new Call();

	private final LanguageModel bare = new LanguageModel();

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
		this.handWritten = new HandWrittenModel(this.bare, this.application.sdk().getTracer("by-hand"));
	}

	@TearDown(Level.Trial)
	public void stop() {
		this.application.close();
	}

	@Benchmark
	@ComparedWith("handWritten")
	public Answer direct() {
		return this.bare.answer(this.call.model, this.call.conversation, this.call.maxTokens);
	}

	@Benchmark
	@ComparedWith("handWritten")
	public Answer handWrittenEight() {
		return this.handWritten.answerWithEightAttributes(this.call.model, this.call.conversation, this.call.maxTokens);
	}

	@Benchmark
	public Answer handWritten() {
		return this.handWritten.answer(this.call.model, this.call.conversation, this.call.maxTokens);
	}

	@Benchmark
	@ComparedWith("handWritten")
	public Answer annotated() {
		return this.annotated.answer(this.call.model, this.call.conversation, this.call.maxTokens);
	}

}
