package io.voicetelemetry.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of what keeps secrets out of actuator endpoints. It is there with
 * {@code voice.telemetry.enabled=false}, too: the secrets are.
 *
 * @since 0.1
 */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public final class VoiceTelemetryActuatorAutoConfiguration {

	@Bean
	SanitizingFunction voiceSecretSanitizer(ObjectProvider<VoiceTelemetryProperties> properties,
			ObjectProvider<PresetProperties> presets) {
		return new SecretSanitizer(new Secrets(properties::getIfAvailable, presets::getIfAvailable));
	}

}
