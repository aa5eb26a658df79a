package io.voicetelemetry.autoconfigure;

import io.micrometer.observation.ObservationHandler;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.voicetelemetry.integration.actuator.Interception;
import io.voicetelemetry.integration.springai.ModelDecorators;
import io.voicetelemetry.integration.springai.SpringAiTracing;
import io.voicetelemetry.integration.springai.VoiceSpringAi;
import io.voicetelemetry.session.VoiceTelemetry;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.function.SingletonSupplier;

/**
 * Auto-configuration of what is recorded of Spring AI: its observations in a call become
 * stages of the call, and where there is one model of a kind, it gets a primary decorator
 * that sees what is not observed.
 *
 * @since 0.1
 */
@AutoConfiguration(after = VoiceTelemetryAutoConfiguration.class, afterName = {
		"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration" })
@ConditionalOnClass({ ChatModel.class, ChatClient.class, ObservationHandler.class })
@ConditionalOnProperty(prefix = VoiceTelemetryProperties.PREFIX, name = "enabled", matchIfMissing = true)
@ConditionalOnProperty(prefix = SpringAiProperties.PREFIX, name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(SpringAiProperties.class)
public final class VoiceTelemetrySpringAiAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	VoiceSpringAi voiceSpringAi(ObjectProvider<VoiceTelemetry> telemetry) {
		return new VoiceSpringAi(SingletonSupplier.of(telemetry::getObject));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(prefix = SpringAiProperties.PREFIX, name = SpringAiProperties.DECORATE_MODELS,
			matchIfMissing = true)
	static class Decorators {

		@Bean
		static ModelDecorators voiceModelDecorators() {
			return new ModelDecorators();
		}

		@Bean
		Interception voiceSpringAiInterception(ModelDecorators decorators) {
			return new Interception("spring-ai", decorators::decorated, decorators::report);
		}

		@Bean
		SpringAiStartupReport voiceSpringAiStartupReport(ApplicationContext context, ModelDecorators decorators) {
			return new SpringAiStartupReport(context, decorators);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Tracer.class, OtelTracer.class })
	@ConditionalOnBean(OtelTracer.class)
	static class WithMicrometerTracing {

		/**
		 * Before Micrometer's own, and after those that an application orders.
		 */
		static final int ORDER = Ordered.LOWEST_PRECEDENCE - 2000;

		@Bean
		@Order(ORDER)
		@ConditionalOnMissingBean(name = "voiceSpringAiObservationHandler")
		ObservationHandler<?> voiceSpringAiObservationHandler(VoiceSpringAi springAi, OtelTracer tracer) {
			return SpringAiTracing.observationHandler(springAi, tracer);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(type = "io.micrometer.tracing.otel.bridge.OtelTracer")
	static class WithoutMicrometerTracing {

		@Bean
		@ConditionalOnMissingBean(name = "voiceSpringAiObservationHandler")
		ObservationHandler<?> voiceSpringAiObservationHandler(VoiceSpringAi springAi) {
			return springAi.observationHandler();
		}

	}

}
