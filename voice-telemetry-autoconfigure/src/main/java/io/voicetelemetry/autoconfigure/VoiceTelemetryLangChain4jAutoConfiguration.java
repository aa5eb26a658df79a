package io.voicetelemetry.autoconfigure;

import java.util.function.Supplier;

import dev.langchain4j.model.audio.AudioTranscriptionModel;
import dev.langchain4j.model.audio.TextToSpeechModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import io.voicetelemetry.integration.actuator.Interception;
import io.voicetelemetry.integration.langchain4j.LangChain4jBeanPostProcessor;
import io.voicetelemetry.integration.langchain4j.ToolObservation;
import io.voicetelemetry.integration.langchain4j.VoiceChatModelListener;
import io.voicetelemetry.integration.langchain4j.VoiceLangChain4j;
import io.voicetelemetry.session.VoiceTelemetry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.util.function.SingletonSupplier;

/**
 * Auto-configuration of what is observed of LangChain4j, if that is there:
 * {@code voice.telemetry.langchain4j.enabled=false} leaves it alone.
 *
 * @since 0.1
 */
@AutoConfiguration(after = VoiceTelemetryAutoConfiguration.class)
@ConditionalOnClass(value = { ChatModel.class, StreamingChatModel.class, ChatModelListener.class },
		name = "dev.langchain4j.model.chat.response.PartialResponseContext")
@ConditionalOnProperty(prefix = VoiceTelemetryProperties.PREFIX, name = { "enabled", "langchain4j.enabled" },
		matchIfMissing = true)
@EnableConfigurationProperties(LangChain4jProperties.class)
public final class VoiceTelemetryLangChain4jAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static LangChain4jBeanPostProcessor voiceLangChain4jBeanPostProcessor(ObjectProvider<VoiceTelemetry> telemetry) {
		return new LangChain4jBeanPostProcessor(source(telemetry));
	}

	@Bean
	@ConditionalOnMissingBean
	VoiceChatModelListener voiceChatModelListener(ObjectProvider<VoiceTelemetry> telemetry) {
		return new VoiceChatModelListener(source(telemetry));
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static ToolObservation voiceLangChain4jToolObservation(ObjectProvider<VoiceTelemetry> telemetry) {
		return new ToolObservation(source(telemetry));
	}

	@Bean
	Interception voiceLangChain4jInterception(LangChain4jBeanPostProcessor postProcessor) {
		return new Interception("langchain4j", postProcessor::observed, postProcessor::report);
	}

	@Bean
	LangChain4jStartupReport voiceLangChain4jStartupReport(ApplicationContext context,
			LangChain4jBeanPostProcessor postProcessor) {
		return new LangChain4jStartupReport(context, postProcessor);
	}

	private static Supplier<VoiceTelemetry> source(ObjectProvider<VoiceTelemetry> telemetry) {
		return SingletonSupplier.of(() -> telemetry.getIfUnique(VoiceTelemetry::noop));
	}

	/**
	 * What has methods for models that not every version has.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ TextToSpeechModel.class, AudioTranscriptionModel.class })
	static class Wrapping {

		@Bean
		@ConditionalOnMissingBean
		VoiceLangChain4j voiceLangChain4j(ObjectProvider<VoiceTelemetry> telemetry) {
			return new VoiceLangChain4j(source(telemetry));
		}

	}

}
