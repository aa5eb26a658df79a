package io.voicetelemetry.metrics;

import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.MeterRegistry;
import io.voicetelemetry.event.DiscardedMetrics;
import io.voicetelemetry.event.EouMetrics;
import io.voicetelemetry.event.InterruptionMetrics;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.RealtimeMetrics;
import io.voicetelemetry.event.SessionStart;
import io.voicetelemetry.event.SessionSummary;
import io.voicetelemetry.event.SttMetrics;
import io.voicetelemetry.event.ToolMetrics;
import io.voicetelemetry.event.TtsMetrics;
import io.voicetelemetry.event.TurnLatency;
import io.voicetelemetry.event.TurnMetrics;
import io.voicetelemetry.event.VoiceMetrics;
import io.voicetelemetry.event.VoiceMetricsListener;

/**
 * Records the figures of calls as meters of a registry.
 * <p>
 * It is fast enough to be told on the call's own thread. Nothing of it throws or waits
 * for anything but the registry: what that throws is logged once for each meter and
 * counted. Thread-safe.
 *
 * @since 0.1
 */
public final class VoiceMetricsRecorder {

	private final MeterFactory factory;

	private final MeterRows rows;

	private final ModelMeters models;

	private final SpeechMeters speech;

	private final TurnMeters turns;

	private final AtomicInteger activeSessions = new AtomicInteger();

	private final VoiceMetricsListener listener = new Listener();

	/**
	 * A recorder for a registry.
	 * @param registry where the meters are
	 * @param maxTagValues most values of each tag; further ones become "other"
	 * @param maxCombinations most combinations of values that are kept for meters with
	 * the same tags; in further ones, tags with values from outside become "other"
	 * @throws IllegalArgumentException if a bound is less than 1
	 */
	public VoiceMetricsRecorder(MeterRegistry registry, int maxTagValues, int maxCombinations) {
		TagBounds.check(maxTagValues, maxCombinations);
		this.factory = new MeterFactory(registry);
		this.rows = new MeterRows(this.factory, maxTagValues, maxCombinations);
		RecentOrigins origins = new RecentOrigins(this.rows);
		this.models = new ModelMeters(origins);
		this.speech = new SpeechMeters(origins);
		this.turns = new TurnMeters(origins);
		this.factory.gauge(VoiceMeter.SESSIONS_ACTIVE.spec(), this.activeSessions);
	}

	/**
	 * What is to be told the figures: not a bean, since those are told on another thread.
	 * @return the listener, always the same
	 */
	public VoiceMetricsListener listener() {
		return this.listener;
	}

	/**
	 * How often a meter could not be registered or recorded.
	 * @return the number so far
	 */
	public long failures() {
		return this.factory.failures();
	}

	private void record(VoiceMetrics metrics) {
		if (metrics instanceof LlmMetrics llm) {
			this.models.record(llm);
		}
		else if (metrics instanceof TtsMetrics tts) {
			this.speech.record(tts);
		}
		else if (metrics instanceof SttMetrics stt) {
			this.speech.record(stt);
		}
		else if (metrics instanceof EouMetrics eou) {
			this.turns.record(eou);
		}
		else if (metrics instanceof TurnMetrics turn) {
			this.turns.record(turn);
		}
		else if (metrics instanceof TurnLatency latency) {
			this.turns.record(latency);
		}
		else if (metrics instanceof ToolMetrics tool) {
			this.turns.record(tool);
		}
		else if (metrics instanceof RealtimeMetrics realtime) {
			this.models.record(realtime);
			this.speech.recordConnection(realtime);
		}
		else if (metrics instanceof InterruptionMetrics interruption) {
			this.turns.record(interruption);
		}
		else if (metrics instanceof DiscardedMetrics discarded) {
			this.models.record(discarded);
		}
	}

	private void countError(VoiceMetrics metrics) {
		if (metrics.outcome() == Outcome.ERROR && !isToldOtherwise(metrics)) {
			MetricsOrigin origin = metrics.origin();
			this.rows.get(TagSet.ERROR, origin.tenantId(), StageNames.of(metrics), ErrorTypes.of(origin))
				.increment(VoiceMeter.ERRORS);
		}
	}

	/**
	 * Whether the outcome is that of a turn, a reply or a request, whose own figures tell
	 * the failure.
	 */
	private static boolean isToldOtherwise(VoiceMetrics metrics) {
		return metrics instanceof TurnLatency || metrics instanceof EouMetrics || metrics instanceof InterruptionMetrics
				|| metrics instanceof DiscardedMetrics;
	}

	private void record(SessionStart session) {
		this.rows
			.get(TagSet.SESSION_START, session.tenantId(),
					Boolean.toString(session.roomName() != null && !session.roomName().isBlank()))
			.increment(VoiceMeter.SESSIONS_STARTED);
	}

	private void record(SessionSummary session) {
		String tenantId = session.tenantId();
		this.rows.get(TagSet.SESSION_END, tenantId, session.disconnectReason(), session.outcome().value())
			.record(VoiceMeter.SESSION_DURATION, session.duration().toNanos() / 1e6);
		if (session.outcome() == Outcome.ERROR) {
			this.rows.get(TagSet.ERROR, tenantId, StageNames.SESSION, ErrorTypes.of(session.outcome(), session.error()))
				.increment(VoiceMeter.ERRORS);
		}
	}

	/**
	 * A type of its own, so that a recorder that is a bean is no listener that is one.
	 */
	private final class Listener implements VoiceMetricsListener {

		@Override
		public void onMetrics(VoiceMetrics metrics) {
			try {
				VoiceMetricsRecorder.this.record(metrics);
				countError(metrics);
			}
			catch (Throwable ex) {
				VoiceMetricsRecorder.this.factory.failed("all of an event", ex);
			}
		}

		@Override
		public void onSessionStart(SessionStart session) {
			VoiceMetricsRecorder.this.activeSessions.incrementAndGet();
			try {
				VoiceMetricsRecorder.this.record(session);
			}
			catch (Throwable ex) {
				VoiceMetricsRecorder.this.factory.failed("all of a session's start", ex);
			}
		}

		@Override
		public void onSessionEnd(SessionSummary session) {
			VoiceMetricsRecorder.this.activeSessions.decrementAndGet();
			try {
				VoiceMetricsRecorder.this.record(session);
			}
			catch (Throwable ex) {
				VoiceMetricsRecorder.this.factory.failed("all of a session's end", ex);
			}
		}

	}

}
