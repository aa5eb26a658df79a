package io.voicetelemetry.autoconfigure;

import io.voicetelemetry.integration.actuator.TelemetryState;
import io.voicetelemetry.integration.actuator.VoiceTelemetryEndpoint;
import io.voicetelemetry.integration.actuator.VoiceTelemetryInfoContributor;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.autoconfigure.info.InfoContributorFallback;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration of what actuator endpoints tell: what keeps secrets out of all of
 * them, the endpoint {@code voicetelemetry}, and with
 * {@code management.info.voice-telemetry.enabled=true} a part of the info endpoint. It is
 * there with {@code voice.telemetry.enabled=false}, too: the secrets are, and so is the
 * question why nothing is recorded.
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

	@Bean
	@ConditionalOnMissingBean
	TelemetryState voiceTelemetryState(ListableBeanFactory beans) {
		return new ConfiguredTelemetryState(beans);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
	static class OfTelemetry {

		@Bean
		@ConditionalOnAvailableEndpoint
		@ConditionalOnMissingBean
		VoiceTelemetryEndpoint voiceTelemetryEndpoint(TelemetryState state) {
			return new VoiceTelemetryEndpoint(state);
		}

	}

	// Off by default, as what Boot tells of the JVM and the process: the info endpoint is
	// often open to all.
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ InfoContributor.class, ConditionalOnEnabledInfoContributor.class })
	@ConditionalOnEnabledInfoContributor(value = "voice-telemetry", fallback = InfoContributorFallback.DISABLE)
	static class OfInfo {

		@Bean
		@ConditionalOnMissingBean(name = "voiceTelemetryInfoContributor")
		VoiceTelemetryInfoContributor voiceTelemetryInfoContributor(TelemetryState state) {
			return new VoiceTelemetryInfoContributor(state);
		}

	}

}
