package io.voicetelemetry.export;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Batches that wait for being sent. Those that were tried are older than all others,
 * because the oldest is tried first. Not thread-safe.
 */
final class Backlog {

	private final Deque<Batch> tried = new ArrayDeque<>();

	private final Deque<Batch> fresh = new ArrayDeque<>();

	private final long maxCached;

	private long memory;

	/**
	 * A backlog.
	 * @param maxCached how much memory is taken by batches that are on disk, too
	 */
	Backlog(long maxCached) {
		this.maxCached = maxCached;
	}

	void add(Batch batch) {
		this.fresh.addLast(batch);
		added(batch);
	}

	private void added(Batch batch) {
		if (batch.stored != null && this.memory > this.maxCached) {
			batch.request = null;
		}
		this.memory += batch.memory();
	}

	/**
	 * Adds a batch that was tried, or is a part of one.
	 */
	void addAgain(Batch batch) {
		this.tried.addLast(batch);
		added(batch);
	}

	/**
	 * Takes what is to be sent next.
	 * @return a batch, or {@code null} if there is none that may be sent now
	 */
	@Nullable Batch take(long now) {
		Batch batch = takeTried((tried) -> tried.notBefore - now <= 0);
		if (batch == null) {
			batch = this.fresh.pollFirst();
		}
		if (batch == null) {
			batch = takeTried((tried) -> !tried.suspect);
		}
		return removed(batch);
	}

	private @Nullable Batch takeTried(Predicate<Batch> condition) {
		for (Iterator<Batch> batches = this.tried.iterator(); batches.hasNext();) {
			Batch batch = batches.next();
			if (condition.test(batch)) {
				batches.remove();
				return batch;
			}
		}
		return null;
	}

	/**
	 * Takes the oldest.
	 */
	@Nullable Batch takeOldest() {
		Batch batch = this.tried.pollFirst();
		return removed((batch != null) ? batch : this.fresh.pollFirst());
	}

	private @Nullable Batch removed(@Nullable Batch batch) {
		if (batch != null) {
			this.memory -= batch.memory();
		}
		return batch;
	}

	/**
	 * Takes out what has waited for too long.
	 */
	void takeExpired(long now, Consumer<Batch> consumer) {
		for (Batch batch = takeTried((tried) -> isExpired(tried, now)); batch != null; batch = takeTried(
				(tried) -> isExpired(tried, now))) {
			this.memory -= batch.memory();
			consumer.accept(batch);
		}
		for (Batch oldest = this.fresh.peekFirst(); oldest != null
				&& oldest.expiresAt - now <= 0; oldest = this.fresh.peekFirst()) {
			this.fresh.removeFirst();
			this.memory -= oldest.memory();
			consumer.accept(oldest);
		}
	}

	private static boolean isExpired(Batch batch, long now) {
		return batch.expiresAt - now <= 0;
	}

	/**
	 * Lets all be sent at once.
	 */
	void hurry(long now) {
		this.tried.forEach((batch) -> batch.notBefore = now);
	}

	boolean isEmpty() {
		return this.tried.isEmpty() && this.fresh.isEmpty();
	}

	/**
	 * How much memory they take.
	 */
	long memory() {
		return this.memory;
	}

}
