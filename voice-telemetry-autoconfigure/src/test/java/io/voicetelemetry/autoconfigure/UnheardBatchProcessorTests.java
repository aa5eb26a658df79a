package io.voicetelemetry.autoconfigure;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.micrometer.tracing.exporter.SpanFilter;
import io.micrometer.tracing.exporter.SpanReporter;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.voicetelemetry.export.VoiceSpanProcessor;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedSpan;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.aot.BeanInstanceSupplier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link UnheardBatchProcessor}, in contexts with everything that Boot configures by
 * itself.
 */
class UnheardBatchProcessorTests {

	private static final String BOOTS = "BatchSpanProcessor{";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(TestApplication.Empty.class)
		.withPropertyValues("management.tracing.sampling.probability=1");

	@Test
	void nothingIsGivenToBootsProcessorThatExportsNothing() {
		this.runner.run((context) -> {
			assertThat(context.getBean(SpanProcessors.class))
				.containsExactly(context.getBean(VoiceSpanProcessor.class));
			assertThat(processors(context)).doesNotContain(BOOTS);
		});
	}

	@Test
	void ourExportDoesNotNeedIt() {
		try (OtlpReceiver receiver = OtlpReceiver.start()) {
			this.runner.withPropertyValues("voice.telemetry.export.otlp.endpoint=" + receiver.endpoint())
				.run((context) -> {
					assertThat(processors(context)).doesNotContain(BOOTS);
					span(context);
				});
			assertThat(receiver.spans()).extracting(ReceivedSpan::name).containsExactly("work");
		}
	}

	@Test
	void otherProcessorsKeepGettingTheirSpans() {
		this.runner.withUserConfiguration(InMemorySpans.class).run((context) -> {
			span(context);
			assertThat(processors(context)).doesNotContain(BOOTS);
			assertThat(context.getBean(InMemorySpans.class).named("work")).hasSize(1);
		});
	}

	@Test
	void theBeanStaysForThoseThatInjectIt() {
		this.runner.withUserConfiguration(Flushing.class)
			.run((context) -> assertThat(
					context.getBean(Flushing.class).processor.forceFlush().join(5, TimeUnit.SECONDS).isSuccess())
				.isTrue());
	}

	@Test
	void exportersOfTheApplicationGetTheirSpans() {
		this.runner.withBean(InMemorySpanExporter.class, InMemorySpanExporter::create)
			.run((context) -> assertThat(exported(context)).containsExactly("work"));
	}

	@Test
	void exportersOfAParentContextGetTheirSpans() {
		new ApplicationContextRunner().withBean(InMemorySpanExporter.class, InMemorySpanExporter::create)
			.run((parent) -> this.runner.withParent(parent)
				.run((context) -> assertThat(exported(context)).containsExactly("work")));
	}

	@Test
	void bootsExporterGetsItsSpans() {
		try (OtlpReceiver receiver = OtlpReceiver.start()) {
			this.runner
				.withPropertyValues("management.opentelemetry.tracing.export.otlp.endpoint=" + receiver.endpoint())
				.run(UnheardBatchProcessorTests::span);
			assertThat(receiver.spans()).extracting(ReceivedSpan::name).containsExactly("work");
		}
	}

	@Test
	void whatElseHearsOfSpansStillDoes() {
		for (Class<?> type : List.of(Reporter.class, Filter.class, Predicate.class)) {
			this.runner.withUserConfiguration(type).withBean(Heard.class).run((context) -> {
				span(context);
				context.getBean(BatchSpanProcessor.class).forceFlush().join(5, TimeUnit.SECONDS);
				assertThat(context.getBean(Heard.class).names).as(type.getSimpleName()).containsExactly("work");
			});
		}
	}

	@Test
	void whatHearsOfSpansMayBeInAParentContext() {
		new ApplicationContextRunner().withUserConfiguration(Reporter.class)
			.withBean(Heard.class)
			.run((parent) -> this.runner.withParent(parent).run((context) -> {
				span(context);
				context.getBean(BatchSpanProcessor.class).forceFlush().join(5, TimeUnit.SECONDS);
				assertThat(parent.getBean(Heard.class).names).containsExactly("work");
			}));
	}

	@Test
	void staysWhereMetersTellOfIt() {
		this.runner.withBean(MeterProvider.class, MeterProvider::noop)
			.run((context) -> assertThat(processors(context)).contains(BOOTS));
	}

	@Test
	void exportersOfTheApplicationMayBecomeMore() {
		List<SpanExporter> live = new ArrayList<>();
		this.runner.withBean(SpanExporters.class, () -> () -> live).run((context) -> {
			InMemorySpanExporter late = InMemorySpanExporter.create();
			live.add(late);
			span(context);
			context.getBean(BatchSpanProcessor.class).forceFlush().join(5, TimeUnit.SECONDS);
			assertThat(late.getFinishedSpanItems()).extracting(SpanData::getName).containsExactly("work");
		});
	}

	@Test
	void processorOfTheApplicationWithTheSameNameIsNotBoots() {
		this.runner.withUserConfiguration(OwnBatchProcessor.class).run((context) -> {
			span(context);
			context.getBean(BatchSpanProcessor.class).forceFlush().join(5, TimeUnit.SECONDS);
			assertThat(context.getBean(OwnBatchProcessor.class).exported()).extracting(SpanData::getName)
				.containsExactly("work");
		});
	}

	@Test
	void listOfTheApplicationIsLeftAsItIs() {
		this.runner.withUserConfiguration(OwnProcessors.class)
			.run((context) -> assertThat(processors(context)).contains(BOOTS));
	}

	@Test
	void disabledChangesNothing() {
		this.runner.withPropertyValues("voice.telemetry.enabled=false")
			.run((context) -> assertThat(processors(context)).contains(BOOTS));
	}

	@Test
	void knowsBootsBeansThatWereProcessedAheadOfTime() {
		this.runner.withInitializer(UnheardBatchProcessorTests::processedAheadOfTime)
			.run((context) -> assertThat(processors(context)).doesNotContain(BOOTS));
		this.runner.withInitializer(UnheardBatchProcessorTests::processedAheadOfTime)
			.withBean(InMemorySpanExporter.class, InMemorySpanExporter::create)
			.run((context) -> assertThat(exported(context)).containsExactly("work"));
	}

	private static void processedAheadOfTime(ConfigurableApplicationContext context) {
		context.addBeanFactoryPostProcessor((beans) -> {
			BeanDefinitionRegistry registry = (BeanDefinitionRegistry) beans;
			for (String name : List.of("spanProcessors", "otelSpanProcessor", "spanExporters")) {
				Method factory = Arrays.stream(OpenTelemetryTracingAutoConfiguration.class.getDeclaredMethods())
					.filter((method) -> method.getName().equals(name))
					.findFirst()
					.orElseThrow();
				RootBeanDefinition definition = generated(factory, beans.getBeanDefinition(name).getFactoryBeanName());
				registry.removeBeanDefinition(name);
				registry.registerBeanDefinition(name, definition);
			}
		});
	}

	/**
	 * A definition as code registers it that is generated ahead of time.
	 */
	private static RootBeanDefinition generated(Method factory, @Nullable String factoryBean) {
		RootBeanDefinition definition = new RootBeanDefinition(factory.getReturnType());
		definition.setFactoryBeanName(factoryBean);
		definition.setInstanceSupplier(BeanInstanceSupplier.forFactoryMethod(factory.getDeclaringClass(),
				factory.getName(), factory.getParameterTypes()));
		return definition;
	}

	private static void span(ApplicationContext context) {
		context.getBean(Tracer.class).spanBuilder("work").startSpan().end();
	}

	private static List<String> exported(AssertableApplicationContext context) {
		span(context);
		context.getBean(BatchSpanProcessor.class).forceFlush().join(5, TimeUnit.SECONDS);
		return context.getBean(InMemorySpanExporter.class)
			.getFinishedSpanItems()
			.stream()
			.map(SpanData::getName)
			.toList();
	}

	private static String processors(ApplicationContext context) {
		return context.getBean(SdkTracerProvider.class).toString();
	}

	@Configuration(proxyBeanMethods = false)
	static class Flushing {

		private final BatchSpanProcessor processor;

		Flushing(BatchSpanProcessor processor) {
			this.processor = processor;
		}

	}

	static class Heard {

		final List<String> names = new CopyOnWriteArrayList<>();

	}

	@Configuration(proxyBeanMethods = false)
	static class Reporter {

		@Bean
		SpanReporter reporter(Heard heard) {
			return (span) -> heard.names.add(span.getName());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Filter {

		@Bean
		SpanFilter filter(Heard heard) {
			return (span) -> {
				heard.names.add(span.getName());
				return span;
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Predicate {

		@Bean
		SpanExportingPredicate predicate(Heard heard) {
			return (span) -> heard.names.add(span.getName());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBatchProcessor {

		private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

		@Bean
		BatchSpanProcessor otelSpanProcessor() {
			return BatchSpanProcessor.builder(this.exporter).build();
		}

		List<SpanData> exported() {
			return this.exporter.getFinishedSpanItems();
		}

	}

	/**
	 * With Boot's processor among them.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OwnProcessors {

		@Bean
		SpanProcessors spanProcessors(List<SpanProcessor> all) {
			return SpanProcessors.of(all);
		}

	}

}
