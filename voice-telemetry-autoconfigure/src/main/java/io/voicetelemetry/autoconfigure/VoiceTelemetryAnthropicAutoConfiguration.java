package io.voicetelemetry.autoconfigure;

import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.RawMessageStreamEvent;
import io.voicetelemetry.integration.anthropic.AnthropicReaders;
import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.ResultReader;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of readers of what the official Anthropic client returns. A reader
 * of the application's own comes before them.
 *
 * @since 0.1
 */
@AutoConfiguration
@ConditionalOnClass(Message.class)
@ConditionalOnBooleanProperty(name = { "voice.telemetry.enabled", "voice.telemetry.anthropic.enabled" },
		matchIfMissing = true)
public final class VoiceTelemetryAnthropicAutoConfiguration {

	@Bean
	ResultReader<Message> anthropicMessageReader() {
		return AnthropicReaders.message();
	}

	@Bean
	ChunkReader<RawMessageStreamEvent> anthropicMessageEventReader() {
		return AnthropicReaders.messageEvent();
	}

}
