package io.voicetelemetry.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is observed of LangChain4j.
 *
 * @param enabled Whether models and tools of LangChain4j are observed without
 * annotations.
 * @since 0.1
 */
@ConfigurationProperties(LangChain4jProperties.PREFIX)
public record LangChain4jProperties(@DefaultValue("true") boolean enabled) {

	static final String PREFIX = VoiceTelemetryProperties.PREFIX + ".langchain4j";

}
