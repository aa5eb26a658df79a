package io.voicetelemetry.session;

import java.time.Instant;

import io.opentelemetry.api.trace.SpanContext;
import io.voicetelemetry.event.VoiceMetricsListener;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a call when it begins. Not thread-safe.
 *
 * @since 0.1
 */
public interface SessionBuilder {

	/**
	 * The id by which the session is found again: the provider's id of the call, say. It
	 * becomes {@code gen_ai.conversation.id} too. Without one, an id is generated.
	 * @param id the id
	 * @return this
	 */
	SessionBuilder id(@Nullable String id);

	/**
	 * The room or line.
	 * @param roomName the name
	 * @return this
	 */
	SessionBuilder roomName(@Nullable String roomName);

	/**
	 * The caller.
	 * @param userId the caller's id, which should be no name or number
	 * @return this
	 */
	SessionBuilder userId(@Nullable String userId);

	/**
	 * The customer on whose behalf the agent speaks.
	 * @param tenantId the customer's id
	 * @return this
	 */
	SessionBuilder tenantId(@Nullable String tenantId);

	/**
	 * The agent that speaks first.
	 * @param agentName the agent's name
	 * @return this
	 */
	SessionBuilder agentName(@Nullable String agentName);

	/**
	 * Something the telephony or room provider says about the call, put on the session's
	 * span.
	 * @param key the attribute's key
	 * @param value the value
	 * @return this
	 */
	SessionBuilder metadata(@Nullable String key, @Nullable String value);

	/**
	 * When the call began, if not now.
	 * @param at when
	 * @return this
	 */
	SessionBuilder startedAt(@Nullable Instant at);

	/**
	 * The span of another process that the call comes from: the session is linked to it,
	 * and is its child where sessions join the active span
	 * ({@code voice.telemetry.session.join-active-span}).
	 * @param remote the span's ids; invalid ones are none
	 * @return this
	 */
	SessionBuilder remoteParent(@Nullable SpanContext remote);

	/**
	 * Whether what is said in the call may be recorded if the configuration allows it: a
	 * caller may not have consented. Once it may not, it never may in this call, also if
	 * the session is open already.
	 * @param content {@code false} to record none in any case
	 * @return this
	 */
	SessionBuilder content(boolean content);

	/**
	 * Has a listener told the figures of this session, from its beginning.
	 * @param listener the listener
	 * @return this
	 */
	SessionBuilder listener(@Nullable VoiceMetricsListener listener);

	/**
	 * Opens the session. If one with that id is open already, that one is returned.
	 * @return the session
	 */
	VoiceSession start();

}
