package io.voicetelemetry.benchmarks;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * An annotated call with {@code voice.telemetry.enabled=false}: the bean is no proxy, so
 * it must cost what a bare method costs.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = { "-XX:+UseG1GC", "-Xms1g", "-Xmx1g" })
@State(Scope.Benchmark)
public class DisabledCallBenchmark {

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
