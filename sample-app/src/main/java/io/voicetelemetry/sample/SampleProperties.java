package io.voicetelemetry.sample;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * What can be set from outside.
 *
 * @param call which call to play once the application is ready
 * @param exit whether to end the application when the played call has ended
 * @param playoutSpeed how many times faster than real time the scripted caller listens
 * and speaks
 * @param embeddedModel whether to serve the built-in OpenAI-compatible endpoint
 * @param firstTokenDelay how long it takes until its first token
 * @param continuousUsage whether it tells with each piece of an answer how many tokens
 * were used so far, as some servers can
 * @param llm the language model
 */
@ConfigurationProperties("sample")
public record SampleProperties(@DefaultValue("scripted") Script call, @DefaultValue("false") boolean exit,
		@DefaultValue("8") double playoutSpeed, @DefaultValue("true") boolean embeddedModel,
		@DefaultValue("60ms") Duration firstTokenDelay, @DefaultValue("false") boolean continuousUsage,
		@DefaultValue Llm llm) {

	public SampleProperties {
		if (!(playoutSpeed > 0)) {
			throw new InvalidConfigurationPropertyValueException("sample.playout-speed", playoutSpeed,
					"It must be greater than 0.");
		}
		if (!embeddedModel && llm.baseUrl() == null) {
			throw new InvalidConfigurationPropertyValueException("sample.llm.base-url", null,
					"It must name an OpenAI-compatible endpoint when sample.embedded-model is false.");
		}
	}

	/**
	 * The calls that can be played.
	 */
	public enum Script {

		/**
		 * A greeting, a booking, a barge-in and a hang-up.
		 */
		SCRIPTED,

		/**
		 * No call: wait for real ones.
		 */
		NONE

	}

	/**
	 * Which language model answers.
	 *
	 * @param baseUrl base URL of an OpenAI-compatible provider, the embedded endpoint of
	 * this server by default
	 * @param apiKey the provider's key
	 * @param model name of the model
	 * @param timeout how long one answer may take as a whole
	 */
	public record Llm(@Nullable String baseUrl, @DefaultValue("none") String apiKey, String model,
			@DefaultValue("30s") Duration timeout) {

	}

}
