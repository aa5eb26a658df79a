package io.voicetelemetry.aop;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.voicetelemetry.content.ContentCapture;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.event.VoiceMetrics;
import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.ResultReader;
import io.voicetelemetry.session.SessionOptions;
import io.voicetelemetry.session.VoiceTelemetry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real application context with the post-processor, and the spans that were made in it.
 */
final class AopTestContext implements AutoCloseable {

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final List<VoiceMetrics> told = new CopyOnWriteArrayList<>();

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private AopTestContext(boolean proxyTargetClass, SessionOptions options, Class<?>... configuration) {
		OpenTelemetrySdk openTelemetry = OpenTelemetrySdk.builder()
			.setTracerProvider(
					SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(this.exporter)).build())
			.build();
		this.context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("test", Map.of("clinic.model", "model-from-property")));
		this.context.registerBean(VoiceTelemetry.class,
				() -> VoiceTelemetry.builder(openTelemetry)
					.content(ContentPolicy.of(ContentCapture.FULL, 1000))
					.options(options)
					.metricsConsumer(this.told::add)
					.build());
		ObjectProvider<VoiceTelemetry> telemetry = this.context.getDefaultListableBeanFactory()
			.getBeanProvider(VoiceTelemetry.class);
		this.context.registerBean("voiceTelemetryBeanPostProcessor", VoiceTelemetryBeanPostProcessor.class, () -> {
			VoiceTelemetryBeanPostProcessor postProcessor = new VoiceTelemetryBeanPostProcessor(telemetry::getObject,
					this::readers, this::chunkReaders);
			postProcessor.setProxyTargetClass(proxyTargetClass);
			return postProcessor;
		});
		this.context.register(configuration);
		this.context.refresh();
	}

	static AopTestContext of(Class<?>... configuration) {
		return new AopTestContext(true, SessionOptions.DEFAULT, configuration);
	}

	static AopTestContext withInterfaceProxies(Class<?>... configuration) {
		return new AopTestContext(false, SessionOptions.DEFAULT, configuration);
	}

	static AopTestContext recordingAllAttempts(Class<?>... configuration) {
		SessionOptions defaults = SessionOptions.DEFAULT;
		return new AopTestContext(true,
				new SessionOptions(false, false, true, defaults.maxIdle(), defaults.maxDuration()), configuration);
	}

	@SuppressWarnings({ "rawtypes", "unchecked" })
	private List<ResultReader<?>> readers() {
		return (List) this.context.getBeanProvider(ResultReader.class).orderedStream().toList();
	}

	@SuppressWarnings({ "rawtypes", "unchecked" })
	private List<ChunkReader<?>> chunkReaders() {
		return (List) this.context.getBeanProvider(ChunkReader.class).orderedStream().toList();
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	<T> T bean(String name, Class<T> type) {
		return this.context.getBean(name, type);
	}

	VoiceTelemetry telemetry() {
		return this.context.getBean(VoiceTelemetry.class);
	}

	Map<RefusalReason, Long> refusals() {
		return telemetry().refusals();
	}

	List<String> report() {
		return this.context.getBean(VoiceTelemetryBeanPostProcessor.class).report();
	}

	/**
	 * The figures that were told.
	 */
	List<VoiceMetrics> told() {
		return this.told;
	}

	/**
	 * Forgets what was recorded.
	 */
	void reset() {
		this.exporter.reset();
		this.told.clear();
	}

	List<SpanData> spans() {
		return this.exporter.getFinishedSpanItems();
	}

	SpanData span(String name) {
		List<SpanData> named = spans().stream().filter((span) -> span.getName().equals(name)).toList();
		assertThat(named).as("spans named " + name + " among " + spans()).hasSize(1);
		return named.get(0);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
