package io.voicetelemetry.benchmarks.process;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.management.ListenerNotFoundException;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

import com.sun.management.GarbageCollectionNotificationInfo;

/**
 * Pauses of the garbage collector, from when this is made until it is closed.
 */
public final class CollectorPauses implements AutoCloseable {

	private final List<Long> millis = new CopyOnWriteArrayList<>();

	private final NotificationListener listener = (notification, handback) -> this.millis
		.add(GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
			.getGcInfo()
			.getDuration());

	/**
	 * Begins to listen.
	 */
	public CollectorPauses() {
		for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
			((NotificationEmitter) collector).addNotificationListener(this.listener, null, null);
		}
	}

	/**
	 * How many there were.
	 * @return the number so far
	 */
	public int count() {
		return this.millis.size();
	}

	/**
	 * How long pauses were.
	 * @param part 0.99 for the time that one in a hundred exceeds, 1 for the longest
	 * @return milliseconds, 0 if there was none
	 */
	public long millis(double part) {
		List<Long> sorted = this.millis.stream().sorted().toList();
		return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(sorted.size() * part) - 1);
	}

	@Override
	public void close() {
		try {
			for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
				((NotificationEmitter) collector).removeNotificationListener(this.listener);
			}
		}
		catch (ListenerNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
