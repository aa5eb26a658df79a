package io.voicetelemetry.session;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Results that may be there before their stages were told. A future calls those first who
 * came last, and after whoever waits for it: who ends a session then would cut off what
 * is done. So a session that ends asks first.
 */
final class UntoldResults {

	/** Somebody may be telling at this moment, for which the session waits so long. */
	private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

	private final Set<LongConsumer> results = ConcurrentHashMap.newKeySet();

	/**
	 * Adds a result.
	 * @param ask has it told if it is there, until a moment of {@link System#nanoTime}
	 * @return to be run once it was told
	 */
	Runnable add(LongConsumer ask) {
		this.results.add(ask);
		return () -> this.results.remove(ask);
	}

	void tell(Refusals refusals) {
		long deadline = System.nanoTime() + LONGEST_WAIT_NANOS;
		for (LongConsumer ask : this.results) {
			try {
				ask.accept(deadline);
			}
			catch (Throwable ex) {
				refusals.count(RefusalReason.INTERNAL_ERROR, "Asking for a result", ex);
			}
		}
	}

}
