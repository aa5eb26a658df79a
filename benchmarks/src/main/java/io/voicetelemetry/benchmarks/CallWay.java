package io.voicetelemetry.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * Ways to write a call, and what goes with calls.
 */
enum CallWay {

	/** Outside any session, by hand, without figures. */
	HAND_WRITTEN(Kind.CALL, null),

	/** Outside any session, annotated. */
	ANNOTATED(Kind.CALL, HAND_WRITTEN),

	/** In a session and a reply, by hand, without figures. */
	HAND_WRITTEN_IN_SESSION(Kind.SESSION_CALL, null),

	/** In a session and a reply, annotated. */
	ANNOTATED_IN_SESSION(Kind.SESSION_CALL, HAND_WRITTEN_IN_SESSION),

	/** Outside any session with everything on, by hand. */
	HAND_WRITTEN_FULL(Kind.FULL_CALL, null),

	/** Outside any session with everything on, annotated. */
	ANNOTATED_FULL(Kind.FULL_CALL, HAND_WRITTEN_FULL),

	/** In a session with everything on, by hand. */
	HAND_WRITTEN_FULL_IN_SESSION(Kind.FULL_CALL, null),

	/** In a session with everything on, annotated. */
	ANNOTATED_FULL_IN_SESSION(Kind.FULL_CALL, HAND_WRITTEN_FULL_IN_SESSION),

	/** In a session with everything on and what was said, by hand. */
	HAND_WRITTEN_WITH_CONTENT(Kind.CONTENT_CALL, null),

	/** In a session with everything on and what was said, annotated. */
	ANNOTATED_WITH_CONTENT(Kind.CONTENT_CALL, HAND_WRITTEN_WITH_CONTENT),

	/** Outside any session, 8 attributes and two of OpenTelemetry's counters, by hand. */
	HAND_WRITTEN_WITH_OTEL_COUNTERS(Kind.PEER_CALL, null),

	/** Outside any session, 8 attributes and two of Micrometer's counters, by hand. */
	HAND_WRITTEN_WITH_COUNTERS(Kind.PEER_CALL, HAND_WRITTEN_WITH_OTEL_COUNTERS),

	/** Outside any session with the attributes and meters of the library, by hand. */
	HAND_WRITTEN_WITH_METERS(Kind.PEER_CALL, HAND_WRITTEN_WITH_OTEL_COUNTERS),

	/** Outside any session with all meters, annotated. */
	ANNOTATED_WITH_METERS(Kind.PEER_CALL, HAND_WRITTEN_WITH_OTEL_COUNTERS),

	/** {@code @WithSpan}. */
	WITH_SPAN(Kind.PEER_CALL, HAND_WRITTEN_WITH_OTEL_COUNTERS),

	/** {@code @Observed}, arguments set in the body. */
	OBSERVED(Kind.PEER_CALL, HAND_WRITTEN_WITH_OTEL_COUNTERS),

	/** {@code @Observed}, arguments annotated. */
	OBSERVED_WITH_PARAMETERS(Kind.PEER_CALL, HAND_WRITTEN_WITH_OTEL_COUNTERS),

	/** {@code @NewSpan}, arguments annotated. */
	NEW_SPAN(Kind.PEER_CALL, HAND_WRITTEN_WITH_OTEL_COUNTERS),

	/** A span for a session. */
	BARE_SESSION(Kind.HANDLE, null),

	/** A session that starts and ends. */
	SESSION(Kind.HANDLE, BARE_SESSION),

	/** A span for a turn. */
	BARE_TURN(Kind.HANDLE, null),

	/** A turn that starts and ends. */
	TURN(Kind.HANDLE, BARE_TURN),

	/** A span for a request to a model. */
	BARE_CALL(Kind.HANDLE, null),

	/** A request to a model that starts and ends. */
	CALL(Kind.HANDLE, BARE_CALL);

	private final Kind kind;

	private final @Nullable CallWay reference;

	CallWay(Kind kind, @Nullable CallWay reference) {
		this.kind = kind;
		this.reference = reference;
	}

	Kind kind() {
		return this.kind;
	}

	/**
	 * What this one is compared with, or {@code null} for nothing.
	 */
	@Nullable CallWay reference() {
		return this.reference;
	}

	/**
	 * The benchmark that has them.
	 */
	enum Kind {

		/** {@link CallBenchmark}. */
		CALL,

		/** {@link SessionCallBenchmark}. */
		SESSION_CALL,

		/** {@link FullCallBenchmark}. */
		FULL_CALL,

		/** {@link ContentCallBenchmark}. */
		CONTENT_CALL,

		/** {@link PeerCallBenchmark}. */
		PEER_CALL,

		/** {@link HandleBenchmark}. */
		HANDLE

	}

}
