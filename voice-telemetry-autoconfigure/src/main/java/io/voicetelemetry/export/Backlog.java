package io.voicetelemetry.export;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Batches that wait for being sent. Those that were tried are older than all others,
 * because the oldest is tried first. Not thread-safe.
 */
final class Backlog {

	private final Deque<Batch> tried = new ArrayDeque<>();

	private final Deque<Batch> fresh = new ArrayDeque<>();

	private long memory;

	void add(Batch batch) {
		this.fresh.addLast(batch);
		this.memory += batch.memory();
	}

	/**
	 * Adds a batch that was tried, or is a part of one.
	 */
	void addAgain(Batch batch) {
		this.tried.addLast(batch);
		this.memory += batch.memory();
	}

	/**
	 * Takes what is to be sent next.
	 * @return a batch, or {@code null} if there is none that may be sent now
	 */
	@Nullable Batch take(long now) {
		for (int i = this.tried.size(); i > 0; i--) {
			Batch batch = this.tried.removeFirst();
			if (batch.notBefore - now <= 0) {
				this.memory -= batch.memory();
				return batch;
			}
			this.tried.addLast(batch);
		}
		return removed(this.fresh.pollFirst());
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
		for (int i = this.tried.size(); i > 0; i--) {
			Batch batch = this.tried.removeFirst();
			if (batch.expiresAt - now <= 0) {
				this.memory -= batch.memory();
				consumer.accept(batch);
			}
			else {
				this.tried.addLast(batch);
			}
		}
		for (Batch oldest = this.fresh.peekFirst(); oldest != null
				&& oldest.expiresAt - now <= 0; oldest = this.fresh.peekFirst()) {
			this.fresh.removeFirst();
			this.memory -= oldest.memory();
			consumer.accept(oldest);
		}
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
