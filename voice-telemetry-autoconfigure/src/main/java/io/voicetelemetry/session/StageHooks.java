package io.voicetelemetry.session;

import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.VoiceMetrics;
import org.jspecify.annotations.Nullable;

/**
 * What a stage is told and asked while it lives: nothing comes of it unless its kind of
 * stage has something to do or to say.
 */
abstract class StageHooks extends SpanRecording {

	StageHooks(Recorder recorder, Span span) {
		super(recorder, span);
	}

	/**
	 * Told that this stage has its place in the tree.
	 */
	void begun() {
	}

	/**
	 * Told, under the lock of the tree, that a child has ended.
	 */
	void childEnded(SpanHandle child, Outcome outcome, @Nullable Throwable error) {
	}

	/**
	 * Told, under the lock of the tree and only where content is captured, that this
	 * stage has ended: what was said in it belongs to those above, too. Locks of handles
	 * must not be taken there.
	 */
	void handContentOn(Outcome outcome) {
	}

	/**
	 * How the stage ended after all, when what its children did has its say. Asked under
	 * the lock of the tree.
	 */
	Outcome outcomeOf(Outcome requested) {
		return requested;
	}

	/**
	 * What made the stage fail after all. Asked under the lock of the tree.
	 */
	@Nullable Throwable errorOf(@Nullable Throwable error) {
		return error;
	}

	/**
	 * Whether what made the stage fail comes from a step whose content is not to be
	 * recorded.
	 */
	boolean hasSecretFailure() {
		return false;
	}

	/**
	 * Asked, under the lock of the tree, what the session's summary has to say of this
	 * stage, which has ended.
	 */
	void countIn(SessionCounts counts) {
		counts.ended(stage());
	}

	/**
	 * Whether this stage has figures of its own: of a node around a request, the request
	 * has them.
	 */
	boolean takesFigures() {
		return false;
	}

	/**
	 * Asked, under the lock of the tree, for the figures of this stage, which has ended,
	 * if it {@linkplain #takesFigures takes} any. Locks of handles must not be taken
	 * there.
	 */
	List<VoiceMetrics> figures(MetricsOrigin origin, long endNanos) {
		return List.of();
	}

	/**
	 * Told, outside any lock, that this stage has ended and its span is about to.
	 */
	void beforeSpanEnds() {
	}

}
