package io.voicetelemetry.export;

import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;

import io.voicetelemetry.otlp.OtlpTransport;
import io.voicetelemetry.spool.SpoolRecord;

/**
 * All that is done for a backend, a step at a time: what has ended is encoded, what is
 * too old or too much goes, what may be sent is sent, and answers are dealt with. Used by
 * the thread of the pipeline alone.
 */
final class Delivery {

	/** While there is much to encode, answers are looked for in between. */
	private static final int BATCHES_AT_ONCE = 16;

	private final Intake intake;

	private final Backlog backlog;

	private final RetryGate gate = new RetryGate(new Random());

	private final BatchStore store;

	private final Settlement settlement;

	private final Dispatch dispatch;

	private final DeliveryAccount account;

	private final OpenSpans openSpans;

	private final DeliveryLog log;

	private final LongSupplier nanoTime;

	private final long scheduleDelay;

	private final long maxBytes;

	private final long maxMemory;

	private long nextIntake;

	private volatile long memory;

	/**
	 * A delivery.
	 * @param settings how much may wait
	 * @param intake makes batches of what has ended
	 * @param transport sends them
	 * @param store where they are meanwhile
	 * @param openSpans what has not ended
	 * @param account is told what becomes of it
	 * @param log tells what people should know
	 * @param nanoTime the clock
	 * @param wakeUp called from other threads when there is something to do
	 */
	Delivery(DeliverySettings settings, Intake intake, OtlpTransport transport, BatchStore store, OpenSpans openSpans,
			DeliveryAccount account, DeliveryLog log, LongSupplier nanoTime, Runnable wakeUp) {
		this.intake = intake;
		this.store = store;
		this.openSpans = openSpans;
		this.account = account;
		this.log = log;
		this.nanoTime = nanoTime;
		this.scheduleDelay = settings.scheduleDelay().toNanos();
		this.maxBytes = settings.maxQueueBytes();
		// What has not been encoded yet may take what is left, which is never nothing.
		this.maxMemory = this.maxBytes - this.maxBytes / 8;
		this.nextIntake = nanoTime.getAsLong() + this.scheduleDelay;
		this.backlog = new Backlog(this.maxMemory / 4);
		this.settlement = new Settlement(store, account, log, nanoTime);
		this.dispatch = new Dispatch(this.backlog, transport, this.gate, this.settlement, log, nanoTime, wakeUp,
				this.maxMemory / 4);
	}

	/**
	 * Takes over what an earlier process has left.
	 * @return how many spans that are, and how many of them it has not ended
	 */
	Recovered recover() {
		long left = 0;
		for (SpoolRecord stored : this.store.recovered()) {
			left += stored.spans();
			this.account.accepted(stored.spans());
			Batch batch = this.intake.batch(stored);
			this.backlog.add(batch);
			this.settlement.added(batch);
		}
		long interrupted = 0;
		for (RequestFactory.Request request : this.openSpans.recovered()) {
			interrupted += request.spans();
			this.account.accepted(request.spans());
			addOrCount(this.intake.batch(request.bytes(), request.spans()));
		}
		this.openSpans.forgetRecovered();
		return new Recovered(left, interrupted);
	}

	/**
	 * Does what is to be done now.
	 * @return when there will be more to do, if nothing happens before
	 */
	long step() {
		long now = this.nanoTime.getAsLong();
		this.dispatch.settle();
		boolean everything = now - this.nextIntake >= 0;
		boolean more = takeIn(everything);
		if (everything && !more) {
			this.nextIntake = now + this.scheduleDelay;
			this.openSpans.write();
		}
		this.backlog.takeExpired(now, (batch) -> this.settlement.dropped(batch, DropReason.EXPIRED));
		this.dispatch.send();
		this.memory = this.backlog.memory() + this.dispatch.memoryUnderWay();
		this.intake.limit(Math.max(this.maxBytes - this.memory, this.maxBytes / 8));
		this.log.tellDropped(now, false);
		long next = more ? now : this.nextIntake;
		long attempt = this.gate.isFailing() ? this.gate.nextAttempt() : this.backlog.nextTried(next);
		if (!this.backlog.isEmpty() && attempt - now > 0 && attempt - next < 0) {
			next = attempt;
		}
		return this.settlement.answerFlushes(now, next);
	}

	/**
	 * Takes in what has ended.
	 * @return whether there is more
	 */
	private boolean takeIn(boolean everything) {
		for (int i = 0; i < BATCHES_AT_ONCE; i++) {
			if (!this.intake.isReady(!everything)) {
				return false;
			}
			List<EndedSpan> spans = this.intake.take();
			for (Batch batch : this.intake.encode(spans)) {
				addOrCount(batch);
			}
			this.openSpans.ended(spans);
		}
		return true;
	}

	private void addOrCount(Batch batch) {
		try {
			add(batch);
		}
		catch (Throwable ex) {
			this.log.unexpected(this.nanoTime.getAsLong(), "Keeping spans", ex);
			this.settlement.failedToAdd(batch);
		}
	}

	/**
	 * Adds a batch, for which the oldest may have to go.
	 */
	private void add(Batch batch) {
		boolean room = this.store.keep(batch);
		while (!room && dropOldest()) {
			room = this.store.keep(batch);
		}
		if (isTooMuchWith(batch)) {
			this.backlog.releaseStored();
			batch.request = (batch.stored != null) ? null : batch.request;
		}
		while (isTooMuchWith(batch) && dropOldest()) {
			// The next oldest may have to go, too.
		}
		this.backlog.add(batch);
		this.settlement.added(batch);
	}

	/**
	 * Requests under way take what memory they need even if they are on disk, so those
	 * that wait there do not have to go for them.
	 */
	private boolean isTooMuchWith(Batch batch) {
		long underWay = (batch.stored == null) ? this.dispatch.memoryUnderWay() : 0;
		return this.backlog.memory() + underWay + batch.memory() > this.maxMemory;
	}

	private boolean dropOldest() {
		Batch oldest = this.backlog.takeOldest();
		if (oldest == null) {
			return false;
		}
		this.settlement.dropped(oldest, DropReason.QUEUE_FULL);
		return true;
	}

	/**
	 * Takes in what is there and waits for it, as far as the flush wants that.
	 */
	void begin(Flush flush) {
		takeInEverything();
		flush.begin(this.intake.sequence(), this.settlement.waiting());
		this.settlement.add(flush);
		this.dispatch.hurry(false);
	}

	/**
	 * Takes in what has ended until now.
	 */
	void takeInEverything() {
		// If more comes than can be encoded, what has come until now is the oldest.
		for (int i = 0; i < BATCHES_AT_ONCE && takeIn(true); i++) {
			this.dispatch.settle();
			this.dispatch.send();
		}
	}

	/**
	 * Gives up what is in memory alone, since nothing more will be done.
	 * @return how many spans that were
	 */
	long giveUp() {
		long lost = 0;
		this.dispatch.settle();
		this.dispatch.takeBack();
		for (Batch batch = this.backlog.takeOldest(); batch != null; batch = this.backlog.takeOldest()) {
			if (batch.stored == null) {
				this.store.keep(batch);
			}
			if (batch.stored == null) {
				lost += batch.spans;
				this.settlement.lost(batch);
			}
		}
		return lost;
	}

	/**
	 * Ends all.
	 * @return how many spans are on disk
	 */
	long close() {
		this.intake.close();
		this.openSpans.close();
		this.store.close();
		this.settlement.answerFlushes();
		return this.settlement.waiting();
	}

	/**
	 * Lets what waits be sent at once, because there will be no later moment.
	 */
	void hurry() {
		this.dispatch.hurry(true);
	}

	/**
	 * Whether nothing waits.
	 */
	boolean isDone() {
		return this.backlog.isEmpty() && !this.dispatch.isUnderWay() && !this.intake.isReady(false);
	}

	/**
	 * How many spans are encoded and not settled yet.
	 */
	long waiting() {
		return this.settlement.waiting();
	}

	/**
	 * How much memory it takes that batches wait. Any thread may ask.
	 */
	long memory() {
		return this.memory;
	}

	/**
	 * What was taken over from an earlier process.
	 *
	 * @param left spans that had ended and were not delivered
	 * @param interrupted spans that had not ended
	 */
	record Recovered(long left, long interrupted) {
	}

}
