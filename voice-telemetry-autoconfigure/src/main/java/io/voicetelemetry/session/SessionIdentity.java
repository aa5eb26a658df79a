package io.voicetelemetry.session;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
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
 */
record SessionIdentity(String id, boolean given, @Nullable String roomName, @Nullable String userId,
		@Nullable String tenantId, @Nullable String agentName) {

	/**
	 * An id or name no longer than it may be: it is on every span, and in memory for as
	 * long as the call. Ids are told apart by their beginning and their length.
	 */
	static @Nullable String limited(@Nullable String text) {
		return (text != null) ? SpanRecording.NAME.limit(text) : null;
	}

	/**
	 * The same with the caller called as they may be.
	 */
	SessionIdentity under(ContentPolicy policy) {
		return (this.userId != null && policy.hasPseudonyms()) ? new SessionIdentity(this.id, this.given, this.roomName,
				policy.userId(this.userId), this.tenantId, this.agentName) : this;
	}

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
			attributes.put(attribute.key(), value);
		}
	}

}
