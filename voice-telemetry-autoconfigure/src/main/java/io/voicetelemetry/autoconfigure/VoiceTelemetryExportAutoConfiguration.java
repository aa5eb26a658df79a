package io.voicetelemetry.autoconfigure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.dialect.SpanDialect;
import io.voicetelemetry.export.ExportPipeline;
import io.voicetelemetry.export.OtlpPipelines;
import io.voicetelemetry.export.VoiceBackend;
import io.voicetelemetry.export.VoiceSampler;
import io.voicetelemetry.export.VoiceSpanProcessor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.info.GitProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of what is contributed to the application's tracer provider: one
 * span processor, and a sampler around the application's. Boot's batch processor is left
 * out where it exports nothing. A bean of type {@code BatchSpanProcessor},
 * {@code OtlpHttpSpanExporter} or {@code Tracer} would switch off or rename Boot's own.
 *
 * @since 0.1
 */
@AutoConfiguration(
		beforeName = "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration")
@ConditionalOnClass({ SdkTracerProvider.class, OpenTelemetrySdk.class })
@ConditionalOnProperty(prefix = VoiceTelemetryProperties.PREFIX, name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties({ VoiceTelemetryProperties.class, PresetProperties.class })
@Import(BootTracingConfiguration.class)
public final class VoiceTelemetryExportAutoConfiguration {

	private static final Log logger = LogFactory.getLog(VoiceTelemetryExportAutoConfiguration.class);

	@Bean
	Backends voiceBackends(VoiceTelemetryProperties properties, PresetProperties presets,
			ObjectProvider<VoiceBackend> own, ObjectProvider<SpanDialect> dialects, ObjectProvider<GitProperties> git,
			ObjectProvider<Resource> resource, Environment environment) {
		SourceCode sources = SourceCode.of(git.getIfUnique(), resource.getIfUnique());
		Backends backends = Backends.of(BackendPresets.drafts(properties.export(), presets, sources),
				own.orderedStream().toList(),
				new DialectNames(dialects.orderedStream().toList(), environment::getProperty),
				BackendVariablesInitializer.ofVariable(environment));
		// What is wrong with them is said although their registries are made elsewhere.
		BackendMeters.of(backends);
		return backends;
	}

	@Bean
	@ConditionalOnMissingBean
	VoiceSpanProcessor voiceSpanProcessor(VoiceTelemetryProperties properties, Backends backends,
			ObjectProvider<Pipelines> pipelines) {
		List<ExportPipeline> all = new ArrayList<>();
		pipelines.orderedStream().forEach((each) -> all.addAll(each.pipelines()));
		return new VoiceSpanProcessor(all, VoiceTelemetryAutoConfiguration.staticAttributes(properties),
				DeliveryConfiguration.longestShutdown(properties, backends));
	}

	@Bean
	@ConditionalOnProperty(prefix = VoiceTelemetryProperties.PREFIX, name = "export.console.enabled")
	Pipelines voiceConsolePipelines() {
		return new Pipelines(List.of(ExportPipeline.toConsole()), Map.of());
	}

	@Bean
	SpanExport voiceSpanExport(VoiceSpanProcessor processor, Backends backends, ObjectProvider<Pipelines> pipelines) {
		Map<String, String> reasons = new HashMap<>(backends.off());
		pipelines.forEach((each) -> reasons.putAll(each.notSent()));
		return new ProcessorSpanExport(processor, reasons);
	}

	/**
	 * Pipelines, in a type of ours: see above.
	 *
	 * @param pipelines the pipelines
	 * @param notSent why backends that are on have none, by name
	 */
	record Pipelines(List<ExportPipeline> pipelines, Map<String, String> notSent) {
	}

	// The exporter fails without the second class, which is of a library of its own.
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ OtlpHttpSpanExporter.class, ConfigurationException.class })
	@ConditionalOnMissingBean(VoiceSpanProcessor.class)
	static class Otlp {

		@Bean
		Pipelines voiceOtlpPipelines(VoiceTelemetryProperties properties, Backends backends, Environment environment,
				ObjectProvider<OtlpHttpSpanExporter> otherExporters, ObjectProvider<SslBundles> sslBundles,
				ObjectProvider<ContentPolicy> content) {
			List<ExportPipeline> pipelines = new ArrayList<>();
			Map<String, String> notSent = new HashMap<>();
			String offBy = OtlpSwitch.offBy(environment);
			for (ConfiguredBackend backend : backends.on()) {
				if (offBy != null) {
					notSent.put(backend.name(), offBy + " is false");
				}
				else if (otherExporters.stream().anyMatch((other) -> Endpoints.isSentToBy(other, backend.endpoint()))) {
					if (backend.properties() == null) {
						throw sentTwice(backend);
					}
					logger.info(backend.prefix()
							+ " is switched off: another exporter of the application sends all spans to the same place");
					notSent.put(backend.name(), "another exporter of the application sends to the same place");
				}
				else {
					pipelines.add(OtlpPipelines.create(backend.backend(),
							OtlpTransports.create(backend, sslBundles.getIfAvailable()),
							DeliveryConfiguration.of(properties, backend.properties()),
							() -> properties.userId().applyTo(content.getObject())));
				}
			}
			return new Pipelines(pipelines, notSent);
		}

		// Without ours, its dialects and headers would be left out with it.
		private static InvalidVoiceTelemetryConfigurationException sentTwice(ConfiguredBackend backend) {
			return new InvalidVoiceTelemetryConfigurationException(backend.prefix(),
					"has the endpoint that Boot's OTLP exporter, or another OtlpHttpSpanExporter bean, sends all spans to",
					"Take management.opentelemetry.tracing.export.otlp.endpoint or that bean out, or set "
							+ "management.tracing.export.otlp.enabled=false, or take the VoiceBackend bean out.");
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
				VoiceSpanProcessor processor, Backends backends, SpanExport export) {
			return (customizer) -> {
				customizer.addTracerProviderCustomizer((builder, config) -> builder.addSpanProcessor(processor));
				customizer.addSamplerCustomizer(
						(sampler, config) -> new VoiceSampler(sampler, properties.sampling().probability()));
				backends.on()
					.stream()
					.filter((backend) -> export.sendsTo(backend.name()))
					.forEach((backend) -> customizer
						.addSpanExporterCustomizer((exporter, config) -> once(exporter, backend)));
			};
		}

		private static SpanExporter once(SpanExporter exporter, ConfiguredBackend backend) {
			if (!Endpoints.isSentToBy(exporter, backend.endpoint())) {
				return exporter;
			}
			logger.info("OpenTelemetry's OTLP exporter of spans is switched off: " + backend.samePlace());
			exporter.shutdown();
			return SpanExporter.composite();
		}

	}

}
