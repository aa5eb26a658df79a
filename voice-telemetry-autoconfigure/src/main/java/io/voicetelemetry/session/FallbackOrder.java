package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.List;

import io.voicetelemetry.event.Outcome;

/**
 * Which requests of a node were asked of another model because those before them had
 * failed. Guarded by the lock of the tree.
 */
final class FallbackOrder {

	/** Each of what failed since the last answer, once. */
	private final List<Attempt.Asked> failed = new ArrayList<>(0);

	private long failedNanos;

	/**
	 * Told that a stage in the node has ended, whose span has not.
	 */
	void ended(SpanHandle stage, Outcome outcome) {
		if (!(stage instanceof RetriedRequestHandle request) || !request.takesFigures()) {
			return;
		}
		Attempt.Asked asked = Attempt.Asked.of(request.provider(), request.requestModel());
		int known = this.failed.indexOf(asked);
		int index = (known < 0) ? this.failed.size() : known;
		if (index > 0 && request.startNanos >= this.failedNanos) {
			request.fallback(index);
		}
		if (outcome == Outcome.ERROR) {
			if (known < 0) {
				this.failed.add(asked);
			}
			this.failedNanos = Math.max(this.failedNanos, request.lifecycle().endNanos());
		}
		else if (outcome == Outcome.SUCCESS) {
			this.failed.clear();
		}
	}

}
