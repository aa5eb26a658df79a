package io.voicetelemetry.autoconfigure;

import io.voicetelemetry.export.VoiceSpanProcessor;
import io.voicetelemetry.integration.actuator.DeliveryHealthIndicator;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of what the health endpoint tells of the export.
 *
 * @since 0.1
 */
@AutoConfiguration(after = VoiceTelemetryExportAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(VoiceSpanProcessor.class)
@ConditionalOnEnabledHealthIndicator("voice-telemetry")
public final class VoiceTelemetryHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "voiceTelemetryHealthIndicator")
	DeliveryHealthIndicator voiceTelemetryHealthIndicator(VoiceSpanProcessor processor) {
		return new DeliveryHealthIndicator(processor::counts);
	}

}
