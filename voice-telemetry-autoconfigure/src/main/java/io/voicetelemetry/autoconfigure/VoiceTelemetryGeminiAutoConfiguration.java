package io.voicetelemetry.autoconfigure;

import com.google.genai.types.GenerateContentResponse;
import io.voicetelemetry.integration.gemini.GeminiReaders;
import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.ResultReader;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of readers of what Google's Gen AI client returns. A reader of the
 * application's own comes before them.
 *
 * @since 0.1
 */
@AutoConfiguration
@ConditionalOnClass(GenerateContentResponse.class)
@ConditionalOnBooleanProperty(name = { "voice.telemetry.enabled", "voice.telemetry.gemini.enabled" },
		matchIfMissing = true)
public final class VoiceTelemetryGeminiAutoConfiguration {

	@Bean
	ResultReader<GenerateContentResponse> geminiGenerateContentReader() {
		return GeminiReaders.generateContent();
	}

	@Bean
	ChunkReader<GenerateContentResponse> geminiGenerateContentStreamReader() {
		return GeminiReaders.generateContentStream();
	}

}
