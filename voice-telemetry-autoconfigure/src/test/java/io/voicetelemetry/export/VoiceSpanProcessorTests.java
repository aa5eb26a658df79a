package io.voicetelemetry.export;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import io.voicetelemetry.NotUnderJavaagent;
import io.voicetelemetry.otlp.OtlpDestination;
import io.voicetelemetry.session.ClosableVoiceTelemetry;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedSpan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link VoiceSpanProcessor} and {@link VoiceSampler} in an SDK, without Spring.
 */
class VoiceSpanProcessorTests {

	private static final DeliverySettings DEFAULT = DeliverySettings.DEFAULT;

	/** Nothing is sent unless it is flushed. */
	private static final Duration LATER = Duration.ofHours(1);

	private static final Attributes STATIC = Attributes.builder().put("deployment.environment.name", "test").build();

	private final OtlpReceiver backend = OtlpReceiver.start();

	private final List<OpenTelemetrySdk> sdks = new ArrayList<>();

	@AfterEach
	void close() {
		this.sdks.forEach(OpenTelemetrySdk::close);
		this.backend.close();
	}

	@Test
	void aBackendThatHangsHoldsUpNoOther() throws Exception {
		try (ServerSocket hangs = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			VoiceSpanProcessor processor = processor(Duration.ofMillis(100),
					"http://127.0.0.1:" + hangs.getLocalPort() + "/v1/traces", this.backend.endpoint());
			tracer(processor, Sampler.alwaysOn()).spanBuilder("one").startSpan().end();
			CompletableResultCode flush = processor.forceFlush();
			this.backend.awaitSpans(1, Duration.ofSeconds(25));
			assertThat(flush.isDone()).isFalse();
			CompletableResultCode shutdown = processor.shutdown().join(30, TimeUnit.SECONDS);
			assertThat(shutdown.isDone()).isTrue();
			assertThat(shutdown.isSuccess()).isFalse();
			assertThat(processor.shutdown()).isSameAs(shutdown);
			assertThat(flush.join(30, TimeUnit.SECONDS).isSuccess()).isFalse();
			assertThat(processor.counts()).extracting(DeliveryCounts::delivered).containsExactly(0L, 1L);
		}
	}

	@Test
	void aFlushTellsWhatWasDelivered() {
		VoiceSpanProcessor processor = processor(LATER, this.backend.endpoint());
		Tracer tracer = tracer(processor, Sampler.alwaysOn());
		tracer.spanBuilder("one").startSpan().end();
		tracer.spanBuilder("two").startSpan().end();
		assertThat(processor.flush(Duration.ofSeconds(30))).containsExactly(new FlushResult("test", 2, 0, 0));
		assertThat(this.backend.spans()).hasSize(2);
		assertThat(processor.flush(Duration.ofSeconds(30))).containsExactly(new FlushResult("test", 0, 0, 0));
		this.backend.respondWith(500);
		tracer.spanBuilder("three").startSpan().end();
		assertThat(processor.flush(Duration.ofMillis(200))).containsExactly(new FlushResult("test", 0, 0, 1));
		this.backend.reset();
		assertThat(processor.flush(Duration.ofSeconds(30))).containsExactly(new FlushResult("test", 1, 0, 0));
	}

	@Test
	void spansThatAreNotSampledAreNotExported() {
		VoiceSpanProcessor processor = processor(LATER, this.backend.endpoint());
		Tracer tracer = tracer(processor, new RecordOnly());
		tracer.spanBuilder("recorded").startSpan().end();
		processor.forceFlush().join(30, TimeUnit.SECONDS);
		assertThat(this.backend.requests()).isEmpty();
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
	@NotUnderJavaagent
	void spansOfOthersInASessionCarryWhatTheSessionShares() {
		VoiceSpanProcessor processor = processor(LATER, this.backend.endpoint());
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
		assertThat(this.backend.spans()).extracting(ReceivedSpan::name)
			.containsExactlyInAnyOrder("in the context", "under the span alone", "agent_session");
		assertThat(this.backend.spans()).allSatisfy((span) -> {
			assertThat(span.attributes().toString()).contains("session.id=call-1", "gen_ai.conversation.id=call-1",
					"user.id=caller-7", "deployment.environment.name=test");
		});
	}

	@Test
	@NotUnderJavaagent
	void spansOfOthersSayNothingWhereTheCallIsNotToBeRecorded() {
		VoiceSpanProcessor processor = processor(LATER, this.backend.endpoint());
		OpenTelemetrySdk sdk = sdk(processor, Sampler.alwaysOn());
		Tracer tracer = sdk.getTracer("other");
		try (ClosableVoiceTelemetry telemetry = VoiceTelemetry.builder(sdk).build()) {
			VoiceSession quiet = telemetry.session().id("quiet").content(false).start();
			Span inContext = prompt(tracer, quiet.startAgentTurn().context());
			prompt(tracer, Context.root().with(inContext)).end();
			inContext.end();
			prompt(tracer, Context.root().with(inContext)).end();
			prompt(tracer, Context.root().with(Span.fromContext(quiet.context()))).end();
			prompt(tracer, Context.root().with(Span.fromContext(quiet.startUserTurn().context()))).end();
			quiet.end();
			VoiceSession late = telemetry.session().id("late").start();
			Span before = prompt(tracer, late.context());
			late.suppressContent();
			before.end();
			late.end();
		}
		assertThat(processor.flush(Duration.ofSeconds(30))).containsExactly(new FlushResult("test", 10, 0, 0));
		assertThat(this.backend.spans().toString()).doesNotContain("Heron");
	}

	@Test
	void spansOfOthersSayWhatTheyKnowInAnyOtherCall() {
		VoiceSpanProcessor processor = processor(LATER, this.backend.endpoint());
		OpenTelemetrySdk sdk = sdk(processor, Sampler.alwaysOn());
		try (ClosableVoiceTelemetry telemetry = VoiceTelemetry.builder(sdk).build()) {
			VoiceSession session = telemetry.session().id("call-1").start();
			session.startOperation("quiet").suppressContent().end();
			prompt(sdk.getTracer("other"), session.context()).end();
			session.end();
		}
		processor.flush(Duration.ofSeconds(30));
		assertThat(this.backend.spans().toString()).contains("Blue Heron");
	}

	private static Span prompt(Tracer tracer, Context parent) {
		return tracer.spanBuilder("chat")
			.setParent(parent)
			.startSpan()
			.setAttribute("gen_ai.input.messages", "my card is Blue Heron");
	}

	@Test
	void theSamplerDescribesBothRates() {
		assertThat(new VoiceSampler(Sampler.alwaysOff(), 0.5).getDescription())
			.isEqualTo("VoiceSampler{voice=TraceIdRatioBased{0.500000},others=AlwaysOffSampler}")
			.isEqualTo(new VoiceSampler(Sampler.alwaysOff(), 0.5).toString());
	}

	private static VoiceSpanProcessor processor(Duration shutdownTimeout, String... endpoints) {
		DeliverySettings settings = new DeliverySettings(LATER, DEFAULT.maxQueueBytes(), DEFAULT.maxElapsed(),
				shutdownTimeout, DEFAULT.maxTextLength(), null);
		List<ExportPipeline> pipelines = new ArrayList<>();
		for (String endpoint : endpoints) {
			pipelines.add(OtlpPipelines.create(
					new OtlpDestination("test", URI.create(endpoint), Map.of(), false, Duration.ofSeconds(30), null),
					settings, true));
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
