package io.voicetelemetry.export;

import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
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

	/**
	 * A faulty span in a batch makes no more faulty requests in a row than this. More
	 * means that the backend finds fault with everything.
	 */
	private static final int MAX_INVALID = 24;

	private final Backlog backlog;

	private final OtlpTransport transport;

	private final RetryGate gate;

	private final Settlement settlement;

	private final DeliveryLog log;

	private final LongSupplier nanoTime;

	private final Runnable wakeUp;

	private final Queue<Answered> answered = new ConcurrentLinkedQueue<>();

	private final Set<Batch> underWay = Collections.newSetFromMap(new IdentityHashMap<>());

	private long memoryUnderWay;

	private int invalidInARow;

	Dispatch(Backlog backlog, OtlpTransport transport, RetryGate gate, Settlement settlement, DeliveryLog log,
			LongSupplier nanoTime, Runnable wakeUp) {
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
		while (this.gate.isOpen(now, this.underWay.size())) {
			Batch batch = this.backlog.take(now);
			if (batch == null) {
				return;
			}
			send(batch);
		}
	}

	private void send(Batch batch) {
		byte[] request;
		try {
			request = this.settlement.read(batch);
		}
		catch (IOException ex) {
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
					(answer != null) ? answer : new OtlpAnswer.TryLater("failed with " + error, null)));
			this.wakeUp.run();
		});
	}

	private CompletableFuture<OtlpAnswer> sent(byte[] request) {
		try {
			return this.transport.send(request);
		}
		catch (Throwable ex) {
			this.log.unexpected(this.nanoTime.getAsLong(), "Sending spans", ex);
			return CompletableFuture.completedFuture(new OtlpAnswer.TryLater("cannot be sent to", null));
		}
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
			catch (IllegalArgumentException ex) {
				this.log.unexpected(this.nanoTime.getAsLong(), "Splitting spans", ex);
				this.settlement.dropped(next.batch(), DropReason.FAILED);
			}
		}
	}

	private void settle(Batch batch, byte[] request, OtlpAnswer answer) {
		long now = this.nanoTime.getAsLong();
		if (answer instanceof OtlpAnswer.Accepted accepted) {
			this.invalidInARow = 0;
			this.gate.succeeded(now);
			this.settlement.delivered(batch, accepted);
		}
		else if (answer instanceof OtlpAnswer.TooLarge) {
			shrink(batch, request);
		}
		else if (answer instanceof OtlpAnswer.Invalid && ++this.invalidInARow <= MAX_INVALID) {
			divide(batch, request, DropReason.REJECTED);
		}
		else {
			failed(batch, request, answer, now);
		}
	}

	private void failed(Batch batch, byte[] request, OtlpAnswer answer, long now) {
		OtlpAnswer.@Nullable TryLater later = (answer instanceof OtlpAnswer.TryLater tryLater) ? tryLater : null;
		boolean alone = later != null && later.retryAfter() == null && batch.attempts > PATIENCE
				&& this.settlement.delivered() > batch.deliveredBefore;
		if (alone && batch.spans > 1) {
			divide(batch, request, DropReason.REJECTED);
			return;
		}
		batch.notBefore = now + this.gate.waitAfter(batch.attempts);
		batch.suspect = alone;
		this.backlog.addAgain(batch);
		if (!alone) {
			this.gate.failed(now, later == null, (later != null) ? later.retryAfter() : null);
			this.settlement.failed(problem(answer));
		}
	}

	private static String problem(OtlpAnswer answer) {
		if (answer instanceof OtlpAnswer.TryLater later) {
			return later.problem();
		}
		return (answer instanceof OtlpAnswer.Refused refused) ? refused.problem()
				: ((OtlpAnswer.Invalid) answer).problem() + " to every request";
	}

	private void shrink(Batch batch, byte[] request) {
		byte[] shorter = (batch.spans == 1) ? RequestFactory.shorter(request, batch.shortened++) : request;
		if (shorter.length < request.length && shorter.length > 0) {
			this.settlement.replaced(batch, this.backlog, List.of(shorter));
		}
		else {
			divide(batch, request, DropReason.TOO_LARGE);
		}
	}

	/**
	 * Halves a batch, so that in the end the one span is alone that the backend does not
	 * take.
	 */
	private void divide(Batch batch, byte[] request, DropReason reason) {
		if (batch.spans > 1) {
			this.settlement.replaced(batch, this.backlog, OtlpRequest.split(request));
		}
		else {
			this.settlement.dropped(batch, reason);
		}
	}

	/**
	 * Lets what waits be sent at once.
	 */
	void hurry() {
		long now = this.nanoTime.getAsLong();
		this.gate.hurry(now);
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
