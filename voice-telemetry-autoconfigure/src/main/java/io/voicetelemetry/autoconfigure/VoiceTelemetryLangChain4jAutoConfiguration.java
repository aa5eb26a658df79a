package io.voicetelemetry.autoconfigure;

import dev.langchain4j.model.chat.StreamingChatModel;
import io.voicetelemetry.integration.langchain4j.LangChain4jBeanPostProcessor;
import io.voicetelemetry.integration.langchain4j.ToolObservation;
import io.voicetelemetry.session.VoiceTelemetry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

/**
 * Auto-configuration of what is observed of LangChain4j, if that is there:
 * {@code voice.telemetry.langchain4j.enabled=false} leaves it alone.
 *
 * @since 0.1
 */
@AutoConfiguration(after = VoiceTelemetryAutoConfiguration.class)
@ConditionalOnClass(StreamingChatModel.class)
@ConditionalOnProperty(prefix = VoiceTelemetryProperties.PREFIX, name = { "enabled", "langchain4j.enabled" },
		matchIfMissing = true)
@EnableConfigurationProperties(LangChain4jProperties.class)
public final class VoiceTelemetryLangChain4jAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static LangChain4jBeanPostProcessor voiceLangChain4jBeanPostProcessor(ObjectProvider<VoiceTelemetry> telemetry) {
		return new LangChain4jBeanPostProcessor(telemetry::getObject);
	}

	@Bean
	ToolObservation voiceLangChain4jToolObservation(VoiceTelemetry telemetry) {
		return new ToolObservation(telemetry);
	}

	@Bean
	LangChain4jStartupReport voiceLangChain4jStartupReport(ApplicationContext context,
			LangChain4jBeanPostProcessor postProcessor) {
		return new LangChain4jStartupReport(context, postProcessor);
	}

}
