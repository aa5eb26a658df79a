package io.voicetelemetry.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
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
 * The plain call outside any session, as it is written with other annotations and with
 * OpenTelemetry's API, and ours with meters beside them. All record at least the same 8
 * attributes; the peers count nothing, ours has 11 attributes and all meters. By hand it
 * is written with two counters, and with the attributes and meters of ours.
 */
@State(Scope.Benchmark)
public class PeerCallBenchmark extends TimedOperation {

	/** Whether the spans are sampled. */
	@Param({ "true", "false" })
	public boolean sampled;

	private final Call call = new Call();

	private final LanguageModel bare = new LanguageModel();

	private PeerApplication peers;

	private PeerModels.WithSpanModel withSpan;

	private PeerModels.ObservedModel observed;

	private PeerModels.NewSpanModel newSpan;

	private BenchmarkApplication application;

	private LanguageModel annotated;

	private HandWrittenModel withOtelCounters;

	private HandWrittenModel withCounters;

	private FullHandWrittenModel withMeters;

	@Setup(Level.Trial)
	public void start() {
		SamePeers.check();
		prepare();
	}

	void prepare() {
		SdkTracerProvider tracerProvider = SdkTracerProvider.builder()
			.setSampler(this.sampled ? Sampler.alwaysOn() : Sampler.alwaysOff())
			.build();
		this.peers = new PeerApplication(tracerProvider);
		this.withSpan = this.peers.bean(PeerModels.WithSpanModel.class);
		this.observed = this.peers.bean(PeerModels.ObservedModel.class);
		this.newSpan = this.peers.bean(PeerModels.NewSpanModel.class);
		this.application = BenchmarkApplication.withFigures(tracerProvider, false, false, new SimpleMeterRegistry());
		this.annotated = this.application.model();
		SdkMeterProvider meterProvider = SdkMeterProvider.builder()
			.registerMetricReader(new IdleMetricReader())
			.build();
		this.withOtelCounters = new HandWrittenModel(this.bare, tracerProvider.get("by-hand"),
				TokenCounters.openTelemetry(meterProvider.get("by-hand")));
		this.withCounters = new HandWrittenModel(this.bare, tracerProvider.get("by-hand"),
				TokenCounters.micrometer(new SimpleMeterRegistry()));
		this.withMeters = new FullHandWrittenModel(this.bare, tracerProvider.get("by-hand"),
				new HandWrittenMeters(new SimpleMeterRegistry()), null);
	}

	@TearDown(Level.Trial)
	public void stop() {
		this.application.close();
		this.peers.close();
	}

	@Benchmark
	public Answer handWrittenEightWithOtelCounters() {
		return this.withOtelCounters.answerWithEightAttributes(this.call.model, this.call.conversation,
				this.call.maxTokens);
	}

	@Benchmark
	@ComparedWith("handWrittenEightWithOtelCounters")
	public Answer handWrittenEightWithCounters() {
		return this.withCounters.answerWithEightAttributes(this.call.model, this.call.conversation,
				this.call.maxTokens);
	}

	@Benchmark
	@ComparedWith("handWrittenEightWithOtelCounters")
	public Answer handWrittenWithMeters() {
		return this.withMeters.answer(this.call.model, this.call.conversation, this.call.maxTokens);
	}

	@Benchmark
	@ComparedWith("handWrittenEightWithOtelCounters")
	public Answer annotatedWithMeters() {
		return this.annotated.answer(this.call.model, this.call.conversation, this.call.maxTokens);
	}

	@Benchmark
	@ComparedWith("handWrittenEightWithOtelCounters")
	public Answer withSpan() {
		return this.withSpan.answer(this.call.model, this.call.conversation, this.call.maxTokens);
	}

	@Benchmark
	@ComparedWith("handWrittenEightWithOtelCounters")
	public Answer observed() {
		return this.observed.answer(this.call.model, this.call.conversation, this.call.maxTokens);
	}

	@Benchmark
	@ComparedWith("handWrittenEightWithOtelCounters")
	public Answer observedWithParameters() {
		return this.observed.answerWithParameters(this.call.model, this.call.conversation, this.call.maxTokens);
	}

	@Benchmark
	@ComparedWith("handWrittenEightWithOtelCounters")
	public Answer newSpan() {
		return this.newSpan.answer(this.call.model, this.call.conversation, this.call.maxTokens);
	}

}
