package io.voicetelemetry.autoconfigure;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.export.ExportPipeline;
import io.voicetelemetry.export.OtlpPipelines;
import io.voicetelemetry.export.VoiceSampler;
import io.voicetelemetry.export.VoiceSpanProcessor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

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

	private static final Log logger = LogFactory.getLog(VoiceTelemetryExportAutoConfiguration.class);

	@Bean
	@ConditionalOnMissingBean
	VoiceSpanProcessor voiceSpanProcessor(VoiceTelemetryProperties properties, ObjectProvider<Pipelines> pipelines) {
		List<ExportPipeline> all = new ArrayList<>();
		pipelines.orderedStream().forEach((each) -> all.addAll(each.pipelines()));
		return new VoiceSpanProcessor(all, VoiceTelemetryAutoConfiguration.staticAttributes(properties),
				DeliveryConfiguration.longestShutdown(properties.export()));
	}

	@Bean
	@ConditionalOnProperty(prefix = VoiceTelemetryProperties.PREFIX, name = "export.console.enabled")
	Pipelines voiceConsolePipelines() {
		return new Pipelines(List.of(ExportPipeline.toConsole()), null);
	}

	@Bean
	SpanExport voiceSpanExport(VoiceSpanProcessor processor, ObjectProvider<Pipelines> pipelines) {
		return new ProcessorSpanExport(processor,
				pipelines.orderedStream().map(Pipelines::whyNone).filter(Objects::nonNull).findFirst().orElse(null));
	}

	/**
	 * Pipelines, in a type of ours: see above.
	 *
	 * @param pipelines the pipelines
	 * @param whyNone why there is none although one is configured
	 */
	record Pipelines(List<ExportPipeline> pipelines, @Nullable String whyNone) {

		static Pipelines none(@Nullable String why) {
			return new Pipelines(List.of(), why);
		}

	}

	// The exporter fails without the second class, which is of a library of its own.
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ OtlpHttpSpanExporter.class, ConfigurationException.class })
	@ConditionalOnMissingBean(VoiceSpanProcessor.class)
	static class Otlp {

		@Bean
		Pipelines voiceOtlpPipelines(VoiceTelemetryProperties properties, Environment environment,
				ObjectProvider<OtlpHttpSpanExporter> otherExporters, ObjectProvider<SslBundles> sslBundles,
				ObjectProvider<ContentPolicy> content) {
			ExportProperties.Otlp otlp = properties.export().otlp();
			String endpoint = otlp.endpoint();
			String offBy = OtlpSwitch.offBy(environment);
			if (endpoint == null || offBy != null) {
				return Pipelines.none((offBy != null) ? offBy + " is false" : null);
			}
			if (otherExporters.stream().anyMatch((other) -> Endpoints.isSentToBy(other, endpoint))) {
				logger.info(ExportProperties.Otlp.PREFIX
						+ " is switched off: another exporter of the application sends all spans to the same place");
				return Pipelines.none("another exporter of the application sends to the same place");
			}
			return new Pipelines(List.of(pipeline(properties, endpoint, sslBundles.getIfAvailable(), content)), null);
		}

		private static ExportPipeline pipeline(VoiceTelemetryProperties properties, String endpoint,
				@Nullable SslBundles sslBundles, ObjectProvider<ContentPolicy> content) {
			ExportProperties.Otlp otlp = properties.export().otlp();
			return OtlpPipelines.create(ExportProperties.Otlp.BACKEND,
					OtlpTransports.create(otlp, URI.create(endpoint), sslBundles),
					DeliveryConfiguration.of(properties, otlp), content::getObject);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SdkTracerProviderBuilderCustomizer.class)
	static class BootSampler {

		// First: a customizer of the application that sets a sampler shall win, and the
		// report at start-up says so.
		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		SdkTracerProviderBuilderCustomizer voiceSamplerCustomizer(VoiceTelemetryProperties properties,
				ObjectProvider<Sampler> sampler) {
			return (builder) -> builder.setSampler(
					new VoiceSampler(sampler.getIfUnique(Sampler::alwaysOn), properties.sampling().probability()));
		}

	}

	/**
	 * OpenTelemetry's own Spring Boot starter makes an SDK that takes no beans of type
	 * {@code SpanProcessor}: there, spans would vanish in silence. If its exporter sends
	 * to the same place as ours, it is replaced with one that sends nothing.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(AutoConfigurationCustomizerProvider.class)
	static class OpenTelemetryStarter {

		@Bean
		AutoConfigurationCustomizerProvider voiceTelemetryCustomizerProvider(VoiceTelemetryProperties properties,
				VoiceSpanProcessor processor, SpanExport export) {
			return (customizer) -> {
				customizer.addTracerProviderCustomizer((builder, config) -> builder.addSpanProcessor(processor));
				customizer.addSamplerCustomizer(
						(sampler, config) -> new VoiceSampler(sampler, properties.sampling().probability()));
				String endpoint = properties.export().otlp().endpoint();
				if (endpoint != null && export.sendsTo(ExportProperties.Otlp.BACKEND)) {
					customizer.addSpanExporterCustomizer((exporter, config) -> once(exporter, endpoint));
				}
			};
		}

		private static SpanExporter once(SpanExporter exporter, String endpoint) {
			if (!Endpoints.isSentToBy(exporter, endpoint)) {
				return exporter;
			}
			logger.info("OpenTelemetry's OTLP exporter of spans is switched off: " + ExportProperties.Otlp.PREFIX
					+ ".endpoint is the same place, and sends all spans");
			exporter.shutdown();
			return SpanExporter.composite();
		}

	}

}
