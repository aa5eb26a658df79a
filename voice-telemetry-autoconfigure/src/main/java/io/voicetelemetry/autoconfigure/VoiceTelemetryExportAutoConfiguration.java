package io.voicetelemetry.autoconfigure;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.voicetelemetry.export.ExportPipeline;
import io.voicetelemetry.export.OtlpHttpPipelines;
import io.voicetelemetry.export.VoiceSampler;
import io.voicetelemetry.export.VoiceSpanProcessor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.autoconfigure.ConditionalOnEnabledTracingExport;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.boot.opentelemetry.autoconfigure.ConditionalOnEnabledOpenTelemetry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration of what is contributed to the application's tracer provider: one
 * span processor, and a sampler around the application's. A bean of type
 * {@code BatchSpanProcessor}, {@code OtlpHttpSpanExporter} or {@code Tracer} would switch
 * off or rename Boot's own.
 *
 * @since 0.1
 */
@AutoConfiguration(
		beforeName = "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration")
@ConditionalOnClass({ SdkTracerProvider.class, OpenTelemetrySdk.class })
@ConditionalOnProperty(prefix = VoiceTelemetryProperties.PREFIX, name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(VoiceTelemetryProperties.class)
public final class VoiceTelemetryExportAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	VoiceSpanProcessor voiceSpanProcessor(VoiceTelemetryProperties properties, ObjectProvider<Pipelines> pipelines) {
		List<ExportPipeline> all = new ArrayList<>();
		pipelines.orderedStream().forEach((each) -> all.addAll(each.pipelines()));
		return new VoiceSpanProcessor(all, VoiceTelemetryAutoConfiguration.staticAttributes(properties),
				properties.export().shutdownTimeout());
	}

	@Bean
	SpanExport voiceSpanExport(VoiceSpanProcessor processor) {
		return new ProcessorSpanExport(processor);
	}

	/**
	 * Pipelines, in a type of ours: see above.
	 */
	record Pipelines(List<ExportPipeline> pipelines) {
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ OtlpHttpSpanExporter.class, ConditionalOnEnabledTracingExport.class,
			ConditionalOnEnabledOpenTelemetry.class })
	@ConditionalOnEnabledOpenTelemetry
	@ConditionalOnEnabledTracingExport("voice-telemetry")
	static class Otlp {

		@Bean
		Pipelines voiceOtlpPipelines(VoiceTelemetryProperties properties) {
			VoiceTelemetryProperties.Otlp otlp = properties.export().otlp();
			String endpoint = otlp.endpoint();
			if (endpoint == null || !otlp.isOn()) {
				return new Pipelines(List.of());
			}
			return new Pipelines(List.of(OtlpHttpPipelines.create("otlp", URI.create(endpoint), otlp.headers(),
					otlp.compression() == VoiceTelemetryProperties.Otlp.Compression.GZIP, otlp.timeout(),
					properties.export().scheduleDelay())));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SdkTracerProviderBuilderCustomizer.class)
	static class BootSampler {

		@Bean
		SdkTracerProviderBuilderCustomizer voiceSamplerCustomizer(VoiceTelemetryProperties properties,
				ObjectProvider<io.opentelemetry.sdk.trace.samplers.Sampler> sampler) {
			return (builder) -> builder
				.setSampler(new VoiceSampler(sampler.getIfUnique(io.opentelemetry.sdk.trace.samplers.Sampler::alwaysOn),
						properties.sampling().probability()));
		}

	}

	/**
	 * OpenTelemetry's own Spring Boot starter makes an SDK that takes no beans of type
	 * {@code SpanProcessor}: there, spans would vanish in silence.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(AutoConfigurationCustomizerProvider.class)
	static class OpenTelemetryStarter {

		@Bean
		AutoConfigurationCustomizerProvider voiceTelemetryCustomizerProvider(VoiceTelemetryProperties properties,
				VoiceSpanProcessor processor) {
			return (customizer) -> {
				customizer.addTracerProviderCustomizer((builder, config) -> builder.addSpanProcessor(processor));
				customizer.addSamplerCustomizer(
						(sampler, config) -> new VoiceSampler(sampler, properties.sampling().probability()));
			};
		}

	}

}
