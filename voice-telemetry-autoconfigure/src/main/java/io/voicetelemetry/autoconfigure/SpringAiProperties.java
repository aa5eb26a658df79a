package io.voicetelemetry.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is recorded of Spring AI.
 *
 * @param enabled whether what Spring AI does in a call is recorded
 * @param decorateModels whether a model of a kind of which there is one gets a primary
 * decorator, that sees the pieces of streams, and speech models at all
 */
@ConfigurationProperties(SpringAiProperties.PREFIX)
record SpringAiProperties(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean decorateModels) {

	static final String PREFIX = "voice.telemetry.spring-ai";

	static final String DECORATE_MODELS = "decorate-models";

}
