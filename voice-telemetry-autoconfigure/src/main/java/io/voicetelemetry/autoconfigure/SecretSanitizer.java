package io.voicetelemetry.autoconfigure;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Masks our secrets where actuator endpoints show the configuration, even to those who
 * may see all values.
 */
final class SecretSanitizer implements SanitizingFunction {

	private final Secrets secrets;

	SecretSanitizer(Secrets secrets) {
		this.secrets = secrets;
	}

	@Override
	public SanitizableData apply(SanitizableData data) {
		String value = (data.getValue() != null) ? data.getValue().toString() : null;
		if (value == null) {
			return data;
		}
		if (Secrets.isSecret(data.getKey())) {
			return data.withSanitizedValue();
		}
		if (Secrets.isUrl(data.getKey())) {
			return data.withValue(Secrets.maskedUrl(value));
		}
		return this.secrets.isIn(value) ? data.withSanitizedValue() : data;
	}

}
