package io.voicetelemetry.export;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.otlp.OtlpTransport;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline that keeps spans until the backend has them. Who ends a span leaves it in a
 * queue and goes on; all else is done by a thread of the pipeline's own.
 */
final class DeliveryPipeline implements ExportPipeline {

	private static final Duration PAUSE_AFTER_ERROR = Duration.ofSeconds(1);

	private final String backend;

	private final OtlpTransport transport;

	private final SpanSelection spans;

	private final Duration shutdownTimeout;

	private final IncomingSpans incoming;

	private final DeliveryAccount account = new DeliveryAccount();

	private final DeliveryLog log;

	private final DeliveryFactory factory;

	/**
	 * Of the sessions that are open, if they are to be reported should this process die.
	 */
	private final @Nullable OpenSpans openSpans;

	/** Used by the thread alone, but for how much memory it takes. */
	private volatile @Nullable Delivery delivery;

	private final AtomicLong overflowed = new AtomicLong();

	private final Queue<Flush> newFlushes = new ConcurrentLinkedQueue<>();

	private final AtomicReference<@Nullable Shutdown> shutdown = new AtomicReference<>();

	private final Thread thread;

	/** Whether the thread wants to be woken when there is enough for a request. */
	private volatile boolean idle;

	private volatile boolean stopped;

	DeliveryPipeline(String backend, DeliverySettings settings, OtlpTransport transport,
			UnaryOperator<SpanData> rewrite, SpanSelection spans) {
		this.backend = backend;
		this.transport = transport;
		this.spans = spans;
		this.shutdownTimeout = settings.shutdownTimeout();
		this.incoming = new IncomingSpans(settings.maxQueueBytes());
		this.log = new DeliveryLog(transport.toString(), settings.describeBudget(true));
		this.factory = new DeliveryFactory(backend, settings, transport, rewrite, this.account, this.log);
		this.openSpans = (settings.spool() != null) ? this.factory.openSpans() : null;
		this.thread = new Thread(this::run, "voice-telemetry-export-" + backend);
		this.thread.setDaemon(true);
		this.thread.start();
	}

	@Override
	public SpanSelection spans() {
		return this.spans;
	}

	@Override
	public void onStart(StartedSpan span) {
		if (this.openSpans != null && !this.stopped && span.context().isSampled()) {
			this.openSpans.started(span);
		}
	}

	@Override
	public void onEnd(EndedSpan span) {
		this.account.accepted(1);
		int gone = this.incoming.add(span);
		if (gone > 0) {
			this.account.dropped(DropReason.QUEUE_FULL, gone);
			this.overflowed.addAndGet(gone);
		}
		if (this.stopped) {
			giveUpIncoming();
		}
		else if (this.idle && this.incoming.isFull()) {
			this.idle = false;
			wakeUp();
		}
	}

	private void wakeUp() {
		LockSupport.unpark(this.thread);
	}

	private void run() {
		while (!this.stopped) {
			long next;
			try {
				next = cycle();
			}
			catch (Throwable ex) {
				// Whatever it is, without this thread nothing would be delivered.
				complain(ex);
				pauseAfterError();
				next = System.nanoTime();
			}
			this.idle = true;
			if (!this.stopped && this.newFlushes.isEmpty() && !this.incoming.isFull()) {
				LockSupport.parkNanos(this, next - System.nanoTime());
			}
			this.idle = false;
			// An interrupt is nobody's business here, and would end every wait at once.
			Thread.interrupted();
		}
	}

	/**
	 * Waits whatever else there is to do: it would fail again.
	 */
	private static void pauseAfterError() {
		try {
			Thread.sleep(PAUSE_AFTER_ERROR.toMillis());
		}
		catch (InterruptedException ex) {
			// It is nobody's business here.
		}
	}

	private void complain(Throwable error) {
		try {
			this.log.unexpected(System.nanoTime(), "Delivery", error);
		}
		catch (Throwable ex) {
			// There is nobody left to tell.
		}
	}

	private long cycle() {
		Delivery delivery = this.delivery;
		if (delivery == null) {
			// Here, because what is on disk may take its time.
			delivery = this.factory.create(this.incoming,
					(this.openSpans != null) ? this.openSpans : this.factory.openSpans(), this::wakeUp);
			this.delivery = delivery;
		}
		return cycle(delivery);
	}

	private long cycle(Delivery delivery) {
		long lost = this.overflowed.getAndSet(0);
		if (lost > 0) {
			this.log.dropped(System.nanoTime(), DropReason.QUEUE_FULL, lost);
		}
		beginFlushes(delivery);
		Shutdown shutdown = this.shutdown.get();
		if (shutdown == null) {
			return delivery.step();
		}
		delivery.takeInEverything();
		delivery.hurry();
		long next = delivery.step();
		if (delivery.isDone() || System.nanoTime() - shutdown.deadline() >= 0) {
			stop(delivery, shutdown);
		}
		return (shutdown.deadline() - next < 0) ? shutdown.deadline() : next;
	}

	private void stop(Delivery delivery, Shutdown shutdown) {
		long lost = 0;
		try {
			this.stopped = true;
			beginFlushes(delivery);
			delivery.takeInEverything();
			lost = delivery.giveUp() + giveUpIncoming();
			this.transport.close();
		}
		catch (Throwable ex) {
			complain(ex);
		}
		try {
			this.log.tellDropped(System.nanoTime(), true);
			this.log.undelivered(lost, delivery.close(), this.shutdownTimeout);
		}
		catch (Throwable ex) {
			complain(ex);
		}
		if (lost > 0) {
			shutdown.result().fail();
		}
		else {
			shutdown.result().succeed();
		}
	}

	private void beginFlushes(Delivery delivery) {
		for (Flush flush = this.newFlushes.poll(); flush != null; flush = this.newFlushes.poll()) {
			delivery.begin(flush);
		}
	}

	private long giveUpIncoming() {
		long lost = 0;
		for (int taken = this.incoming.take().size(); taken > 0; taken = this.incoming.take().size()) {
			lost += taken;
		}
		this.account.dropped(DropReason.SHUTDOWN, lost);
		return lost;
	}

	@Override
	public CompletableFuture<FlushResult> flush(Duration timeout) {
		Flush flush = new Flush(this.backend, System.nanoTime() + timeout.toNanos());
		this.newFlushes.add(flush);
		wakeUp();
		if (this.stopped) {
			flush.answer();
		}
		// Should the thread be held up, nobody shall wait for it.
		return flush.result()
			.completeOnTimeout(new FlushResult(this.backend, 0, 0, counts().queued()),
					timeout.plus(PAUSE_AFTER_ERROR).toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public CompletableResultCode shutdown() {
		Shutdown first = new Shutdown(System.nanoTime() + this.shutdownTimeout.toNanos(), new CompletableResultCode());
		if (!this.shutdown.compareAndSet(null, first)) {
			Shutdown earlier = this.shutdown.get();
			return (earlier != null) ? earlier.result() : CompletableResultCode.ofSuccess();
		}
		wakeUp();
		return first.result();
	}

	@Override
	public DeliveryCounts counts() {
		Delivery delivery = this.delivery;
		return this.account.counts(this.backend, this.incoming.bytes() + ((delivery != null) ? delivery.memory() : 0));
	}

	@Override
	public String toString() {
		return this.transport.toString();
	}

	/**
	 * That the pipeline is to stop.
	 *
	 * @param deadline when it stops, whatever waits
	 * @param result completes when it has stopped
	 */
	private record Shutdown(long deadline, CompletableResultCode result) {
	}

}
