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
	 * @param failing whether the backend has taken nothing lately: then another batch is
	 * tried each time, since one of them may be to blame
	 * @return a batch, or {@code null} if there is none that may be sent now
	 */
	@Nullable Batch take(long now, boolean failing) {
		if (failing) {
			Batch untried = this.fresh.pollFirst();
			return removed((untried != null) ? untried : this.tried.pollFirst());
		}
		Batch due = takeTried((tried) -> tried.notBefore - now <= 0);
		return removed((due != null) ? due : this.fresh.pollFirst());
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
	 * Takes the oldest, or one that is older than all that was not tried.
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
	 * Lets what nobody is to blame for be sent at once, since the backend takes spans
	 * again.
	 */
	void forgive(long now) {
		for (Batch batch : this.tried) {
			if (batch.blamed == 0) {
				batch.notBefore = now;
			}
		}
	}

	/**
	 * When the next one may be sent that was tried.
	 */
	long nextTried(long otherwise) {
		long next = otherwise;
		for (Batch batch : this.tried) {
			if (batch.notBefore - next < 0) {
				next = batch.notBefore;
			}
		}
		return next;
	}

	/**
	 * Gives back the memory of what is on disk, too.
	 */
	void releaseStored() {
		this.memory -= released(this.tried) + released(this.fresh);
	}

	private static long released(Deque<Batch> batches) {
		long released = 0;
		for (Batch batch : batches) {
			if (batch.stored != null) {
				long before = batch.memory();
				batch.request = null;
				released += before - batch.memory();
			}
		}
		return released;
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
