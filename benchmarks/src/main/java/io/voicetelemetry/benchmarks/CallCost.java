package io.voicetelemetry.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import com.sun.management.ThreadMXBean;
import io.voicetelemetry.benchmarks.CallWay.Kind;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes a call allocates on its thread, and how long it keeps that busy: the
 * benchmarks in some seconds, and on a machine that is busy. Bytes do not depend on it,
 * so that they guard the line in the build; of the times, the least of many short ones is
 * told. To be run with {@code -Xbatch}, so that no round runs while the compiler is still
 * to come.
 */
public final class CallCost {

	/** Enough for the compiler, which compiles after some ten thousand calls. */
	private static final int CALLS = 20_000;

	/** Some of these take 100 times as long. */
	private static final int CALLS_OF_PEERS = 5_000;

	private static final int MOST_ROUNDS = 60;

	/** After so many rounds in which they did not fall, bytes do not fall any more. */
	private static final int STEADY_ROUNDS = 8;

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final Set<CallWay> ways;

	private final Map<CallWay, Cost> costs = new EnumMap<>(CallWay.class);

	/** What calls return goes here, so that none of them is left out. */
	private volatile @Nullable Object last;

	private CallCost(Set<CallWay> ways) {
		this.ways = ways;
	}

	/**
	 * Prints a line for each way to write a call: its name, bytes, CPU nanoseconds, and
	 * the ratios to what it is compared with.
	 * @param arguments the names of the {@link CallWay}s; without any, all of them
	 */
	public static void main(String[] arguments) {
		Set<CallWay> ways = EnumSet.noneOf(CallWay.class);
		Arrays.stream(arguments).map(CallWay::valueOf).forEach(ways::add);
		new CallCost(ways.isEmpty() ? EnumSet.allOf(CallWay.class) : ways).run();
	}

	private void run() {
		measureIfAsked(Kind.CALL, this::measureCall);
		measureIfAsked(Kind.SESSION_CALL, this::measureSessionCall);
		measureIfAsked(Kind.FULL_CALL, this::measureFullCall);
		measureIfAsked(Kind.CONTENT_CALL, this::measureContentCall);
		measureIfAsked(Kind.HANDLE, this::measureHandle);
		measureIfAsked(Kind.PEER_CALL, this::measurePeerCall);
	}

	private void measureIfAsked(Kind kind, Runnable measurement) {
		if (this.ways.stream().anyMatch((way) -> way.kind() == kind)) {
			measurement.run();
		}
	}

	private void measureCall() {
		CallBenchmark benchmark = new CallBenchmark();
		benchmark.sampled = true;
		benchmark.prepare();
		measure(CallWay.HAND_WRITTEN, benchmark::handWritten);
		measure(CallWay.ANNOTATED, benchmark::annotated);
		benchmark.stop();
	}

	private void measureSessionCall() {
		SessionCallBenchmark benchmark = new SessionCallBenchmark();
		benchmark.sampled = true;
		benchmark.prepare();
		SessionCallBenchmark.ByHand byHand = new SessionCallBenchmark.ByHand();
		byHand.open(benchmark);
		measure(CallWay.HAND_WRITTEN_IN_SESSION, () -> benchmark.handWrittenInSession(byHand));
		byHand.end();
		SessionCallBenchmark.WithHandles withHandles = new SessionCallBenchmark.WithHandles();
		withHandles.open(benchmark);
		measure(CallWay.ANNOTATED_IN_SESSION, () -> benchmark.annotatedInSession(withHandles));
		withHandles.end();
		benchmark.stop();
	}

	private void measureFullCall() {
		FullCallBenchmark benchmark = new FullCallBenchmark();
		benchmark.sampled = true;
		benchmark.prepare();
		FullCallBenchmark.Paced paced = new FullCallBenchmark.Paced();
		paced.start(benchmark);
		measure(CallWay.HAND_WRITTEN_FULL, () -> benchmark.handWrittenFull(paced));
		measure(CallWay.ANNOTATED_FULL, () -> benchmark.annotatedFull(paced));
		FullCallBenchmark.FullByHand byHand = new FullCallBenchmark.FullByHand();
		byHand.open(benchmark);
		measure(CallWay.HAND_WRITTEN_FULL_IN_SESSION, () -> benchmark.handWrittenFullInSession(paced, byHand));
		byHand.end();
		FullCallBenchmark.FullWithHandles withHandles = new FullCallBenchmark.FullWithHandles();
		withHandles.open(benchmark);
		measure(CallWay.ANNOTATED_FULL_IN_SESSION, () -> benchmark.annotatedFullInSession(paced, withHandles));
		withHandles.end();
		benchmark.stop();
	}

	private void measureContentCall() {
		ContentCallBenchmark benchmark = new ContentCallBenchmark();
		benchmark.prepare();
		ContentCallBenchmark.ContentByHand byHand = new ContentCallBenchmark.ContentByHand();
		byHand.open(benchmark);
		measure(CallWay.HAND_WRITTEN_WITH_CONTENT, () -> benchmark.handWrittenWithContent(byHand));
		byHand.end();
		ContentCallBenchmark.ContentWithHandles withHandles = new ContentCallBenchmark.ContentWithHandles();
		withHandles.open(benchmark);
		measure(CallWay.ANNOTATED_WITH_CONTENT, () -> benchmark.annotatedWithContent(withHandles));
		withHandles.end();
		benchmark.stop();
	}

	private void measureHandle() {
		HandleBenchmark benchmark = new HandleBenchmark();
		benchmark.sampled = true;
		benchmark.start();
		measure(CallWay.BARE_SESSION, benchmark::bareSession);
		measure(CallWay.SESSION, benchmark::session);
		HandleBenchmark.Bare bare = new HandleBenchmark.Bare();
		bare.open(benchmark);
		HandleBenchmark.Handles handles = new HandleBenchmark.Handles();
		handles.open(benchmark);
		measure(CallWay.BARE_TURN, () -> benchmark.bareTurn(bare));
		measure(CallWay.TURN, () -> benchmark.turn(handles));
		measure(CallWay.BARE_CALL, () -> benchmark.bareCall(bare));
		measure(CallWay.CALL, () -> benchmark.call(handles));
		bare.end();
		handles.end();
		benchmark.stop();
	}

	private void measurePeerCall() {
		PeerCallBenchmark benchmark = new PeerCallBenchmark();
		benchmark.sampled = true;
		benchmark.prepare();
		measure(CallWay.HAND_WRITTEN_WITH_OTEL_COUNTERS, benchmark::handWrittenEightWithOtelCounters);
		measure(CallWay.HAND_WRITTEN_WITH_COUNTERS, benchmark::handWrittenEightWithCounters);
		measure(CallWay.HAND_WRITTEN_WITH_METERS, benchmark::handWrittenWithMeters);
		measure(CallWay.ANNOTATED_WITH_METERS, benchmark::annotatedWithMeters);
		measure(CallWay.WITH_SPAN, benchmark::withSpan);
		measure(CallWay.OBSERVED, benchmark::observed);
		measure(CallWay.OBSERVED_WITH_PARAMETERS, benchmark::observedWithParameters);
		measure(CallWay.NEW_SPAN, benchmark::newSpan);
		benchmark.stop();
	}

	private void measure(CallWay way, Supplier<?> call) {
		if (!this.ways.contains(way)) {
			return;
		}
		Cost cost = cost(call, (way.kind() == Kind.PEER_CALL) ? CALLS_OF_PEERS : CALLS);
		this.costs.put(way, cost);
		Cost reference = (way.reference() != null) ? this.costs.get(way.reference()) : null;
		System.out.printf(Locale.ROOT, "%s %.0f B %.0f ns%s%n", way, cost.bytes, cost.nanos,
				(reference != null) ? String.format(Locale.ROOT, ", %.2f x the bytes and %.2f x the time of %s",
						cost.bytes / reference.bytes, cost.nanos / reference.nanos, way.reference()) : "");
	}

	private Cost cost(Supplier<?> call, int calls) {
		double bytes = Double.MAX_VALUE;
		double nanos = Double.MAX_VALUE;
		int steady = 0;
		for (int round = 0; round < MOST_ROUNDS && steady < STEADY_ROUNDS; round++) {
			long bytesBefore = this.threads.getCurrentThreadAllocatedBytes();
			long nanosBefore = this.threads.getCurrentThreadCpuTime();
			for (int i = 0; i < calls; i++) {
				this.last = call.get();
			}
			nanos = Math.min(nanos, (double) (this.threads.getCurrentThreadCpuTime() - nanosBefore) / calls);
			double bytesOfRound = (double) (this.threads.getCurrentThreadAllocatedBytes() - bytesBefore) / calls;
			steady = (bytesOfRound < bytes * 0.995) ? 0 : steady + 1;
			bytes = Math.min(bytes, bytesOfRound);
		}
		return new Cost(bytes, nanos);
	}

	/**
	 * Of one call.
	 */
	private record Cost(double bytes, double nanos) {
	}

}
