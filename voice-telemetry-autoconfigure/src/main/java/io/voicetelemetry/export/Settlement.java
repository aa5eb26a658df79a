package io.voicetelemetry.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;

import io.voicetelemetry.otlp.OtlpAnswer;
import io.voicetelemetry.otlp.OtlpRequest;

/**
 * What is settled for a batch: it is taken off the store, put down in the account, and
 * told to who waits for a flush. Used by the thread of the pipeline alone.
 */
final class Settlement {

	private final BatchStore store;

	private final DeliveryAccount account;

	private final DeliveryLog log;

	private final LongSupplier nanoTime;

	private final List<Flush> flushes = new ArrayList<>();

	private long waiting;

	Settlement(BatchStore store, DeliveryAccount account, DeliveryLog log, LongSupplier nanoTime) {
		this.store = store;
		this.account = account;
		this.log = log;
		this.nanoTime = nanoTime;
	}

	byte[] read(Batch batch) throws IOException {
		return this.store.read(batch);
	}

	/**
	 * Spans that the backend has.
	 */
	long delivered() {
		return this.account.delivered();
	}

	/**
	 * A batch waits from now on.
	 */
	void added(Batch batch) {
		this.waiting += batch.spans;
	}

	/**
	 * Spans of batches that are not settled yet.
	 */
	long waiting() {
		return this.waiting;
	}

	/**
	 * A request was not taken.
	 * @param refused whether somebody has to mend something
	 */
	void failed(String problem, boolean refused) {
		this.account.problem(problem);
		this.log.failed(this.nanoTime.getAsLong(), problem, refused, this.waiting);
	}

	void delivered(Batch batch, OtlpAnswer.Accepted accepted) {
		this.account.problem(null);
		this.log.delivered(this.nanoTime.getAsLong());
		long rejected = Math.min(accepted.rejectedSpans(), batch.spans);
		if (rejected > 0) {
			this.log.rejected(rejected, accepted.message());
			this.account.dropped(DropReason.REJECTED, rejected);
		}
		this.account.delivered(batch.spans - rejected);
		settled(batch, batch.spans - rejected, rejected);
	}

	void dropped(Batch batch, DropReason reason) {
		this.account.dropped(reason, batch.spans);
		this.log.dropped(this.nanoTime.getAsLong(), reason, batch.spans);
		settled(batch, 0, batch.spans);
	}

	/**
	 * A batch could not be made to wait.
	 */
	void failedToAdd(Batch batch) {
		this.account.dropped(DropReason.FAILED, batch.spans);
		this.log.dropped(this.nanoTime.getAsLong(), DropReason.FAILED, batch.spans);
	}

	/**
	 * The application stops, and the batch is nowhere else.
	 */
	void lost(Batch batch) {
		this.account.dropped(DropReason.SHUTDOWN, batch.spans);
		settled(batch, 0, batch.spans);
	}

	private void settled(Batch batch, long delivered, long dropped) {
		this.waiting -= batch.spans;
		this.store.remove(batch);
		for (Flush flush : this.flushes) {
			flush.settled(batch, delivered, dropped);
		}
	}

	/**
	 * Puts other requests in the place of a batch. They are stored before it is removed,
	 * if there is room.
	 */
	void replaced(Batch batch, Backlog backlog, List<byte[]> requests) {
		for (byte[] request : requests) {
			Batch part = batch.part((requests.size() == 1) ? batch.spans : OtlpRequest.spans(request), request);
			if (!this.store.keep(part)) {
				// There is no room for both.
				this.store.remove(batch);
				this.store.keep(part);
			}
			backlog.addAgain(part);
		}
		this.store.remove(batch);
	}

	void add(Flush flush) {
		this.flushes.add(flush);
	}

	/**
	 * Answers the flushes that are done or have waited long enough.
	 * @return when the next one will have, or {@code otherwise}
	 */
	long answerFlushes(long now, long otherwise) {
		long next = otherwise;
		for (Iterator<Flush> flushes = this.flushes.iterator(); flushes.hasNext();) {
			Flush flush = flushes.next();
			if (flush.isOver(now)) {
				flushes.remove();
				flush.answer();
			}
			else if (flush.deadline() - next < 0) {
				next = flush.deadline();
			}
		}
		return next;
	}

	/**
	 * Answers all flushes, since nothing more will be done.
	 */
	void answerFlushes() {
		this.flushes.forEach(Flush::answer);
		this.flushes.clear();
	}

}
