package io.voicetelemetry.benchmarks;

import java.util.HashMap;
import java.util.Map;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.usage.UsageCollector;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

/**
 * An application with the starter, an {@link OpenTelemetrySdk} of its own and an
 * annotated bean. The SDK has no processor: what is measured is the recording.
 */
final class BenchmarkApplication implements AutoCloseable {

	private final OpenTelemetrySdk sdk;

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private BenchmarkApplication(SdkTracerProvider tracerProvider, Map<String, Object> configuration, Object... beans) {
		this.sdk = OpenTelemetrySdk.builder().setTracerProvider(tracerProvider).build();
		Map<String, Object> properties = new HashMap<>(configuration);
		// What a line costs is up to where it is written.
		properties.put("voice.telemetry.log-metrics", false);
		this.context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("benchmark", properties));
		this.context.registerBean(OpenTelemetrySdk.class, () -> this.sdk);
		for (Object bean : beans) {
			this.context.getBeanFactory().registerSingleton(bean.getClass().getSimpleName(), bean);
		}
		this.context.register(Beans.class);
		this.context.refresh();
	}

	static BenchmarkApplication recordingWith(SdkTracerProvider tracerProvider) {
		return new BenchmarkApplication(tracerProvider, Map.of());
	}

	static BenchmarkApplication sampledWith(Sampler sampler) {
		return recordingWith(SdkTracerProvider.builder().setSampler(sampler).build());
	}

	/**
	 * With meters and, unless there is none, a listener.
	 */
	static BenchmarkApplication withFigures(SdkTracerProvider tracerProvider, boolean content, boolean redaction,
			Object... meterRegistryAndListener) {
		return new BenchmarkApplication(tracerProvider, Map.of("voice.telemetry.content.capture",
				content ? "full" : "none", "voice.telemetry.content.redaction.enabled", redaction),
				meterRegistryAndListener);
	}

	static BenchmarkApplication disabled() {
		return new BenchmarkApplication(SdkTracerProvider.builder().build(), Map.of("voice.telemetry.enabled", false));
	}

	OpenTelemetrySdk sdk() {
		return this.sdk;
	}

	VoiceTelemetry telemetry() {
		return this.context.getBean(VoiceTelemetry.class);
	}

	LanguageModel model() {
		return this.context.getBean(LanguageModel.class);
	}

	UsageCollector usage() {
		return this.context.getBean(UsageCollector.class);
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Beans {

		@Bean
		LanguageModel languageModel() {
			return new LanguageModel();
		}

	}

}
