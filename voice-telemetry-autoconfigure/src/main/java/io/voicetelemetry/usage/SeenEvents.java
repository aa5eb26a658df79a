package io.voicetelemetry.usage;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.voicetelemetry.event.VoiceMetrics;
import org.jspecify.annotations.Nullable;

/**
 * Remembers events for as long as somebody else holds them: after that nobody can bring
 * them again. Goes by the object, since two requests may have equal figures.
 */
final class SeenEvents {

	/**
	 * More than one, so that fewer are left with each event; and few, so that no call has
	 * to wait while what a garbage collection found is cleared up.
	 */
	private static final int FORGOTTEN_AT_A_TIME = 8;

	private final Set<EventReference> seen = ConcurrentHashMap.newKeySet();

	private final ReferenceQueue<VoiceMetrics> unreachable = new ReferenceQueue<>();

	/**
	 * Remembers an event. Of threads that bring the same one, one is first.
	 * @return {@code true} if it was not seen before
	 */
	boolean add(VoiceMetrics event) {
		forget(FORGOTTEN_AT_A_TIME);
		return this.seen.add(new EventReference(event, this.unreachable));
	}

	/**
	 * Forgets all events that nobody holds any more.
	 */
	void forgetUnreachable() {
		forget(Integer.MAX_VALUE);
	}

	private void forget(int limit) {
		for (int i = 0; i < limit; i++) {
			Reference<? extends VoiceMetrics> reference = this.unreachable.poll();
			if (reference == null) {
				return;
			}
			this.seen.remove(reference);
		}
	}

	/**
	 * How many events are remembered, those included that are still to be forgotten.
	 */
	int size() {
		return this.seen.size();
	}

	/**
	 * Equal to another of the same object; one whose object is gone, only to itself.
	 */
	private static final class EventReference extends WeakReference<VoiceMetrics> {

		private final int hash;

		EventReference(VoiceMetrics event, ReferenceQueue<VoiceMetrics> queue) {
			super(event, queue);
			this.hash = System.identityHashCode(event);
		}

		@Override
		public boolean equals(@Nullable Object other) {
			if (this == other) {
				return true;
			}
			VoiceMetrics event = get();
			return event != null && other instanceof EventReference that && event == that.get();
		}

		@Override
		public int hashCode() {
			return this.hash;
		}

	}

}
