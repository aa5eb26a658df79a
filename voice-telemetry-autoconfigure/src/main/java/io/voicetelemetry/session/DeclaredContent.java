package io.voicetelemetry.session;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The keys of which an application has said that their values are content, though the
 * keys do not. Bounded: of keys beyond the first thousand a few bits are kept alone, by
 * which some others are taken for content, too. Thread-safe, without locks.
 */
final class DeclaredContent {

	/** Of the whole application, since a key means the same everywhere. */
	private static final DeclaredContent KEYS = new DeclaredContent(1000);

	/** A power of two. */
	private static final int MARKS = 1 << 16;

	private final int max;

	private final Set<String> keys = ConcurrentHashMap.newKeySet();

	private final AtomicIntegerArray marks = new AtomicIntegerArray(MARKS / Integer.SIZE);

	private volatile boolean full;

	DeclaredContent(int max) {
		this.max = max;
	}

	static DeclaredContent keys() {
		return KEYS;
	}

	void add(String key) {
		if (this.keys.contains(key)) {
			return;
		}
		if (this.keys.size() < this.max && key.length() <= ApplicationAttributes.MAX_KEY_LENGTH) {
			this.keys.add(key);
			return;
		}
		int mark = mark(key);
		this.marks.accumulateAndGet(mark / Integer.SIZE, 1 << mark, (old, one) -> old | one);
		this.full = true;
	}

	boolean contains(String key) {
		if (this.keys.contains(key)) {
			return true;
		}
		int mark = mark(key);
		return this.full && TelemetryAttributes.find(key) == null
				&& (this.marks.get(mark / Integer.SIZE) & (1 << mark)) != 0;
	}

	private static int mark(String key) {
		int hash = key.hashCode();
		return (hash ^ (hash >>> 16)) & (MARKS - 1);
	}

}
