package io.voicetelemetry.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.voicetelemetry.export.VoiceSampler;
import io.voicetelemetry.export.VoiceSpanProcessor;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link VoiceTelemetryExportAutoConfiguration}, in contexts with everything that Boot
 * configures by itself.
 */
class VoiceTelemetryExportAutoConfigurationTests {

	private static final String ENDPOINT = "voice.telemetry.export.otlp.endpoint=http://localhost:4318/v1/traces";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(TestApplication.Empty.class);

	@Test
	void contributesOneProcessorBesideBootsOwn() {
		this.runner.withPropertyValues(ENDPOINT).run((context) -> {
			assertThat(context).hasSingleBean(VoiceSpanProcessor.class)
				.hasSingleBean(BatchSpanProcessor.class)
				.hasSingleBean(SpanExport.class)
				.hasSingleBean(SdkTracerProviderBuilderCustomizer.class)
				.hasSingleBean(AutoConfigurationCustomizerProvider.class)
				.hasSingleBean(Tracer.class)
				.hasSingleBean(OpenTelemetry.class)
				.hasSingleBean(SdkTracerProvider.class)
				.hasSingleBean(Sampler.class)
				.doesNotHaveBean(OtlpHttpSpanExporter.class);
			assertThat(context.getBean(SpanProcessors.class))
				.containsExactly(context.getBean(VoiceSpanProcessor.class));
			assertThat(context.getBean(SdkTracerProvider.class).getSampler()).isInstanceOf(VoiceSampler.class);
			assertThat(destinations(context.getBean(VoiceSpanProcessor.class)))
				.containsExactly("otlp at http://localhost:4318/v1/traces");
		});
	}

	@Test
	void disabledContributesNothing() {
		this.runner.withPropertyValues(ENDPOINT, "voice.telemetry.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(VoiceSpanProcessor.class)
				.doesNotHaveBean(SpanExport.class)
				.doesNotHaveBean(VoiceTelemetryExportAutoConfiguration.Pipelines.class)
				.doesNotHaveBean(SdkTracerProviderBuilderCustomizer.class)
				.doesNotHaveBean(AutoConfigurationCustomizerProvider.class);
			assertThat(context.getBean(SpanProcessors.class)).hasSize(1);
			assertThat(context.getBean(SdkTracerProvider.class).getSampler()).isSameAs(context.getBean(Sampler.class));
		});
	}

	@Test
	void hasNoPipelineWithoutAnEndpoint() {
		this.runner.run((context) -> {
			assertThat(context.getBean(VoiceSpanProcessor.class).pipelines()).isEmpty();
			assertThat(context.getBean(SpanExport.class).whyNotSent("otlp")).isNull();
		});
	}

	@Test
	void switchesOfBootAndOfOursStopTheExport() {
		for (String property : List.of("voice.telemetry.export.otlp.enabled", "management.tracing.export.enabled",
				"management.tracing.export.voice-telemetry.enabled", "management.opentelemetry.enabled")) {
			this.runner.withPropertyValues(ENDPOINT, property + "=false").run((context) -> {
				assertThat(context.getBean(VoiceSpanProcessor.class).pipelines()).isEmpty();
				assertThat(context.getBean(SpanExport.class).whyNotSent("otlp")).isEqualTo(property + " is false");
				assertThat(context).hasSingleBean(VoiceTelemetry.class);
			});
		}
	}

	@Test
	void theSwitchOfTheExporterBeatsTheOneOfAll() {
		this.runner
			.withPropertyValues(ENDPOINT, "management.tracing.export.enabled=false",
					"management.tracing.export.voice-telemetry.enabled=true")
			.run((context) -> assertThat(context.getBean(VoiceSpanProcessor.class).pipelines()).hasSize(1));
	}

	@Test
	void yieldsToTheProcessorOfTheApplication() {
		this.runner.withPropertyValues(ENDPOINT).withUserConfiguration(OwnProcessor.class).run((context) -> {
			assertThat(context).hasSingleBean(VoiceSpanProcessor.class)
				// Its thread would wait for spans that never come.
				.doesNotHaveBean(VoiceTelemetryExportAutoConfiguration.Pipelines.class);
			assertThat(context.getBean(VoiceSpanProcessor.class)).isSameAs(context.getBean("ownProcessor"));
			assertThat(context.getBean(SpanProcessors.class)).contains(context.getBean(VoiceSpanProcessor.class));
		});
	}

	@Test
	void worksInAnOpenTelemetryOfTheApplication() {
		this.runner.withUserConfiguration(OwnOpenTelemetry.class, InMemorySpans.class).run((context) -> {
			assertThat(context).hasSingleBean(OpenTelemetry.class);
			context.getBean(VoiceTelemetry.class).session().start().end();
			assertThat(context.getBean(InMemorySpans.class).named("agent_session")).hasSize(1);
			assertThat(context.getBean(SpanExport.class).obstaclesIn(context.getBean(OpenTelemetry.class))).isEmpty();
		});
	}

	@Test
	void noticesATracerProviderThatTakesNoProcessors() {
		this.runner.withPropertyValues(ENDPOINT).withUserConfiguration(OwnTracerProvider.class).run((context) -> {
			assertThat(context).hasSingleBean(SdkTracerProvider.class);
			assertThat(context.getBean(SpanExport.class).obstaclesIn(context.getBean(OpenTelemetry.class)))
				.singleElement()
				.asString()
				.contains("no voice span will be exported", "VoiceSpanProcessor", "VoiceSampler");
		});
	}

	@Test
	void leavesOtherSpansToTheSamplerOfTheApplication() {
		this.runner.withUserConfiguration(OwnSampler.class, InMemorySpans.class).run((context) -> {
			context.getBean(VoiceTelemetry.class).session().start().end();
			context.getBean(Tracer.class).spanBuilder("other").startSpan().end();
			assertThat(context.getBean(InMemorySpans.class).named("agent_session")).hasSize(1);
			assertThat(context.getBean(InMemorySpans.class).named("other")).isEmpty();
			assertThat(context.getBean(SpanExport.class).obstaclesIn(context.getBean(OpenTelemetry.class))).isEmpty();
		});
	}

	@Test
	void theCustomizerOfTheApplicationWinsAndIsNoticed() {
		for (Class<?> customizer : List.of(OwnCustomizer.class, OwnOrderedCustomizer.class)) {
			this.runner.withUserConfiguration(customizer).run((context) -> {
				assertThat(context.getBean(SdkTracerProvider.class).getSampler()).isSameAs(Sampler.alwaysOff());
				assertThat(context.getBean(SpanExport.class).obstaclesIn(context.getBean(OpenTelemetry.class)))
					.singleElement()
					.asString()
					.contains("AlwaysOffSampler", "VoiceSampler");
			});
		}
	}

	@Test
	void spansOfMicrometerKeepTheScopeOfBoot() {
		this.runner.withUserConfiguration(InMemorySpans.class)
			.withPropertyValues("management.tracing.sampling.probability=1")
			.run((context) -> {
				Observation.createNotStarted("other", context.getBean(ObservationRegistry.class)).observe(() -> {
				});
				context.getBean(VoiceTelemetry.class).session().start().end();
				assertThat(context.getBean(InMemorySpans.class).all())
					.extracting((span) -> span.getInstrumentationScopeInfo().getName())
					.containsExactly("org.springframework.boot", "io.voicetelemetry");
			});
	}

	private static List<String> destinations(VoiceSpanProcessor processor) {
		return processor.pipelines().stream().map(Object::toString).toList();
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnProcessor {

		@Bean
		VoiceSpanProcessor ownProcessor() {
			return new VoiceSpanProcessor(List.of(), Attributes.empty(), Duration.ofSeconds(1));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnOpenTelemetry {

		@Bean
		OpenTelemetry ownOpenTelemetry(List<SpanProcessor> processors) {
			return OpenTelemetrySdk.builder()
				.setTracerProvider(SdkTracerProvider.builder()
					.setSampler(new VoiceSampler(Sampler.alwaysOff(), 1))
					.addSpanProcessor(SpanProcessor.composite(processors))
					.build())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnTracerProvider {

		@Bean
		SdkTracerProvider ownTracerProvider() {
			return SdkTracerProvider.builder().build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnSampler {

		@Bean
		Sampler ownSampler() {
			return Sampler.alwaysOff();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnCustomizer {

		@Bean
		SdkTracerProviderBuilderCustomizer ownCustomizer() {
			return (builder) -> builder.setSampler(Sampler.alwaysOff());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnOrderedCustomizer {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE + 1)
		SdkTracerProviderBuilderCustomizer ownCustomizer() {
			return (builder) -> builder.setSampler(Sampler.alwaysOff());
		}

	}

}
