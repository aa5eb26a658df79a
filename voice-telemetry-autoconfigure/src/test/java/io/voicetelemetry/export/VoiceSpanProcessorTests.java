package io.voicetelemetry.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import io.voicetelemetry.session.ClosableVoiceTelemetry;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link VoiceSpanProcessor} and {@link VoiceSampler} in an SDK, without Spring.
 */
class VoiceSpanProcessorTests {

	private static final Duration LATER = Duration.ofHours(1);

	private static final Attributes STATIC = Attributes.builder().put("deployment.environment.name", "test").build();

	private final InMemorySpanExporter backend = InMemorySpanExporter.create();

	private final List<OpenTelemetrySdk> sdks = new ArrayList<>();

	@AfterEach
	void close() {
		this.sdks.forEach(OpenTelemetrySdk::close);
	}

	@Test
	void aBackendThatHangsHoldsUpNoOther() {
		Recording other = new Recording();
		VoiceSpanProcessor processor = processor(Duration.ofMillis(100), new Hanging(), other);
		tracer(processor, Sampler.alwaysOn()).spanBuilder("one").startSpan().end();
		CompletableResultCode flush = processor.forceFlush();
		assertThat(other.first).succeedsWithin(Duration.ofSeconds(25)).isEqualTo("one");
		assertThat(flush.isDone()).isFalse();
		CompletableResultCode shutdown = processor.shutdown().join(30, TimeUnit.SECONDS);
		assertThat(shutdown.isDone()).isTrue();
		assertThat(shutdown.isSuccess()).isFalse();
		assertThat(processor.shutdown()).isSameAs(shutdown);
	}

	@Test
	void spansThatAreNotSampledAreNotExported() {
		VoiceSpanProcessor processor = processor(LATER, this.backend);
		Tracer tracer = tracer(processor, new RecordOnly());
		tracer.spanBuilder("recorded").startSpan().end();
		processor.forceFlush().join(30, TimeUnit.SECONDS);
		assertThat(this.backend.getFinishedSpanItems()).isEmpty();
	}

	@Test
	void needsNoEndsWithoutPipelines() {
		VoiceSpanProcessor processor = processor(LATER);
		assertThat(processor.isEndRequired()).isFalse();
		assertThat(processor.isStartRequired()).isTrue();
		assertThat(processor.forceFlush().isSuccess()).isTrue();
		assertThat(processor.shutdown().isSuccess()).isTrue();
	}

	@Test
	void spansOfOthersInASessionCarryWhatTheSessionShares() {
		VoiceSpanProcessor processor = processor(LATER, this.backend);
		OpenTelemetrySdk sdk = sdk(processor, new VoiceSampler(Sampler.alwaysOff(), 1));
		Tracer tracer = sdk.getTracer("other");
		try (ClosableVoiceTelemetry telemetry = VoiceTelemetry.builder(sdk).attributes(STATIC).build()) {
			VoiceSession session = telemetry.session().id("call-1").userId("caller-7").start();
			Span inContext = tracer.spanBuilder("in the context").setParent(session.context()).startSpan();
			// Without the rest of the context, as if taken to another thread by hand.
			tracer.spanBuilder("under the span alone").setParent(Context.root().with(inContext)).startSpan().end();
			inContext.end();
			tracer.spanBuilder("outside").setNoParent().startSpan().end();
			session.end();
		}
		processor.forceFlush().join(30, TimeUnit.SECONDS);
		assertThat(this.backend.getFinishedSpanItems()).extracting(SpanData::getName)
			.containsExactlyInAnyOrder("in the context", "under the span alone", "agent_session");
		assertThat(this.backend.getFinishedSpanItems()).allSatisfy((span) -> {
			assertThat(span.getAttributes().asMap().toString()).contains("session.id=call-1",
					"gen_ai.conversation.id=call-1", "user.id=caller-7", "deployment.environment.name=test");
		});
	}

	@Test
	void theSamplerDescribesBothRates() {
		assertThat(new VoiceSampler(Sampler.alwaysOff(), 0.5).getDescription())
			.isEqualTo("VoiceSampler{voice=TraceIdRatioBased{0.500000},others=AlwaysOffSampler}")
			.isEqualTo(new VoiceSampler(Sampler.alwaysOff(), 0.5).toString());
	}

	private static VoiceSpanProcessor processor(Duration shutdownTimeout, SpanExporter... exporters) {
		List<ExportPipeline> pipelines = new ArrayList<>();
		for (SpanExporter exporter : exporters) {
			pipelines.add(ExportPipeline.of("test", "nowhere", exporter, LATER));
		}
		return new VoiceSpanProcessor(pipelines, STATIC, shutdownTimeout);
	}

	private Tracer tracer(VoiceSpanProcessor processor, Sampler sampler) {
		return sdk(processor, sampler).getTracer("other");
	}

	private OpenTelemetrySdk sdk(VoiceSpanProcessor processor, Sampler sampler) {
		OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder().setSampler(sampler).addSpanProcessor(processor).build())
			.build();
		this.sdks.add(sdk);
		return sdk;
	}

	/**
	 * Tells of the first span.
	 */
	private static final class Recording implements SpanExporter {

		private final CompletableFuture<String> first = new CompletableFuture<>();

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			this.first.complete(spans.iterator().next().getName());
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

	/**
	 * Never answers.
	 */
	private static final class Hanging implements SpanExporter {

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			return new CompletableResultCode();
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return new CompletableResultCode();
		}

	}

	/**
	 * Records without sampling.
	 */
	private static final class RecordOnly implements Sampler {

		@Override
		public SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind kind,
				Attributes attributes, List<LinkData> links) {
			return SamplingResult.recordOnly();
		}

		@Override
		public String getDescription() {
			return "RecordOnly";
		}

	}

}
