package io.voicetelemetry.inspector;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * The actuator endpoint {@code voicesessions}: what the page of the inspector shows, for
 * programs.
 *
 * @since 0.1
 */
@Endpoint(id = "voicesessions")
public final class VoiceSessionsEndpoint {

	private final InspectedSessions sessions;

	/**
	 * An endpoint.
	 * @param sessions what it shows
	 */
	public VoiceSessionsEndpoint(InspectedSessions sessions) {
		this.sessions = sessions;
	}

	/**
	 * All sessions, a line each.
	 * @return the sessions
	 */
	@ReadOperation
	public Map<String, Object> list() {
		return this.sessions.list();
	}

	/**
	 * A session with its spans.
	 * @param key the session's key, which is in its line
	 * @return the session, or {@code null} if there is none
	 */
	@ReadOperation
	public @Nullable Map<String, Object> session(@Selector String key) {
		return this.sessions.find(key, 0);
	}

}
