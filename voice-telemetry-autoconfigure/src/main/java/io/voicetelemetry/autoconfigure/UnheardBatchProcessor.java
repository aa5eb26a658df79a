package io.voicetelemetry.autoconfigure;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.micrometer.tracing.exporter.SpanFilter;
import io.micrometer.tracing.exporter.SpanReporter;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;

/**
 * Leaves Boot's batch processor out of those that get the spans while nothing hears of it
 * what it gets. It would queue and drop each span, on the thread that ends it. The bean
 * stays, for those that have it injected.
 */
final class UnheardBatchProcessor implements BeanPostProcessor {

	private static final List<Class<?>> LISTENERS = List.of(SpanReporter.class, SpanFilter.class,
			SpanExportingPredicate.class, MeterProvider.class);

	private final ConfigurableListableBeanFactory beans;

	UnheardBatchProcessor(ConfigurableListableBeanFactory beans) {
		this.beans = beans;
	}

	// When Boot's list is made, all that its processor works with is made.
	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		if (!(bean instanceof SpanProcessors processors) || !isOfBoot(name)) {
			return bean;
		}
		List<SpanProcessor> heard = processors.list().stream().filter((each) -> !isUnheard(each)).toList();
		return (heard.size() < processors.list().size()) ? SpanProcessors.of(heard) : processors;
	}

	private boolean isUnheard(SpanProcessor processor) {
		return processor instanceof BatchSpanProcessor && isBeanOfBoot(processor) && hasNoExporter()
				&& LISTENERS.stream().noneMatch(this::isThere);
	}

	private boolean isBeanOfBoot(SpanProcessor processor) {
		return Arrays.stream(this.beans.getBeanNamesForType(BatchSpanProcessor.class))
			.anyMatch((name) -> isOfBoot(name) && this.beans.getBean(name) == processor);
	}

	// The application's own exporters may become more.
	private boolean hasNoExporter() {
		return Arrays.stream(this.beans.getBeanNamesForType(SpanExporters.class))
			.anyMatch((name) -> isOfBoot(name) && this.beans.getBean(name, SpanExporters.class).list().isEmpty());
	}

	private boolean isThere(Class<?> type) {
		return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beans, type).length > 0;
	}

	// The application may have beans of the same names.
	private boolean isOfBoot(String name) {
		if (this.beans.containsBeanDefinition(name)
				&& this.beans.getMergedBeanDefinition(name) instanceof RootBeanDefinition definition) {
			Method factory = definition.getResolvedFactoryMethod();
			return factory != null && factory.getDeclaringClass() == OpenTelemetryTracingAutoConfiguration.class;
		}
		return false;
	}

}
