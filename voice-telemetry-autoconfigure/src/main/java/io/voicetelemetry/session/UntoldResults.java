package io.voicetelemetry.session;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Results that may be there before their stages were told. A future calls those first who
 * came last, and whoever joins it may wake before any is called: a session that is ended
 * there would cut off what is done. So it asks first.
 */
final class UntoldResults {

	/** The futures keep what is theirs: what nobody can complete is not kept here. */
	private final Set<UntoldResult> results = Collections
		.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	void add(UntoldResult result) {
		this.results.add(result);
	}

	void remove(UntoldResult result) {
		this.results.remove(result);
	}

	int size() {
		return this.results.size();
	}

	void tellAll(WaitingTime waiting, Refusals refusals) {
		long deadline = waiting.deadline();
		for (UntoldResult result : List.copyOf(this.results)) {
			try {
				result.tellIfThere(deadline);
			}
			catch (Throwable ex) {
				refusals.count(RefusalReason.USER_CODE_FAILED, "Asking for a result", ex);
			}
		}
		waiting.over(deadline);
	}

}
