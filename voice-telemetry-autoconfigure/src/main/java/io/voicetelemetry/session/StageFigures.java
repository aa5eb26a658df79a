package io.voicetelemetry.session;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.VoiceMetrics;
import org.jspecify.annotations.Nullable;

/**
 * Takes the figures of stages that have ended, and has them told; also those that a stage
 * reports before it ends.
 */
final class StageFigures {

	private StageFigures() {
	}

	/**
	 * Takes the figures of a stage, under the lock of its tree. Those of a session's
	 * stage are its session's to tell.
	 * @return what is to be told of it
	 */
	static List<VoiceMetrics> take(SpanHandle handle, Outcome outcome, @Nullable Throwable error, long endNanos) {
		if (!handle.isMeasured()) {
			return List.of();
		}
		List<VoiceMetrics> figures = handle.takesFigures() ? of(handle, outcome, error, endNanos) : List.of();
		SessionHandle session = handle.session;
		if (session != null) {
			addTo(session, handle, figures, outcome, error);
		}
		return figures;
	}

	private static void addTo(SessionHandle session, SpanHandle handle, List<VoiceMetrics> figures, Outcome outcome,
			@Nullable Throwable error) {
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
	 * Tells what was taken, outside the lock of the tree. A stage of which nothing was
	 * taken leaves it to others to tell what is theirs.
	 */
	static void tell(SpanHandle handle, List<VoiceMetrics> figures) {
		SessionHandle session = handle.session;
		if (session == null) {
			for (int i = 0; i < figures.size(); i++) {
				handle.recorder.publisher().publish(figures.get(i));
			}
		}
		else if (!figures.isEmpty() || session == handle) {
			session.reports().tellAnnounced();
		}
	}

	/**
	 * Tells figures of a stage before it has ended.
	 * @param ifItThrows what it is counted as if there are none
	 */
	static void report(SpanHandle handle, Function<MetricsOrigin, VoiceMetrics> figures, RefusalReason ifItThrows) {
		try {
			MetricsOrigin origin = handle.origin(Outcome.SUCCESS, null, handle.nowNanos());
			VoiceMetrics metrics = Objects.requireNonNull(figures.apply(origin), "figures");
			SessionHandle session = handle.session;
			if (session == null) {
				handle.recorder.publisher().publish(metrics);
			}
			else {
				session.reports().tell(metrics);
			}
		}
		catch (Throwable ex) {
			handle.recorder.refusals().count(ifItThrows, "Figures of " + handle.stage().value(), ex);
		}
	}

}
