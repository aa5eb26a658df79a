package io.voicetelemetry.integration.resilience;

import java.time.Duration;
import java.util.Map;

import io.github.resilience4j.common.retry.configuration.CommonRetryConfigurationProperties;
import io.github.resilience4j.spring6.fallback.configure.FallbackConfiguration;
import io.github.resilience4j.spring6.retry.configure.RetryConfiguration;
import io.github.resilience4j.spring6.retry.configure.RetryConfigurationProperties;
import io.github.resilience4j.spring6.spelresolver.configure.SpelResolverConfiguration;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.EnableAspectJAutoProxy;
import org.springframework.context.annotation.Import;
import org.springframework.resilience.annotation.EnableResilientMethods;

/**
 * The models that are asked: each name says what stands around what.
 */
@Configuration(proxyBeanMethods = false)
@EnableAspectJAutoProxy
@EnableResilientMethods
@Import({ RetryConfiguration.class, FallbackConfiguration.class, SpelResolverConfiguration.class })
class RetriedModels {

	private final AskedModel client = new ModelClient(RetryTests::baseUrl);

	@Bean
	RetryConfigurationProperties retryProperties() {
		CommonRetryConfigurationProperties.InstanceProperties model = new CommonRetryConfigurationProperties.InstanceProperties();
		model.setMaxAttempts(3);
		model.setWaitDuration(Duration.ofMillis(5));
		model.setIgnoreExceptions(ignored());
		RetryConfigurationProperties properties = new RetryConfigurationProperties();
		properties.getInstances().putAll(Map.of("model", model));
		return properties;
	}

	@SuppressWarnings("unchecked") // An array of classes has no type parameter.
	private static Class<? extends Throwable>[] ignored() {
		return (Class<? extends Throwable>[]) new Class<?>[] { InterruptedException.class };
	}

	@Bean
	RetryTests.Events events() {
		return new RetryTests.Events();
	}

	@Bean("TRACED")
	AskedModel.TracedOnly traced() {
		return new AskedModel.TracedOnly(this.client);
	}

	@Bean("SPRING")
	AskedModel.RetriedBySpring spring() {
		return new AskedModel.RetriedBySpring(this.client);
	}

	@Bean("RESILIENCE4J")
	AskedModel.RetriedByResilience4j resilience4j() {
		return new AskedModel.RetriedByResilience4j(this.client);
	}

	@Bean("SPRING_TRACED")
	AskedModel.TracedAndRetriedBySpring springTraced() {
		return new AskedModel.TracedAndRetriedBySpring(this.client);
	}

	@Bean("RESILIENCE4J_TRACED")
	AskedModel.TracedAndRetriedByResilience4j resilience4jTraced() {
		return new AskedModel.TracedAndRetriedByResilience4j(this.client);
	}

	@Bean("SPRING_AROUND_TRACED")
	AskedModel.RetriedBySpring springAroundTraced(@Qualifier("TRACED") AskedModel traced) {
		return new AskedModel.RetriedBySpring(traced);
	}

	@Bean("RESILIENCE4J_AROUND_TRACED")
	AskedModel.RetriedByResilience4j resilience4jAroundTraced(@Qualifier("TRACED") AskedModel traced) {
		return new AskedModel.RetriedByResilience4j(traced);
	}

	@Bean("TRACED_AROUND_SPRING")
	AskedModel.TracedOnly tracedAroundSpring(@Qualifier("SPRING") AskedModel retried) {
		return new AskedModel.TracedOnly(retried);
	}

	@Bean("TRACED_AROUND_RESILIENCE4J")
	AskedModel.TracedOnly tracedAroundResilience4j(@Qualifier("RESILIENCE4J") AskedModel retried) {
		return new AskedModel.TracedOnly(retried);
	}

}
