package io.voicetelemetry.autoconfigure;

import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.content.UserIdPseudonyms;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded of the ids of users.
 *
 * @param hmacKey Secret key that user ids are hashed with before they are recorded
 * anywhere. Without it, they are recorded as they are given.
 * @since 0.1
 */
public record UserIdProperties(@Nullable String hmacKey) {

	static final String HMAC_KEY = VoiceTelemetryProperties.PREFIX + ".user-id.hmac-key";

	static final UserIdProperties UNSET = new UserIdProperties(null);

	public UserIdProperties {
		if (hmacKey != null) {
			try {
				UserIdPseudonyms.withKey(hmacKey.strip());
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidVoiceTelemetryConfigurationException(HMAC_KEY,
						hmacKey.isBlank() ? "is empty" : "is too short to be secret",
						"Use at least " + UserIdPseudonyms.MIN_KEY_LENGTH
								+ " random characters, or remove it to record user ids as they are given.");
			}
			if (hmacKey.contains("${")) {
				throw new InvalidVoiceTelemetryConfigurationException(HMAC_KEY, "holds a placeholder without a value",
						"Set the property or variable that it names.");
			}
		}
	}

	/**
	 * A policy with these pseudonyms; without a key, with those that it has.
	 */
	ContentPolicy applyTo(ContentPolicy policy) {
		return (this.hmacKey != null) ? policy.withPseudonyms(UserIdPseudonyms.withKey(this.hmacKey.strip())) : policy;
	}

	/**
	 * Without the key.
	 */
	@Override
	public String toString() {
		return "UserIdProperties";
	}

}
