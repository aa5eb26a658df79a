package io.voicetelemetry.autoconfigure;

import io.micrometer.context.ContextRegistry;
import io.micrometer.observation.Observation;
import io.voicetelemetry.integration.propagation.ContextPropagation;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * Auto-configuration of what takes the context of a call to other threads, through
 * Micrometer's context propagation: where {@code spring.task.execution.propagate-context}
 * and {@code spring.reactor.context-propagation} reach.
 *
 * @since 0.1
 */
@AutoConfiguration(afterName = "org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration")
@ConditionalOnClass({ ContextRegistry.class, Observation.class })
@ConditionalOnProperty(prefix = VoiceTelemetryProperties.PREFIX, name = { "enabled", "propagation.enabled" },
		matchIfMissing = true)
@EnableConfigurationProperties(PropagationProperties.class)
public final class VoiceTelemetryPropagationAutoConfiguration {

	@Bean
	@Lazy(false)
	ContextPropagation voiceContextPropagation() {
		return ContextPropagation.register();
	}

	@Bean
	@Lazy(false)
	PropagationHints voicePropagationHints(ApplicationContext context) {
		return new PropagationHints(context);
	}

}
