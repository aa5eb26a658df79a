package io.voicetelemetry.autoconfigure;

import java.util.List;
import java.util.Map;

import io.voicetelemetry.annotation.SessionId;
import io.voicetelemetry.annotation.TracedAgentTurn;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.annotation.TracedSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

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
 * What the application itself logs in the middle of a call carries the ids of the call,
 * in each format, beside those that Boot puts there.
 */
@ExtendWith(OutputCaptureExtension.class)
class CallLogTests {

	private static final String STRUCTURED = "--logging.config=classpath:io/voicetelemetry/logging/structured-console.xml";

	@AfterEach
	void backToTheLoggingOfTheTests() {
		List.of("CONSOLE_LOG_STRUCTURED_FORMAT", "CONSOLE_LOG_PATTERN", "LOGGING_PATTERN_CONSOLE")
			.forEach(System::clearProperty);
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		logging.cleanUp();
		logging.beforeInitialize();
		logging.initialize(new LoggingInitializationContext(new StandardEnvironment()), null, null);
		// Else the next application takes it for its own.
		logging.cleanUp();
	}

	@Test
	void hasTheIdsInAPattern(CapturedOutput output) {
		call("--logging.pattern.console=%X{session.id}|%X{trace_id}|%X{span_id}|%X{speech_id}|%X{traceId}|%X{spanId}|%m%n");
		assertThat(lines(output, "before")).singleElement().isEqualTo("||||||before");
		List<String[]> inside = lines(output, "thinking").stream().map((line) -> line.split("\\|")).toList();
		assertThat(inside).singleElement().satisfies((ids) -> {
			assertThat(ids[0]).isEqualTo("call-1");
			assertThat(ids[1]).hasSize(32);
			assertThat(ids[2]).hasSize(16);
			assertThat(ids[3]).isNotEmpty();
			// What Boot's tracing puts there is the same trace and span.
			assertThat(ids[4]).isEqualTo(ids[1]);
			assertThat(ids[5]).isEqualTo(ids[2]);
		});
		assertThat(lines(output, "after")).singleElement().isEqualTo("||||||after");
		assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
	}

	@Test
	void hasTheIdsAsFields(CapturedOutput output) {
		call(STRUCTURED, "--logging.structured.format.console=ecs");
		Map<String, Object> line = json(output, "thinking");
		assertThat(line).containsEntry("session", Map.of("id", "call-1"))
			.containsKeys("trace_id", "span_id", "speech_id");
		assertThat(line).containsEntry("traceId", line.get("trace_id")).containsEntry("spanId", line.get("span_id"));
		assertThat(json(output, "after")).doesNotContainKeys("session", "trace_id", "span_id", "speech_id", "traceId");
	}

	@Test
	void hasNoneWhenTurnedOff(CapturedOutput output) {
		call(STRUCTURED, "--logging.structured.format.console=ecs", "--voice.telemetry.log-context=false");
		assertThat(json(output, "thinking")).doesNotContainKeys("session", "trace_id", "span_id", "speech_id")
			.containsKeys("traceId", "spanId");
	}

	private static void call(String... arguments) {
		try (ConfigurableApplicationContext context = TestApplication.run(Application.class, arguments)) {
			Agent agent = context.getBean(Agent.class);
			Agent.logger.info("before");
			agent.take("call-1", context.getBean(Mind.class));
			Agent.logger.info("after");
		}
	}

	private static List<String> lines(CapturedOutput output, String message) {
		return output.getOut().lines().filter((line) -> line.endsWith("|" + message)).toList();
	}

	private static Map<String, Object> json(CapturedOutput output, String message) {
		return output.getOut()
			.lines()
			.filter((line) -> line.startsWith("{"))
			.map((line) -> JsonParserFactory.getJsonParser().parseMap(line))
			.filter((line) -> message.equals(line.get("message")))
			.findFirst()
			.orElseThrow();
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		Agent agent() {
			return new Agent();
		}

		@Bean
		Mind mind(Model model) {
			return new Mind(model);
		}

		@Bean
		Model model() {
			return new Model();
		}

	}

	static class Agent {

		private static final Logger logger = LoggerFactory.getLogger(Agent.class);

		@TracedSession
		void take(@SessionId String id, Mind mind) {
			mind.answer();
		}

	}

	static class Mind {

		private final Model model;

		Mind(Model model) {
			this.model = model;
		}

		@TracedAgentTurn
		void answer() {
			this.model.think();
		}

	}

	static class Model {

		@TracedLlmCall(provider = "openai", model = "gpt-4o")
		String think() {
			Agent.logger.info("thinking");
			return "Tomorrow at ten.";
		}

	}

}
