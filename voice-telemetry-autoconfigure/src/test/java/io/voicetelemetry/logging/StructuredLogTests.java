package io.voicetelemetry.logging;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The lines as an application's console shows them, in each of Boot's formats.
 */
@ExtendWith(OutputCaptureExtension.class)
class StructuredLogTests {

	@AfterEach
	void backToTheLoggingOfTheTests() {
		System.clearProperty("CONSOLE_LOG_STRUCTURED_FORMAT");
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		logging.cleanUp();
		logging.beforeInitialize();
		logging.initialize(new LoggingInitializationContext(new StandardEnvironment()), null, null);
		// Else the next application takes it for its own.
		logging.cleanUp();
	}

	@Test
	void isReadableOnATerminal(CapturedOutput output) {
		run((log) -> log.onMetrics(SampleMetrics.llm()));
		assertThat(output.getOut().lines()).anySatisfy((line) -> assertThat(line).matches(
				".* INFO .* io\\.voicetelemetry\\.logging\\.MetricsLog +: LLM metrics: gpt-4o, ttft 0\\.386 s, .*"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "ecs", "logstash", "gelf" })
	void noLineIsLostInAnyFormat(String format, CapturedOutput output) {
		run((log) -> {
			SampleMetrics.all().forEach(log::onMetrics);
			SampleMetrics.unknown().forEach(log::onMetrics);
			log.onUsage(SampleMetrics.usage());
		}, structured(format));
		String key = format.equals("gelf") ? "_metrics_type" : "metrics_type";
		assertThat(lines(output)).filteredOn((line) -> line.containsKey(key))
			.hasSize(SampleMetrics.all().size() + SampleMetrics.unknown().size() + 1);
	}

	@ParameterizedTest
	@CsvSource({ "logstash, ''", "gelf, _" })
	void fieldsAreFlat(String format, String prefix, CapturedOutput output) {
		run((log) -> log.onMetrics(SampleMetrics.llm()), structured(format));
		Map<String, Object> line = line(output, "metrics_type", prefix);
		assertFigures(line, prefix);
		assertThat(line).containsEntry(prefix + "session.id", "call-1");
	}

	@Test
	void elasticCommonSchemaNestsTheSession(CapturedOutput output) {
		run((log) -> log.onMetrics(SampleMetrics.llm()), structured("ecs"));
		Map<String, Object> line = line(output, "metrics_type", "");
		assertFigures(line, "");
		assertThat(line).containsEntry("session", Map.of("id", "call-1"))
			.containsEntry("message",
					"LLM metrics: gpt-4o, ttft 0.386 s, duration 1.234 s, 370 prompt tokens, 15 completion tokens, "
							+ "350 prompt cached tokens, 0 cache creation tokens, 4 reasoning tokens, "
							+ "41.67 tokens per second, 2 attempts, attempt ttft 0.386 s, attempt duration 1.234 s [call-1 speech_1]");
	}

	@ParameterizedTest
	@CsvSource({ "ecs, ''", "logstash, ''", "gelf, _" })
	void theModelsOfTheUsageAreObjects(String format, String prefix, CapturedOutput output) {
		run((log) -> log.onUsage(SampleMetrics.usage()), structured(format));
		Map<String, Object> line = line(output, "metrics_type", prefix);
		assertThat(line).containsEntry(prefix + "llm_prompt_tokens", 1110)
			.containsEntry(prefix + "tts_audio_duration", 7.5);
		assertThat((List<?>) line.get(prefix + "models")).hasSize(4)
			.last()
			.isEqualTo(Map.of("kind", "stt", "model_name", "unknown", "model_provider", "unknown", "requests", 2,
					"failed_requests", 0, "cancelled_requests", 0, "discarded_requests", 0, "audio_duration", 12.346));
	}

	@Test
	void isTurnedOffByTheLevelOfItsLogger(CapturedOutput output) {
		run((log) -> log.onMetrics(SampleMetrics.llm()), "--logging.level.io.voicetelemetry.logging.MetricsLog=warn");
		assertThat(output).doesNotContain("LLM metrics");
	}

	private static String[] structured(String format) {
		return new String[] { "--logging.config=classpath:io/voicetelemetry/logging/structured-console.xml",
				"--logging.structured.format.console=" + format };
	}

	private static void assertFigures(Map<String, Object> line, String prefix) {
		assertThat(line).containsEntry(prefix + "ttft", 0.386)
			.containsEntry(prefix + "duration", 1.234)
			.containsEntry(prefix + "prompt_tokens", 370)
			.containsEntry(prefix + "completion_tokens", 15)
			.containsEntry(prefix + "tokens_per_second", 41.67)
			.containsEntry(prefix + "attempts", 2)
			.containsEntry(prefix + "model_name", "gpt-4o")
			.containsEntry(prefix + "model_provider", "openai")
			.containsEntry(prefix + "outcome", "success")
			.containsEntry(prefix + "trace_id", SampleMetrics.TRACE_ID)
			.containsEntry(prefix + "span_id", SampleMetrics.SPAN_ID)
			.containsEntry(prefix + "speech_id", "speech_1");
	}

	private static Map<String, Object> line(CapturedOutput output, String key, String prefix) {
		List<Map<String, Object>> lines = lines(output).stream()
			.filter((line) -> line.containsKey(prefix + key))
			.toList();
		assertThat(lines).hasSize(1);
		return lines.get(0);
	}

	private static List<Map<String, Object>> lines(CapturedOutput output) {
		return output.getOut()
			.lines()
			.filter((line) -> line.startsWith("{"))
			.map((line) -> JsonParserFactory.getJsonParser().parseMap(line))
			.toList();
	}

	private static void run(Consumer<MetricsLog> call, String... arguments) {
		SpringApplication application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off")
			.build();
		try (ConfigurableApplicationContext context = application.run(arguments)) {
			call.accept(context.getBean(MetricsLog.class));
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		MetricsLog metricsLog() {
			return new MetricsLog();
		}

	}

}
