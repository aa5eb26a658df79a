package io.voicetelemetry.session;

import java.util.List;

import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.VoiceMetrics;
import org.jspecify.annotations.Nullable;

/**
 * Takes the figures of stages that have ended, and has them told.
 */
final class StageFigures {

	private StageFigures() {
	}

	/**
	 * Takes the figures of a stage, under the lock of its tree. Those of a session's
	 * stage are its session's to tell.
	 * @return what is to be told of it outside any session
	 */
	static List<VoiceMetrics> take(SpanHandle handle, Outcome outcome, @Nullable Throwable error, long endNanos) {
		if (!handle.isMeasured()) {
			return List.of();
		}
		List<VoiceMetrics> figures = of(handle, outcome, error, endNanos);
		SessionHandle session = handle.session;
		if (session == null) {
			return figures;
		}
		try {
			for (int i = 0; i < figures.size(); i++) {
				session.figures().add(figures.get(i));
			}
			handle.countIn(session.counts());
			if (session == handle) {
				session.reports().announceEnd(outcome, error);
			}
		}
		catch (Throwable ex) {
			handle.recorder.refusals().count(RefusalReason.INTERNAL_ERROR, "Adding figures", ex);
		}
		return List.of();
	}

	private static List<VoiceMetrics> of(SpanHandle handle, Outcome outcome, @Nullable Throwable error, long endNanos) {
		try {
			String errorType = (outcome == Outcome.ERROR) ? SpanEnd.typeOf(error) : null;
			MetricsOrigin origin = handle.origin(outcome, errorType, endNanos);
			return handle.figures(origin, endNanos);
		}
		catch (Throwable ex) {
			handle.recorder.refusals().count(RefusalReason.INTERNAL_ERROR, "Taking figures", ex);
			return List.of();
		}
	}

	/**
	 * Tells what was taken, outside the lock of the tree.
	 */
	static void tell(SpanHandle handle, List<VoiceMetrics> outsideSession) {
		for (int i = 0; i < outsideSession.size(); i++) {
			handle.recorder.publisher().publish(outsideSession.get(i));
		}
		if (handle.session != null) {
			handle.session.reports().tellAnnounced();
		}
	}

}
