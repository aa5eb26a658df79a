package io.voicetelemetry.autoconfigure;

import java.util.List;

import io.voicetelemetry.session.VoiceTelemetryBuilder;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is taken along from a call to other threads and services.
 *
 * @param enabled Whether the context of a call is taken along to other threads, as far as
 * Boot is told to take contexts along, and ids of it to other services.
 * @param baggage Ids of a call that go to other services as baggage with each request
 * made in it, and are read from requests: some of session.id, gen_ai.conversation.id,
 * voice.speech_id, voice.span_id, tenant.id, user.id and voice.room_name.
 * @since 0.1
 */
@ConfigurationProperties(PropagationProperties.PREFIX)
public record PropagationProperties(@DefaultValue("true") boolean enabled, @DefaultValue List<String> baggage) {

	static final String PREFIX = VoiceTelemetryProperties.PREFIX + ".propagation";

	public PropagationProperties {
		baggage = List.copyOf(baggage);
		List<String> known = VoiceTelemetryBuilder.PROPAGATED_IDS;
		if (!known.containsAll(baggage)) {
			throw new InvalidVoiceTelemetryConfigurationException(PREFIX + ".baggage",
					"has an entry that is no id of a call", "Use only " + String.join(", ", known) + ".");
		}
	}

	/**
	 * The ids that go to other services.
	 */
	List<String> propagatedIds() {
		return this.enabled ? this.baggage : List.of();
	}

}
