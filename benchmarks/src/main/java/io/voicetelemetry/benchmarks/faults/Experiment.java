package io.voicetelemetry.benchmarks.faults;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntPredicate;

import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.voicetelemetry.session.ClosableVoiceTelemetry;
import io.voicetelemetry.session.VoiceTelemetry;

/**
 * An application under load, its telemetry and a receiver.
 */
final class Experiment implements AutoCloseable {

	private static final Duration LONGEST_DRAIN = Duration.ofMinutes(2);

	private final HostileReceiver receiver;

	private final SpanDelivery delivery;

	private final EndedSpans ended;

	private final OpenTelemetrySdk sdk;

	private final ClosableVoiceTelemetry telemetry;

	private final VoiceLoad load;

	private final BalanceWatch balance;

	/**
	 * Starts the load, and waits until the first spans have arrived.
	 * @param delivery makes what is tried, for an endpoint
	 */
	Experiment(Options options, Function<URI, SpanDelivery> delivery) {
		this(options, delivery, (span) -> {
		});
	}

	/**
	 * Starts the load.
	 * @param delivery makes what is tried, for an endpoint
	 * @param listener is told each span that the receiver takes, one at a time
	 */
	Experiment(Options options, Function<URI, SpanDelivery> delivery, Consumer<Span> listener) {
		this.receiver = HostileReceiver.start(listener);
		this.ended = EndedSpans.inMemory(options.mostSpans());
		this.delivery = delivery.apply(this.receiver.endpoint());
		this.sdk = OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder()
				.setIdGenerator(new SequentialSpanIds())
				.addSpanProcessor(this.ended)
				.addSpanProcessor(this.delivery.processor())
				.build())
			.build();
		this.telemetry = VoiceTelemetry.builder(this.sdk).build();
		this.balance = new BalanceWatch(this.delivery, this.ended, this.receiver);
		this.load = VoiceLoad.of(this.telemetry, options.sessions(), options.rate(), options.seed());
		this.load.start();
		// What is slow at first is the JVM.
		await(() -> options.sessions() == 0 || this.receiver.spans().distinct() > 0, LONGEST_DRAIN);
	}

	HostileReceiver receiver() {
		return this.receiver;
	}

	SpanDelivery delivery() {
		return this.delivery;
	}

	SpanDelivery.Counts counts() {
		return this.delivery.counts().values().iterator().next();
	}

	EndedSpans ended() {
		return this.ended;
	}

	VoiceLoad load() {
		return this.load;
	}

	BalanceWatch balance() {
		return this.balance;
	}

	OpenTelemetrySdk sdk() {
		return this.sdk;
	}

	/**
	 * Lets the load go on for a while.
	 */
	static void pause(Duration duration) {
		await(() -> false, duration);
	}

	/**
	 * Waits until something is so.
	 * @return how long that took, or how long it was waited for in vain
	 */
	static Duration await(BooleanSupplier condition, Duration limit) {
		long start = System.nanoTime();
		while (!condition.getAsBoolean() && System.nanoTime() - start < limit.toNanos()) {
			try {
				TimeUnit.MILLISECONDS.sleep(20);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
		return Duration.ofNanos(System.nanoTime() - start);
	}

	/**
	 * Waits until the receiver has what ended before now, but for what it has rejected,
	 * while the load goes on.
	 */
	Duration awaitBacklog(Duration limit) {
		int now = this.ended.nowMillis();
		return await(() -> lost((end) -> end <= now) <= this.receiver.spans().rejected(), limit);
	}

	/**
	 * Ends all calls, and waits until nothing is queued and the receiver has what was not
	 * dropped.
	 */
	void finish() {
		finish(LONGEST_DRAIN);
	}

	void finish(Duration limit) {
		this.load.close();
		await(this::isSettled, limit);
	}

	private boolean isSettled() {
		if (this.delivery.counts().isEmpty()) {
			return lost() == 0;
		}
		// A span is counted as ended before it is accepted.
		return counts().queued() == 0 && counts().accepted() == this.ended.count();
	}

	/**
	 * How many spans ended that the receiver does not have.
	 */
	long lost() {
		return lost((end) -> true);
	}

	long lost(IntPredicate endMillis) {
		return this.ended.missingFrom(this.receiver.spans().ids(), endMillis).cardinality();
	}

	Check nothingLost() {
		long lost = lost();
		return Check.of("0 lost", lost == 0, "%d of %d lost", lost, this.ended.count());
	}

	Check fewDuplicates() {
		long duplicates = this.receiver.spans().duplicates();
		double part = (double) duplicates / Math.max(1, this.receiver.spans().distinct());
		return Check.ofTime("duplicates <= 1 %", part <= 0.01, "%d = %.2f %%", duplicates, 100 * part);
	}

	/**
	 * How much of the heap is in use after a collection, in bytes.
	 */
	static long liveHeap() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	@Override
	public void close() {
		this.load.close();
		this.telemetry.close();
		this.balance.close();
		// Whoever cannot deliver is not waited for.
		this.receiver.comeUp();
		this.receiver.behave(Behaviour.accepting());
		this.sdk.close();
		this.receiver.close();
	}

}
