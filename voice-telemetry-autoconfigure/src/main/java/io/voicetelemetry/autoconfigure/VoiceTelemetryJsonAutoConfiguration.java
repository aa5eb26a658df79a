package io.voicetelemetry.autoconfigure;

import java.util.Map;

import io.voicetelemetry.integration.json.JsonReaders;
import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.ResultReader;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

/**
 * Auto-configuration of readers of the JSON that OpenAI and those compatible with it
 * answer, where annotated methods return it as Jackson has it, or as a map.
 *
 * @since 0.1
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = { "voice.telemetry.enabled", "voice.telemetry.openai.enabled" },
		matchIfMissing = true)
public final class VoiceTelemetryJsonAutoConfiguration {

	private static final String JACKSON = "tools.jackson.databind.JsonNode";

	private static final String JACKSON_2 = "com.fasterxml.jackson.databind.JsonNode";

	private static Class<?> load(String name) {
		return ClassUtils.resolveClassName(name, VoiceTelemetryJsonAutoConfiguration.class.getClassLoader());
	}

	@Bean
	@SuppressWarnings("rawtypes") // Of whatever a map is of.
	ResultReader<Map> jsonMapCompletionReader() {
		return JsonReaders.completion(Map.class);
	}

	@Bean
	@SuppressWarnings("rawtypes") // Of whatever a map is of.
	ResultReader<Map> jsonMapTranscriptionReader() {
		return JsonReaders.transcription(Map.class);
	}

	@Bean
	@SuppressWarnings("rawtypes") // Of whatever a map is of.
	ChunkReader<Map> jsonMapCompletionChunkReader() {
		return JsonReaders.completionChunk(Map.class);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = JACKSON)
	static class JacksonReaders {

		@Bean
		ResultReader<?> jsonCompletionReader() {
			return JsonReaders.completion(load(JACKSON));
		}

		@Bean
		ResultReader<?> jsonTranscriptionReader() {
			return JsonReaders.transcription(load(JACKSON));
		}

		@Bean
		ChunkReader<?> jsonCompletionChunkReader() {
			return JsonReaders.completionChunk(load(JACKSON));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = JACKSON_2)
	static class Jackson2Readers {

		@Bean
		ResultReader<?> jackson2CompletionReader() {
			return JsonReaders.completion(load(JACKSON_2));
		}

		@Bean
		ResultReader<?> jackson2TranscriptionReader() {
			return JsonReaders.transcription(load(JACKSON_2));
		}

		@Bean
		ChunkReader<?> jackson2CompletionChunkReader() {
			return JsonReaders.completionChunk(load(JACKSON_2));
		}

	}

}
