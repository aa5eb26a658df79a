package io.voicetelemetry.benchmarks;

import io.micrometer.common.annotation.ValueExpressionResolver;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.aop.ObservationKeyValueAnnotationHandler;
import io.micrometer.observation.aop.ObservedAspect;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.annotation.DefaultNewSpanParser;
import io.micrometer.tracing.annotation.ImperativeMethodInvocationProcessor;
import io.micrometer.tracing.annotation.SpanAspect;
import io.micrometer.tracing.annotation.SpanTagAnnotationHandler;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.instrumentation.spring.autoconfigure.internal.instrumentation.annotations.InstrumentationAnnotationsAutoConfiguration;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.EnableAspectJAutoProxy;
import org.springframework.context.annotation.Import;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.SimpleEvaluationContext;

/**
 * An application with the aspects of other annotations, as Spring Boot and
 * OpenTelemetry's starter configure them, and Micrometer's bridge. Two things that Boot
 * adds are left out, which makes these faster: the meters of observations, and the ids in
 * the log, which cost with each scope.
 */
final class PeerApplication implements AutoCloseable {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	/**
	 * An application.
	 * @param tracerProvider makes the spans; it is not closed with the application
	 */
	PeerApplication(SdkTracerProvider tracerProvider) {
		this.context.registerBean(OpenTelemetrySdk.class,
				() -> OpenTelemetrySdk.builder().setTracerProvider(tracerProvider).build(),
				(definition) -> definition.setDestroyMethodName(""));
		this.context.register(Beans.class);
		this.context.refresh();
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAspectJAutoProxy(proxyTargetClass = true)
	@Import(InstrumentationAnnotationsAutoConfiguration.class)
	static class Beans {

		@Bean
		Tracer tracer(OpenTelemetrySdk sdk) {
			return new OtelTracer(sdk.getTracer("peer"), new OtelCurrentTraceContext(), (event) -> {
			});
		}

		@Bean
		ObservationRegistry observationRegistry(Tracer tracer) {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler(new DefaultTracingObservationHandler(tracer));
			return registry;
		}

		@Bean
		ObservedAspect observedAspect(ObservationRegistry registry, BeanFactory beans) {
			ObservedAspect aspect = new ObservedAspect(registry);
			aspect.setObservationKeyValueAnnotationHandler(
					new ObservationKeyValueAnnotationHandler(beans::getBean, (type) -> new Expressions()));
			return aspect;
		}

		@Bean
		SpanAspect spanAspect(Tracer tracer, BeanFactory beans) {
			return new SpanAspect(new ImperativeMethodInvocationProcessor(new DefaultNewSpanParser(), tracer,
					new SpanTagAnnotationHandler(beans::getBean, (type) -> new Expressions())));
		}

		@Bean
		PeerModels.WithSpanModel withSpanModel() {
			return new PeerModels.WithSpanModel();
		}

		@Bean
		PeerModels.ObservedModel observedModel(ObservationRegistry registry) {
			return new PeerModels.ObservedModel(registry);
		}

		@Bean
		PeerModels.NewSpanModel newSpanModel(Tracer tracer) {
			return new PeerModels.NewSpanModel(tracer);
		}

	}

	/**
	 * As Boot evaluates them: read again each time. The benchmarks have none.
	 */
	private static final class Expressions implements ValueExpressionResolver {

		@Override
		public String resolve(String expression, Object parameter) {
			Object value = new SpelExpressionParser().parseExpression(expression)
				.getValue(SimpleEvaluationContext.forReadOnlyDataBinding().build(), parameter);
			return String.valueOf(value);
		}

	}

}
