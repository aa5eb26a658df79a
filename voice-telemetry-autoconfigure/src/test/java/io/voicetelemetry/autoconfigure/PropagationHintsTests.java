package io.voicetelemetry.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class PropagationHintsTests {

	private static final String OF_TASKS = "Set spring.task.execution.propagate-context=true";

	private static final String OF_REACTOR = "Set spring.reactor.context-propagation=auto";

	@Test
	void saysWhatAsyncMethodsNeed(CapturedOutput output) {
		TestApplication.run(WithAsync.class).close();
		assertThat(output).containsOnlyOnce(OF_TASKS);
	}

	@Test
	void saysNothingToWhoHasDecided(CapturedOutput output) {
		TestApplication
			.run(WithAsync.class, "--spring.task.execution.propagate-context=true",
					"--spring.reactor.context-propagation=limited")
			.close();
		TestApplication
			.run(WithAsync.class, "--spring.task.execution.propagate-context=false",
					"--spring.reactor.context-propagation=limited")
			.close();
		TestApplication.run(WithDecorator.class, "--spring.reactor.context-propagation=limited").close();
		assertThat(output).doesNotContain(OF_TASKS, OF_REACTOR);
	}

	@Test
	void saysNothingOfWhatIsNotUsed(CapturedOutput output) {
		TestApplication.run(TracedBean.class).close();
		assertThat(output).doesNotContain(OF_TASKS).contains("Voice telemetry is on");
	}

	@Test
	void saysWhatReactorNeeds(CapturedOutput output) {
		TestApplication.run(WithWebClient.class).close();
		assertThat(output).containsOnlyOnce(OF_REACTOR);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class WithAsync {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class WithDecorator {

		@Bean
		TaskDecorator taskDecorator() {
			return (task) -> task;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithWebClient {

		@Bean
		WebClient.Builder ownWebClientBuilder() {
			return WebClient.builder();
		}

	}

}
