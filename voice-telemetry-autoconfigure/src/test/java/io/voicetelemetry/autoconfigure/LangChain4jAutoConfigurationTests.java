package io.voicetelemetry.autoconfigure;

import io.voicetelemetry.integration.langchain4j.LangChain4jBeanPostProcessor;
import io.voicetelemetry.integration.langchain4j.VoiceChatModelListener;
import io.voicetelemetry.integration.langchain4j.VoiceLangChain4j;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class LangChain4jAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(AutoConfigurations
		.of(VoiceTelemetryAutoConfiguration.class, VoiceTelemetryLangChain4jAutoConfiguration.class));

	@Test
	void isOnByDefault() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(LangChain4jBeanPostProcessor.class)
			.hasSingleBean(VoiceLangChain4j.class)
			.hasSingleBean(VoiceChatModelListener.class));
	}

	@Test
	void canBeSwitchedOff() {
		for (String property : new String[] { "voice.telemetry.langchain4j.enabled=false",
				"voice.telemetry.enabled=false" }) {
			this.runner.withPropertyValues(property)
				.run((context) -> assertThat(context).hasNotFailed()
					.doesNotHaveBean(LangChain4jBeanPostProcessor.class)
					.doesNotHaveBean(VoiceChatModelListener.class));
		}
	}

	@Test
	void isOffWithoutTheLibrary() {
		this.runner.withClassLoader(new FilteredClassLoader("dev.langchain4j"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(VoiceTelemetry.class)
				.doesNotHaveBean(LangChain4jBeanPostProcessor.class));
	}

	@Test
	void needsNoAiServices() {
		this.runner.withClassLoader(new FilteredClassLoader("dev.langchain4j.service", "dev.langchain4j.spi.services"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(LangChain4jBeanPostProcessor.class));
	}

	@Test
	void beansOfTheApplicationWin() {
		VoiceChatModelListener own = new VoiceChatModelListener(VoiceTelemetry::noop);
		this.runner.withBean(VoiceChatModelListener.class, () -> own)
			.run((context) -> assertThat(context.getBean(VoiceChatModelListener.class)).isSameAs(own));
	}

}
