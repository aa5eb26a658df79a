package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Which ids of a call go out with the requests that are made in it, as baggage, and are
 * believed when they come in with one. None unless it is said: baggage goes to whoever is
 * called, providers of models included.
 */
final class PropagatedIds {

	static final PropagatedIds NONE = new PropagatedIds(List.of());

	/** What may go out. */
	private static final List<TelemetryAttribute<String>> ALL = List.of(TelemetryAttributes.SESSION_ID,
			TelemetryAttributes.CONVERSATION_ID, TelemetryAttributes.SPEECH_ID, TelemetryAttributes.TENANT_ID,
			TelemetryAttributes.USER_ID, TelemetryAttributes.ROOM_NAME);

	/** An id that is cut off would be another one. */
	static final int MAX_LENGTH = 256;

	private final List<TelemetryAttribute<String>> allowed;

	private PropagatedIds(List<TelemetryAttribute<String>> allowed) {
		this.allowed = allowed;
	}

	/**
	 * The names of all that may go out.
	 */
	static List<String> names() {
		return ALL.stream().map((id) -> id.key().getKey()).toList();
	}

	/**
	 * Those with some names.
	 * @throws IllegalArgumentException if one is none that may go out
	 */
	static PropagatedIds of(Collection<String> names) {
		List<TelemetryAttribute<String>> allowed = new ArrayList<>();
		for (TelemetryAttribute<String> id : ALL) {
			if (names.contains(id.key().getKey())) {
				allowed.add(id);
			}
		}
		List<String> unknown = names.stream().filter((name) -> !names().contains(name)).toList();
		if (!unknown.isEmpty()) {
			throw new IllegalArgumentException("only " + names() + " can be propagated, not " + unknown);
		}
		return allowed.isEmpty() ? NONE : new PropagatedIds(List.copyOf(allowed));
	}

	/**
	 * What goes out from a session or a turn of it.
	 * @param baggage what goes out anyway; what it says of these ids is of somebody
	 * else's call
	 * @param session the session
	 * @param speechId the turn, or {@code null} outside any
	 */
	Baggage addTo(Baggage baggage, SessionIdentity session, @Nullable String speechId, Refusals refusals) {
		if (this.allowed.isEmpty()) {
			return BaggageLimit.of(baggage, refusals);
		}
		BaggageBuilder own = Baggage.builder();
		BaggageBuilder others = baggage.toBuilder();
		for (TelemetryAttribute<String> id : this.allowed) {
			String value = valueOf(id, session, speechId);
			if (value != null && value.length() > MAX_LENGTH) {
				refusals.count(RefusalReason.BAGGAGE_LIMIT);
			}
			else if (value != null) {
				own.put(id.key().getKey(), value);
			}
			others.remove(id.key().getKey());
		}
		return BaggageLimit.of(own.build(), others.build(), refusals);
	}

	private static @Nullable String valueOf(TelemetryAttribute<String> id, SessionIdentity session,
			@Nullable String speechId) {
		if (id == TelemetryAttributes.SESSION_ID) {
			return session.id();
		}
		if (id == TelemetryAttributes.CONVERSATION_ID) {
			return session.given() ? session.id() : null;
		}
		if (id == TelemetryAttributes.SPEECH_ID) {
			return speechId;
		}
		if (id == TelemetryAttributes.TENANT_ID) {
			return session.tenantId();
		}
		return (id == TelemetryAttributes.USER_ID) ? session.userId() : session.roomName();
	}

	/**
	 * Puts on a span that is outside any session what came in with the request that it
	 * works for.
	 */
	void readInto(SpanHandle handle) {
		for (TelemetryAttribute<String> id : this.allowed) {
			String value = handle.baggage().getEntryValue(id.key().getKey());
			if (value != null && !value.isBlank() && value.length() <= MAX_LENGTH) {
				handle.put(id, value);
			}
		}
	}

}
