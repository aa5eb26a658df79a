package io.voicetelemetry.autoconfigure;

import java.util.EnumSet;
import java.util.Set;

import io.voicetelemetry.content.redaction.SensitiveKind;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is taken out of recorded content by itself.
 *
 * @param enabled Whether numbers of cards, accounts and people, e-mail addresses and long
 * rows of digits are taken out of the content that is recorded.
 * @param detectors What is looked for.
 * @since 0.1
 */
public record RedactionProperties(@DefaultValue("true") boolean enabled, @DefaultValue( {
		"card", "iban", "email", "phone", "ssn", "sip", "digits" }) Set<SensitiveKind> detectors){

	static final String PREFIX = VoiceTelemetryProperties.PREFIX + ".content.redaction";

	static final RedactionProperties UNSET = new RedactionProperties(true, EnumSet.allOf(SensitiveKind.class));

	public RedactionProperties {
		if (detectors.isEmpty()) {
			throw new InvalidVoiceTelemetryConfigurationException(PREFIX + ".detectors", "is empty",
					"Name at least one, or set " + PREFIX + ".enabled=false to look for nothing.");
		}
		detectors = Set.copyOf(detectors);
	}

	Set<SensitiveKind> detected() {
		return this.enabled ? this.detectors : EnumSet.noneOf(SensitiveKind.class);
	}

}
