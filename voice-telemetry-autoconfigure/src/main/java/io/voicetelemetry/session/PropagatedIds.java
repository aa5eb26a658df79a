package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * Which ids of a call go out with the requests that are made in it, as baggage, and are
 * believed when they come in with one. None unless it is said: baggage goes to whoever is
 * called, providers of models included.
 */
final class PropagatedIds {

	static final PropagatedIds NONE = new PropagatedIds(List.of(), false);

	/** The stage itself: with it, what is called can be hung under it. */
	static final String SPAN_ID = "voice.span_id";

	/** What may go out. */
	private static final List<TelemetryAttribute<String>> ALL = List.of(TelemetryAttributes.SESSION_ID,
			TelemetryAttributes.CONVERSATION_ID, TelemetryAttributes.SPEECH_ID, TelemetryAttributes.TENANT_ID,
			TelemetryAttributes.USER_ID, TelemetryAttributes.ROOM_NAME);

	/** An id that is cut off would be another one. */
	static final int MAX_LENGTH = 256;

	private final List<TelemetryAttribute<String>> allowed;

	private final boolean spanId;

	private PropagatedIds(List<TelemetryAttribute<String>> allowed, boolean spanId) {
		this.allowed = allowed;
		this.spanId = spanId;
	}

	/**
	 * The names of all that may go out.
	 */
	static List<String> names() {
		return Stream.concat(ALL.stream().map((id) -> id.key().getKey()), Stream.of(SPAN_ID)).toList();
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
		boolean spanId = names.contains(SPAN_ID);
		return (allowed.isEmpty() && !spanId) ? NONE : new PropagatedIds(List.copyOf(allowed), spanId);
	}

	/**
	 * What goes out from a session or a turn of it.
	 * @param baggage what goes out anyway; what it says of these ids is of somebody
	 * else's call
	 * @param session the session, or {@code null} outside any
	 * @param speechId the turn, or {@code null} outside any
	 * @param span the stage's span
	 */
	Baggage addTo(Baggage baggage, @Nullable SessionIdentity session, @Nullable String speechId, SpanContext span,
			Refusals refusals) {
		if (this == NONE) {
			return BaggageLimit.of(baggage, refusals);
		}
		BaggageBuilder own = Baggage.builder();
		BaggageBuilder others = baggage.toBuilder();
		if (this.spanId) {
			putOrRemove(SPAN_ID, span.isSampled() ? span.getSpanId() : null, own, others);
		}
		for (TelemetryAttribute<String> id : (session != null) ? this.allowed : NONE.allowed) {
			String value = valueOf(id, session, speechId);
			if (value != null && value.length() > MAX_LENGTH) {
				refusals.count(RefusalReason.BAGGAGE_LIMIT);
				value = null;
			}
			putOrRemove(id.key().getKey(), value, own, others);
		}
		return BaggageLimit.of(own.build(), others.build(), refusals);
	}

	private static void putOrRemove(String name, @Nullable String value, BaggageBuilder own, BaggageBuilder others) {
		if (value != null) {
			own.put(name, value);
		}
		others.remove(name);
	}

	/**
	 * Whether no two stages send the same.
	 */
	boolean differByStage() {
		return this.spanId;
	}

	private static @Nullable String valueOf(TelemetryAttribute<String> id, @Nullable SessionIdentity session,
			@Nullable String speechId) {
		if (session == null) {
			return null;
		}
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
