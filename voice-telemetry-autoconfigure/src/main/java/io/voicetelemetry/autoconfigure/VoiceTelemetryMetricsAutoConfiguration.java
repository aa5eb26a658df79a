package io.voicetelemetry.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.voicetelemetry.metrics.ExportMeters;
import io.voicetelemetry.metrics.RefusalMeters;
import io.voicetelemetry.metrics.VoiceMeters;
import io.voicetelemetry.metrics.VoiceMetricsRecorder;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.VoiceTelemetry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration of meters, in the application's {@link MeterRegistry}. Without one,
 * and with {@code voice.telemetry.enabled=false} or
 * {@code voice.telemetry.metrics.enabled=false}, {@link VoiceMeters} do nothing.
 *
 * @since 0.1
 */
@AutoConfiguration(
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@EnableConfigurationProperties(VoiceTelemetryProperties.class)
public final class VoiceTelemetryMetricsAutoConfiguration {

	// Nested configurations come before the bean methods of the class they are nested in.
	@Bean
	@ConditionalOnMissingBean
	VoiceMeters noopVoiceMeters() {
		return VoiceMeters.noop();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(prefix = VoiceTelemetryProperties.PREFIX, name = { "enabled", "metrics.enabled" },
			matchIfMissing = true)
	@ConditionalOnSingleCandidate(MeterRegistry.class)
	static class Recording {

		// Not a VoiceMetricsListener: a bean of that type is told on another thread.
		@Bean
		@ConditionalOnMissingBean
		VoiceMetricsRecorder voiceMetricsRecorder(MeterRegistry registry, VoiceTelemetryProperties properties) {
			VoiceTelemetryProperties.Metrics metrics = properties.metrics();
			return new VoiceMetricsRecorder(registry, metrics.maxTagValues(), metrics.maxCombinations());
		}

		@Bean
		MetricsConsumer voiceMetersConsumer(VoiceMetricsRecorder recorder) {
			return new MetricsConsumer(recorder.listener());
		}

		// The telemetry needs the recorder above, so this is a bean of its own.
		@Bean
		RefusalMeters voiceRefusalMeters(MeterRegistry registry, ObjectProvider<VoiceTelemetry> telemetry) {
			RefusalMeters meters = new RefusalMeters(registry);
			telemetry.ifUnique((source) -> {
				for (RefusalReason reason : RefusalReason.values()) {
					meters.register(reason.value(), source, (each) -> refusals(each, reason));
				}
				meters.registerRejectedSessions(source, (each) -> refusals(each, RefusalReason.SESSION_LIMIT));
			});
			return meters;
		}

		private static double refusals(VoiceTelemetry telemetry, RefusalReason reason) {
			return telemetry.refusals().getOrDefault(reason, 0L);
		}

		@Bean
		ExportMeters voiceExportMeters(MeterRegistry registry, ObjectProvider<SpanExport> export) {
			ExportMeters meters = new ExportMeters(registry);
			export.ifAvailable((all) -> all.register(meters));
			return meters;
		}

		@Bean
		@ConditionalOnMissingBean
		VoiceMeters voiceMeters(MeterRegistry registry, VoiceTelemetryProperties properties) {
			VoiceTelemetryProperties.Metrics metrics = properties.metrics();
			return new VoiceMeters(registry, metrics.maxTagValues(), metrics.maxCombinations());
		}

	}

}
