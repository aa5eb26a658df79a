package io.voicetelemetry.session;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import io.opentelemetry.api.OpenTelemetry;
import io.voicetelemetry.event.VoiceMetricsListener;
import org.jspecify.annotations.Nullable;

/**
 * Opens calls and finds them again. Thread-safe.
 *
 * @since 0.1
 */
public interface VoiceTelemetry {

	/**
	 * The name of the instrumentation scope of every span made here.
	 */
	String INSTRUMENTATION_SCOPE = "io.voicetelemetry";

	/**
	 * The version of the instrumentation scope: that of the jar.
	 * @return the version, or {@code development} where there is no jar
	 */
	static String version() {
		String version = VoiceTelemetry.class.getPackage().getImplementationVersion();
		return (version != null) ? version : "development";
	}

	/**
	 * Telemetry that does nothing.
	 * @return the telemetry
	 */
	static VoiceTelemetry noop() {
		return NoopHandles.TELEMETRY;
	}

	/**
	 * Begins the configuration of telemetry that records.
	 * @param openTelemetry where the spans go
	 * @return the builder
	 */
	static VoiceTelemetryBuilder builder(OpenTelemetry openTelemetry) {
		return new VoiceTelemetryBuilder(openTelemetry);
	}

	/**
	 * Begins a call.
	 * @return what is known about it
	 */
	SessionBuilder session();

	/**
	 * The open session with an id, for callbacks of which only the id is known. An
	 * unknown id is counted.
	 * @param id the session's id
	 * @return the session, or one that does nothing if none is open
	 */
	VoiceSession session(@Nullable String id);

	/**
	 * The open session with an id.
	 * @param id the session's id
	 * @return the session, or nothing if none is open
	 */
	Optional<VoiceSession> findSession(@Nullable String id);

	/**
	 * How many sessions are open.
	 * @return the number
	 */
	int openSessions();

	/**
	 * How long the oldest of the open sessions has been going on.
	 * @return the time, or nothing if none is open
	 */
	Optional<Duration> oldestSession();

	/**
	 * What was refused since the start, and why.
	 * @return the counts, without those that are 0
	 */
	Map<RefusalReason, Long> refusals();

	/**
	 * Has a listener told the figures of all calls from now on.
	 * @param listener the listener
	 */
	void addListener(@Nullable VoiceMetricsListener listener);

	/**
	 * Counts something that an integration could not record, and says the first of its
	 * kind in the log.
	 * @param reason why
	 * @param what what failed, never content; {@code null} only counts
	 * @param error what was thrown, or {@code null}
	 */
	void refused(@Nullable RefusalReason reason, @Nullable String what, @Nullable Throwable error);

	/**
	 * Does what an integration has to tell: what it throws is counted, and reaches
	 * nobody.
	 * @param what what is done, never content
	 * @param telling the code; {@code null} does nothing
	 */
	default void attempt(@Nullable String what, @Nullable Runnable telling) {
		if (telling == null) {
			return;
		}
		try {
			telling.run();
		}
		catch (Throwable ex) {
			refused(RefusalReason.INTERNAL_ERROR, what, ex);
		}
	}

	/**
	 * Begins a stage where this thread is: under the stage of this thread that it may
	 * stand under, under the open turn of its session, or, outside any session, under the
	 * active span. For integrations; applications use the handles.
	 * @param stage the stage, not {@link Stage#AGENT_SESSION}
	 * @param name the span's name; {@code null} is the stage's
	 * @return the stage's handle, of the type that belongs to the stage
	 */
	VoiceSpan start(@Nullable Stage stage, @Nullable String name);

	/**
	 * Begins a stage of a session, wherever this thread is.
	 * @param session the session
	 * @param stage the stage, not {@link Stage#AGENT_SESSION}
	 * @param name the span's name; {@code null} is the stage's
	 * @return the stage's handle, of the type that belongs to the stage
	 */
	VoiceSpan start(@Nullable VoiceSession session, @Nullable Stage stage, @Nullable String name);

}
