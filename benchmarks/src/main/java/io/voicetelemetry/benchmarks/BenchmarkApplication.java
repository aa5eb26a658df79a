package io.voicetelemetry.benchmarks;

import java.util.HashMap;
import java.util.Map;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.voicetelemetry.session.VoiceTelemetry;
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

	private BenchmarkApplication(SdkTracerProvider tracerProvider, boolean enabled) {
		this.sdk = OpenTelemetrySdk.builder().setTracerProvider(tracerProvider).build();
		Map<String, Object> properties = new HashMap<>();
		properties.put("voice.telemetry.enabled", enabled);
		// What a line costs is up to where it is written.
		properties.put("voice.telemetry.log-metrics", false);
		this.context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("benchmark", properties));
		this.context.registerBean(OpenTelemetrySdk.class, () -> this.sdk);
		this.context.register(Beans.class);
		this.context.refresh();
	}

	static BenchmarkApplication recordingWith(SdkTracerProvider tracerProvider) {
		return new BenchmarkApplication(tracerProvider, true);
	}

	static BenchmarkApplication sampledWith(Sampler sampler) {
		return recordingWith(SdkTracerProvider.builder().setSampler(sampler).build());
	}

	static BenchmarkApplication disabled() {
		return new BenchmarkApplication(SdkTracerProvider.builder().build(), false);
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
