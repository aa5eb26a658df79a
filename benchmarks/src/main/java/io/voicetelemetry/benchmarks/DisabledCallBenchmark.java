package io.voicetelemetry.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * An annotated call with {@code voice.telemetry.enabled=false}: the bean is no proxy, so
 * it must cost what a bare method costs.
 */
@State(Scope.Benchmark)
public class DisabledCallBenchmark extends TimedOperation {

	private final Call call = new Call();

	private BenchmarkApplication application;

	private LanguageModel annotated;

	@Setup(Level.Trial)
	public void start() {
		this.application = BenchmarkApplication.disabled();
		this.annotated = this.application.model();
		if (this.annotated.getClass() != LanguageModel.class) {
			throw new IllegalStateException("Disabled, but a proxy: " + this.annotated.getClass());
		}
	}

	@TearDown(Level.Trial)
	public void stop() {
		this.application.close();
	}

	@Benchmark
	public Answer annotatedDisabled() {
		return this.annotated.answer(this.call.model, this.call.conversation, this.call.maxTokens);
	}

}
