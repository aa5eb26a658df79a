package io.voicetelemetry.autoconfigure;

import java.util.List;
import java.util.Map;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications whose OpenTelemetry is made as OpenTelemetry's own Spring Boot starter
 * makes it: by the SDK's auto-configuration, which takes beans that customize it, but no
 * span processors. The starter itself would change every other test; version 2.27.0, the
 * newest that runs on the OpenTelemetry of this Boot, was tried by hand.
 */
@ExtendWith(OutputCaptureExtension.class)
class OpenTelemetryStarterTests {

	@Test
	void spansReachTheBackendAndCallsAreKeptWhole(CapturedOutput output) {
		try (OtlpReceiver receiver = OtlpReceiver.start();
				ConfigurableApplicationContext context = TestApplication.run(Application.class,
						"--management.otlp.metrics.export.enabled=false",
						"--voice.telemetry.export.otlp.metrics.enabled=false",
						"--voice.telemetry.export.otlp.endpoint=" + receiver.endpoint(), ExpectedCall.STATIC_ATTRIBUTE,
						ExpectedCall.AS_RECORDED)) {
			OpenTelemetry openTelemetry = context.getBean(OpenTelemetry.class);
			assertThat(((OpenTelemetrySdk) openTelemetry).getSdkTracerProvider())
				.isNotSameAs(context.getBean(SdkTracerProvider.class));
			openTelemetry.getTracer("other").spanBuilder("other").startSpan().end();
			context.getBean(ClinicAgent.PhoneLine.class).take(ExpectedCall.ID, ExpectedCall.CALLER);
			context.close();
			ExpectedCall.assertThatIsWhole(receiver.spans());
		}
		assertThat(output).contains("Voice telemetry is on: spans go to otlp");
		// In the run with the Java agent, that one is told.
		assertThat(output.toString().lines().filter((line) -> line.contains(" WARN ")))
			.allMatch((line) -> line.contains("Java agent is attached"));
	}

	@Test
	void isToldWhenTheSamplerIsReplacedAfterwards(CapturedOutput output) {
		try (OtlpReceiver receiver = OtlpReceiver.start()) {
			TestApplication.run(ReplacedSampler.class, "--voice.telemetry.export.otlp.endpoint=" + receiver.endpoint())
				.close();
		}
		assertThat(output).contains("Calls are not sampled at voice.telemetry.sampling.probability but by AlwaysOff");
	}

	@Test
	void whatItsExporterSendsToTheSamePlaceArrivesOnce(CapturedOutput output) {
		try (OtlpReceiver receiver = OtlpReceiver.start()) {
			sendBoth(receiver, receiver);
			assertThat(receiver.spans()).hasSize(1);
		}
		assertThat(output).contains("OpenTelemetry's OTLP exporter of spans is switched off");
	}

	@Test
	void whatItsExporterSendsToAnotherPlaceArrivesAtBoth(CapturedOutput output) {
		try (OtlpReceiver receiver = OtlpReceiver.start(); OtlpReceiver other = OtlpReceiver.start()) {
			sendBoth(receiver, other);
			assertThat(receiver.spans()).hasSize(1);
			assertThat(other.spans()).hasSize(1);
		}
		assertThat(output).doesNotContain("switched off");
	}

	@Test
	void itsExporterIsLeftAloneWhenOursIsOff() {
		try (OtlpReceiver receiver = OtlpReceiver.start()) {
			sendBoth(receiver, receiver, "--voice.telemetry.export.otlp.enabled=false",
					"--voice.telemetry.export.console.enabled=true");
			assertThat(receiver.spans()).hasSize(1);
		}
	}

	private static void sendBoth(OtlpReceiver ours, OtlpReceiver others, String... more) {
		SpringApplication application = TestApplication.of(WebApplicationType.NONE, Exporting.class);
		application.setDefaultProperties(Map.of("voice.telemetry.export.otlp.endpoint", ours.endpoint(),
				"otel.exporter.otlp.traces.endpoint", others.endpoint()));
		try (ConfigurableApplicationContext context = application.run(more)) {
			context.getBean(VoiceTelemetry.class).session().start().end();
		}
	}

	private static AutoConfiguredOpenTelemetrySdkBuilder builder(
			List<AutoConfigurationCustomizerProvider> customizers) {
		AutoConfiguredOpenTelemetrySdkBuilder builder = AutoConfiguredOpenTelemetrySdk.builder()
			.disableShutdownHook()
			.addPropertiesSupplier(() -> Map.of("otel.traces.exporter", "none", "otel.metrics.exporter", "none",
					"otel.logs.exporter", "none", "otel.traces.sampler", "always_off"));
		customizers.forEach((customizer) -> customizer.customize(builder));
		return builder;
	}

	@Configuration(proxyBeanMethods = false)
	@Import(ClinicAgent.class)
	static class Application {

		@Bean
		OpenTelemetry starterOpenTelemetry(List<AutoConfigurationCustomizerProvider> customizers) {
			return builder(customizers).build().getOpenTelemetrySdk();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Exporting {

		@Bean
		OpenTelemetry starterOpenTelemetry(List<AutoConfigurationCustomizerProvider> customizers,
				@Value("${otel.exporter.otlp.traces.endpoint}") String endpoint) {
			return builder(customizers)
				.addPropertiesSupplier(
						() -> Map.of("otel.traces.exporter", "otlp", "otel.exporter.otlp.traces.protocol",
								"http/protobuf", "otel.exporter.otlp.traces.endpoint", endpoint))
				.build()
				.getOpenTelemetrySdk();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReplacedSampler {

		@Bean
		OpenTelemetry starterOpenTelemetry(List<AutoConfigurationCustomizerProvider> customizers) {
			return builder(customizers).addSamplerCustomizer((sampler, config) -> Sampler.alwaysOff())
				.build()
				.getOpenTelemetrySdk();
		}

	}

}
