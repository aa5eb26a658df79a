package io.voicetelemetry.session;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.content.UserIdKeys;

/**
 * Finds the ids of users among attributes.
 *
 * @since 0.1
 */
public final class UserIdAttributes {

	private UserIdAttributes() {
	}

	/**
	 * Attributes with the pseudonyms of users in place of their ids.
	 * @param attributes the attributes
	 * @param policy what users are called
	 * @return the attributes, the same ones if there is nothing to replace
	 */
	public static Attributes pseudonymous(Attributes attributes, ContentPolicy policy) {
		if (!policy.hasPseudonyms() || attributes.isEmpty()) {
			return attributes;
		}
		AttributesBuilder changed = attributes.toBuilder();
		boolean[] any = new boolean[1];
		attributes.forEach((key, value) -> {
			if (UserIdKeys.ALL.contains(key.getKey()) && !isPseudonym(key, value, policy)) {
				// An id may be a number. No pseudonym is.
				changed.removeIf((each) -> each.equals(key));
				changed.put(TelemetryAttributes.ofString(key.getKey()).key(), policy.userId(String.valueOf(value)));
				any[0] = true;
			}
		});
		return any[0] ? changed.build() : attributes;
	}

	private static boolean isPseudonym(AttributeKey<?> key, Object value, ContentPolicy policy) {
		return key.getType() == AttributeType.STRING && policy.userId((String) value).equals(value);
	}

}
