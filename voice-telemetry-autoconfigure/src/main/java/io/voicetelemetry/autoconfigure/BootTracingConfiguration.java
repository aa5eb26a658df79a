package io.voicetelemetry.autoconfigure;

import io.micrometer.tracing.exporter.SpanReporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.voicetelemetry.export.VoiceSampler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * What changes in the tracer provider that Boot makes.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(SdkTracerProviderBuilderCustomizer.class)
final class BootTracingConfiguration {

	// First: a customizer of the application that sets a sampler shall win, and the
	// report at start-up says so.
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	SdkTracerProviderBuilderCustomizer voiceSamplerCustomizer(VoiceTelemetryProperties properties,
			ObjectProvider<Sampler> sampler) {
		return (builder) -> builder
			.setSampler(new VoiceSampler(sampler.getIfUnique(Sampler::alwaysOn), properties.sampling().probability()));
	}

	// Boot's processor needs Micrometer's tracing.
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SpanReporter.class)
	static class Processors {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static UnheardBatchProcessor voiceUnheardBatchProcessor(ConfigurableListableBeanFactory beans) {
			return new UnheardBatchProcessor(beans);
		}

	}

}
