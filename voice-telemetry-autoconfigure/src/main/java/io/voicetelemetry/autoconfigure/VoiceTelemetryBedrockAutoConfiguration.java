package io.voicetelemetry.autoconfigure;

import io.voicetelemetry.integration.bedrock.BedrockReaders;
import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.ResultReader;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of readers of what the AWS SDK's client of Amazon Bedrock returns. A
 * reader of the application's own comes before them.
 *
 * @since 0.1
 */
@AutoConfiguration
@ConditionalOnClass({ ConverseResponse.class, ConverseStreamOutput.class })
@ConditionalOnBooleanProperty(name = { "voice.telemetry.enabled", "voice.telemetry.bedrock.enabled" },
		matchIfMissing = true)
public final class VoiceTelemetryBedrockAutoConfiguration {

	@Bean
	ResultReader<ConverseResponse> bedrockConverseReader() {
		return BedrockReaders.converse();
	}

	@Bean
	ChunkReader<ConverseStreamOutput> bedrockConverseStreamReader() {
		return BedrockReaders.converseStream();
	}

}
