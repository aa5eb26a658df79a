package io.voicetelemetry.session;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Results that may be there before their stages were told. A future calls those first who
 * came last, and whoever joins it may wake before any is called: a session that is ended
 * there would cut off what is done. So it asks first.
 */
final class UntoldResults {

	/** Of all waiting for others who are just telling, not of what is read in place. */
	private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

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

	/**
	 * Until when one that asks now waits, by {@link System#nanoTime}: one for many
	 * sessions if they end one after the other, so that not each may take as long.
	 */
	static long deadline() {
		return System.nanoTime() + LONGEST_WAIT_NANOS;
	}

	void tellAll(long deadline, Refusals refusals) {
		for (UntoldResult result : List.copyOf(this.results)) {
			try {
				result.tellIfThere(deadline);
			}
			catch (Throwable ex) {
				refusals.count(RefusalReason.USER_CODE_FAILED, "Asking for a result", ex);
			}
		}
	}

}
