package io.voicetelemetry.session;

import java.util.Map;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.voicetelemetry.content.ContentCapture;
import io.voicetelemetry.content.ContentPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Who talks to whom in a session.
 *
 * @param id the id, given or generated
 * @param given whether the id was given
 * @param roomName the room, or {@code null}
 * @param userId the caller, or {@code null}
 * @param tenantId the customer, or {@code null}
 * @param agentName the agent that speaks first, or {@code null}
 * @param metadata what the provider says about the call
 */
record SessionIdentity(String id, boolean given, @Nullable String roomName, @Nullable String userId,
		@Nullable String tenantId, @Nullable String agentName, Map<String, String> metadata) {

	/** These are on every span, so they are kept shorter than what is on one. */
	private static final ContentPolicy LIMITS = ContentPolicy.of(ContentCapture.NONE, 1024);

	/**
	 * What every span of the session carries.
	 */
	Attributes sharedAttributes(Attributes staticAttributes) {
		AttributesBuilder attributes = staticAttributes.toBuilder();
		putIfKnown(attributes, TelemetryAttributes.SESSION_ID, this.id);
		putIfKnown(attributes, TelemetryAttributes.CONVERSATION_ID, this.given ? this.id : null);
		putIfKnown(attributes, TelemetryAttributes.USER_ID, this.userId);
		putIfKnown(attributes, TelemetryAttributes.TENANT_ID, this.tenantId);
		putIfKnown(attributes, TelemetryAttributes.ROOM_NAME, this.roomName);
		return attributes.build();
	}

	private static void putIfKnown(AttributesBuilder attributes, TelemetryAttribute<String> attribute,
			@Nullable String value) {
		if (value != null) {
			attributes.put(attribute.key(), LIMITS.limit(value));
		}
	}

}
