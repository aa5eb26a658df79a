package io.voicetelemetry.export;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.otlp.HttpTransport;
import io.voicetelemetry.otlp.OtlpDestination;
import io.voicetelemetry.session.ClosableVoiceTelemetry;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.session.VoiceTelemetryBuilder;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedSpan;
import io.voicetelemetry.test.VoiceTraceTree;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An SDK whose spans go to two backends at the same time: one gets voice spans alone, the
 * other one all of them.
 */
final class TwoBackends implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final OtlpReceiver voice = OtlpReceiver.start();

	private final OtlpReceiver all = OtlpReceiver.start();

	private final VoiceSpanProcessor processor;

	private final OpenTelemetrySdk sdk;

	private final ClosableVoiceTelemetry telemetry;

	TwoBackends() {
		this(Sampler.alwaysOn());
	}

	/**
	 * Two backends.
	 * @param others samples what does not belong to a call
	 */
	TwoBackends(Sampler others) {
		this(others, VoiceTelemetry::builder);
	}

	TwoBackends(Sampler others, TelemetryFactory factory) {
		this(others, factory, Attributes.empty());
	}

	/**
	 * Two backends.
	 * @param stamped what every span of a session carries
	 */
	TwoBackends(Attributes stamped) {
		this(Sampler.alwaysOn(), (openTelemetry) -> VoiceTelemetry.builder(openTelemetry).attributes(stamped), stamped);
	}

	private TwoBackends(Sampler others, TelemetryFactory factory, Attributes stamped) {
		this.processor = new VoiceSpanProcessor(List.of(pipeline("voice", this.voice, SpanSelection.VOICE),
				pipeline("all", this.all, SpanSelection.ALL)), stamped, PATIENCE);
		this.sdk = OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder()
				.setSampler(new VoiceSampler(others, 1))
				.addSpanProcessor(this.processor)
				.build())
			.build();
		this.telemetry = factory.builder(this.sdk).build();
	}

	static ExportPipeline pipeline(String name, OtlpReceiver receiver, SpanSelection spans) {
		VoiceBackend backend = VoiceBackend.builder(name, URI.create(receiver.endpoint())).spans(spans).build();
		HttpTransport transport = new HttpTransport(
				new OtlpDestination(name, backend.endpoint(), backend.headers(), false, PATIENCE, null));
		return OtlpPipelines.create(backend, transport, DeliverySettings.DEFAULT, ContentPolicy::none);
	}

	OpenTelemetrySdk sdk() {
		return this.sdk;
	}

	/**
	 * The tracer of a library.
	 */
	Tracer tracer() {
		return this.sdk.getTracer("library");
	}

	VoiceTelemetry telemetry() {
		return this.telemetry;
	}

	VoiceSpanProcessor processor() {
		return this.processor;
	}

	VoiceSession session() {
		return this.telemetry.session().id("call-1").start();
	}

	/**
	 * Starts a span of a library.
	 */
	Span start(String name, Context parent) {
		return tracer().spanBuilder(name).setParent(parent).startSpan();
	}

	/**
	 * Has a span say that it is a request to a model.
	 */
	static Span chat(Span span) {
		return span.setAttribute("gen_ai.operation.name", "chat");
	}

	/**
	 * What the backend of voice spans got so far.
	 */
	List<ReceivedSpan> voiceSpans() {
		flush();
		return this.voice.spans();
	}

	/**
	 * What the backend of voice spans got, when it has got so many.
	 */
	List<ReceivedSpan> voiceSpans(int count) {
		return this.voice.awaitSpans(count, PATIENCE);
	}

	/**
	 * What the backend of all spans got so far.
	 */
	List<ReceivedSpan> allSpans() {
		flush();
		return this.all.spans();
	}

	String voiceTree() {
		return VoiceTraceTree.render(voiceSpans());
	}

	String fullTree() {
		return VoiceTraceTree.render(allSpans());
	}

	private void flush() {
		assertThat(this.processor.forceFlush().join(30, TimeUnit.SECONDS).isSuccess()).isTrue();
	}

	@Override
	public void close() {
		this.telemetry.close();
		this.sdk.close();
		this.voice.close();
		this.all.close();
	}

	@FunctionalInterface
	interface TelemetryFactory {

		VoiceTelemetryBuilder builder(OpenTelemetrySdk sdk);

	}

}
