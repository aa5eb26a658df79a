package io.voicetelemetry.autoconfigure;

import io.micrometer.core.instrument.Clock;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration of a meter registry for each backend that takes meters beside spans.
 * The beans are of type {@code MeterRegistry}: one typed {@code OtlpMeterRegistry} would
 * switch Boot's own off. As with Boot's, they come before the composite of all.
 *
 * @since 0.1
 */
@AutoConfiguration(afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
		beforeName = {
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration" })
@ConditionalOnClass({ OtlpMeterRegistry.class, SdkTracerProvider.class, OpenTelemetrySdk.class })
@ConditionalOnBean(Clock.class)
@ConditionalOnProperty(prefix = VoiceTelemetryProperties.PREFIX, name = { "enabled", "metrics.enabled" },
		matchIfMissing = true)
@ConditionalOnProperty(name = "management.defaults.metrics.export.enabled", matchIfMissing = true)
@Import(BackendMeterRegistrar.class)
public final class VoiceTelemetryBackendMetersAutoConfiguration {

}
