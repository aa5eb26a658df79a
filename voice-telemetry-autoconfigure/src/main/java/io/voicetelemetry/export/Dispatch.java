package io.voicetelemetry.export;

import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;

import io.voicetelemetry.otlp.OtlpAnswer;
import io.voicetelemetry.otlp.OtlpRequest;
import io.voicetelemetry.otlp.OtlpTransport;
import org.jspecify.annotations.Nullable;

/**
 * Sends batches, and decides what becomes of them when they were answered. Used by the
 * thread of the pipeline alone.
 */
final class Dispatch {

	/** A batch that fails so often while others get through is to blame itself. */
	private static final int PATIENCE = 3;

	/** A span that fails so often, alone, while others get through, is given up. */
	private static final int LAST_PATIENCE = 20;

	/**
	 * What a faulty span or two make of a request are no more faulty requests in a row
	 * than this. More means that the backend finds fault with everything.
	 */
	private static final int MAX_IN_A_ROW = 64;

	private final Backlog backlog;

	private final OtlpTransport transport;

	private final RetryGate gate;

	private final Settlement settlement;

	private final DeliveryLog log;

	private final LongSupplier nanoTime;

	private final Runnable wakeUp;

	private final long maxMemoryUnderWay;

	private final Queue<Answered> answered = new ConcurrentLinkedQueue<>();

	private final Set<Batch> underWay = Collections.newSetFromMap(new IdentityHashMap<>());

	private long memoryUnderWay;

	private int faultyInARow;

	Dispatch(Backlog backlog, OtlpTransport transport, RetryGate gate, Settlement settlement, DeliveryLog log,
			LongSupplier nanoTime, Runnable wakeUp, long maxMemoryUnderWay) {
		this.maxMemoryUnderWay = maxMemoryUnderWay;
		this.backlog = backlog;
		this.transport = transport;
		this.gate = gate;
		this.settlement = settlement;
		this.log = log;
		this.nanoTime = nanoTime;
		this.wakeUp = wakeUp;
	}

	/**
	 * Sends what may be sent now.
	 */
	void send() {
		long now = this.nanoTime.getAsLong();
		while (this.gate.isOpen(now, this.underWay.size()) && hasRoom()) {
			Batch batch = this.backlog.take(now, this.gate.isFailing());
			if (batch == null) {
				return;
			}
			send(batch);
		}
	}

	/**
	 * Whether another request may take memory. What is on disk takes it when it is sent.
	 */
	private boolean hasRoom() {
		return this.underWay.isEmpty() || this.memoryUnderWay < this.maxMemoryUnderWay;
	}

	private void send(Batch batch) {
		byte[] request;
		try {
			request = this.settlement.read(batch);
		}
		catch (Throwable ex) {
			this.log.unexpected(this.nanoTime.getAsLong(), "Reading stored spans", ex);
			this.settlement.dropped(batch, DropReason.FAILED);
			return;
		}
		if (batch.attempts++ == 0) {
			batch.deliveredBefore = this.settlement.delivered();
		}
		this.underWay.add(batch);
		this.memoryUnderWay += request.length;
		sent(request).whenComplete((answer, error) -> {
			this.answered.add(new Answered(batch, request,
					(answer != null) ? answer : new OtlpAnswer.TryLater(failedWith(error), null)));
			this.wakeUp.run();
		});
	}

	private CompletableFuture<OtlpAnswer> sent(byte[] request) {
		try {
			return Objects.requireNonNull(this.transport.send(request), "The transport's answer");
		}
		catch (Throwable ex) {
			this.log.unexpected(this.nanoTime.getAsLong(), "Sending spans", ex);
			return CompletableFuture.completedFuture(new OtlpAnswer.TryLater("cannot be sent to", null));
		}
	}

	/**
	 * Without the message, which may hold anything.
	 */
	private static String failedWith(@Nullable Throwable error) {
		return (error != null) ? "could not be sent to: " + error.getClass().getSimpleName() : "gave no answer";
	}

	/**
	 * Deals with the answers that have come.
	 */
	void settle() {
		for (Answered next = this.answered.poll(); next != null; next = this.answered.poll()) {
			this.underWay.remove(next.batch());
			this.memoryUnderWay -= next.request().length;
			try {
				settle(next.batch(), next.request(), next.answer());
			}
			catch (Throwable ex) {
				this.log.unexpected(this.nanoTime.getAsLong(), "Dealing with an answer", ex);
				this.settlement.dropped(next.batch(), DropReason.FAILED);
			}
		}
	}

	private void settle(Batch batch, byte[] request, OtlpAnswer answer) {
		if (answer instanceof OtlpAnswer.Accepted accepted) {
			this.faultyInARow = 0;
			long now = this.nanoTime.getAsLong();
			if (this.gate.succeeded(now)) {
				this.backlog.forgive(now);
			}
			this.settlement.delivered(batch, accepted);
		}
		else if (answer instanceof OtlpAnswer.TooLarge tooLarge) {
			faulty(batch, request, DropReason.TOO_LARGE, tooLarge.problem());
		}
		else if (answer instanceof OtlpAnswer.Invalid invalid) {
			faulty(batch, request, DropReason.REJECTED, invalid.problem());
		}
		else if (answer instanceof OtlpAnswer.Refused refused) {
			failed(batch, request, refused.problem(), true, null);
		}
		else if (answer instanceof OtlpAnswer.TryLater later) {
			failed(batch, request, later.problem(), false, later.retryAfter());
		}
	}

	/**
	 * The backend finds fault with a request. It is halved until the span is alone that
	 * is to blame, and that one shortened or given up: unless the backend finds fault
	 * with all.
	 */
	private void faulty(Batch batch, byte[] request, DropReason reason, String problem) {
		if (++this.faultyInARow > MAX_IN_A_ROW) {
			failed(batch, request, problem + " to every request", true, null);
			return;
		}
		if (batch.spans > 1) {
			this.settlement.replaced(batch, this.backlog, OtlpRequest.split(request));
			return;
		}
		byte[] shorter = (reason == DropReason.TOO_LARGE) ? RequestFactory.shorter(request, batch.shortened++)
				: new byte[0];
		if (shorter.length > 0) {
			this.settlement.replaced(batch, this.backlog, List.of(shorter));
		}
		else if (this.settlement.delivered() > batch.deliveredBefore) {
			this.settlement.dropped(batch, reason);
		}
		else {
			// Nothing says that it would take any other.
			failed(batch, request, problem, true, null);
		}
	}

	/**
	 * The backend does not take a batch now. It goes behind all others; if those get
	 * through time and again, it is to blame itself, and halved.
	 */
	private void failed(Batch batch, byte[] request, String problem, boolean refused, @Nullable Duration retryAfter) {
		long now = this.nanoTime.getAsLong();
		long delivered = this.settlement.delivered();
		batch.blamed = (delivered > batch.deliveredBefore) ? batch.blamed + 1 : 0;
		batch.deliveredBefore = delivered;
		this.gate.failed(now, refused, retryAfter);
		this.settlement.failed(problem, refused);
		if (batch.spans == 1 && batch.blamed >= LAST_PATIENCE) {
			this.settlement.dropped(batch, DropReason.REJECTED);
			return;
		}
		boolean halve = batch.spans > 1 && batch.blamed > PATIENCE;
		batch.notBefore = this.gate.nextAttempt() + this.gate.waitAfter(batch.attempts);
		if (halve) {
			batch.blamed = 0;
			this.settlement.replaced(batch, this.backlog, OtlpRequest.split(request));
		}
		else {
			this.backlog.addAgain(batch);
		}
	}

	/**
	 * Lets what waits be sent at once.
	 * @param last whether there will be no later moment
	 */
	void hurry(boolean last) {
		long now = this.nanoTime.getAsLong();
		this.gate.hurry(now, last);
		this.backlog.hurry(now);
	}

	boolean isUnderWay() {
		return !this.underWay.isEmpty();
	}

	/**
	 * Puts what was not answered back to what waits.
	 */
	void takeBack() {
		this.underWay.forEach(this.backlog::addAgain);
		this.underWay.clear();
	}

	/**
	 * How much memory requests take that are under way.
	 */
	long memoryUnderWay() {
		return this.memoryUnderWay;
	}

	private record Answered(Batch batch, byte[] request, OtlpAnswer answer) {
	}

}
