package io.voicetelemetry.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.voicetelemetry.NotUnderJavaagent;
import io.voicetelemetry.export.RandomSpans.Kind;
import io.voicetelemetry.export.RandomSpans.Made;
import io.voicetelemetry.test.ReceivedSpan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Whatever the tree and in whatever order its spans end: what is sent hangs under the
 * nearest ancestor that is sent, every trace has a root, no noise arrives, and nothing is
 * lost.
 */
@NotUnderJavaagent
class RandomSpanTreesTests {

	private static final int TREES = 200;

	private static final int SPANS = 50;

	private static final int THREADS = 8;

	private static final int ROUNDS = 8;

	/** In a round no more end than are remembered, however long a thread is held up. */
	private static final int SPANS_OF_A_THREAD = 125;

	private final TwoBackends backends = new TwoBackends(new RandomSpans.ByKind());

	private final RandomSpans spans = new RandomSpans(this.backends.sdk());

	@AfterEach
	void close() {
		this.backends.close();
	}

	@Test
	void areSentAsTheModelSays() {
		for (int seed = 0; seed < TREES; seed++) {
			grow(new Random(seed));
		}
		Map<String, ReceivedSpan> received = received();
		assertThat(received.values()).filteredOn((span) -> {
			Made sentUnder = made(span).sentUnder;
			return !span.parentSpanId().equals((sentUnder != null) ? sentUnder.id() : "");
		}).extracting((span) -> path(made(span))).isEmpty();
		assertNothingIsLostOrMissing(received);
	}

	@Test
	void areSentAsTheModelSaysFromManyThreads() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			for (int round = 0; round < ROUNDS; round++) {
				AtomicReferenceArray<Made> latest = new AtomicReferenceArray<>(32);
				List<Callable<Void>> work = new ArrayList<>();
				for (int i = 0; i < THREADS; i++) {
					Random random = new Random(round * THREADS + i);
					work.add(() -> grow(random, latest));
				}
				for (Future<Void> done : threads.invokeAll(work)) {
					done.get();
				}
				this.spans.made().values().forEach(Made::end);
			}
		}
		finally {
			threads.shutdownNow();
		}
		Map<String, ReceivedSpan> received = received();
		assertThat(received.values()).filteredOn((span) -> !possibleParents(made(span)).contains(span.parentSpanId()))
			.extracting((span) -> path(made(span)))
			.isEmpty();
		assertNothingIsLostOrMissing(received);
	}

	/**
	 * Starts and ends spans in any order, until all have ended.
	 */
	private void grow(Random random) {
		List<Made> all = new ArrayList<>();
		List<Made> open = new ArrayList<>();
		for (int i = 0; i < SPANS; i++) {
			// What has ended may get children, too.
			Made parent = (i == 0 || random.nextInt(20) == 0) ? null : all.get(random.nextInt(all.size()));
			Made started = this.spans.start(random, parent);
			all.add(started);
			open.add(started);
			while (!open.isEmpty() && random.nextInt(3) == 0) {
				open.remove(random.nextInt(open.size())).end();
			}
		}
		while (!open.isEmpty()) {
			open.remove(random.nextInt(open.size())).end();
		}
	}

	/**
	 * Starts spans under the latest of all threads, and ends those that go out of sight.
	 */
	private Void grow(Random random, AtomicReferenceArray<Made> latest) {
		for (int i = 0; i < SPANS_OF_A_THREAD; i++) {
			Made started = this.spans.start(random, latest.get(random.nextInt(latest.length())));
			Made former = latest.getAndSet(random.nextInt(latest.length()), started);
			if (former != null) {
				former.end();
			}
			Made any = latest.get(random.nextInt(latest.length()));
			if (any != null && random.nextInt(4) == 0) {
				any.end();
			}
		}
		return null;
	}

	/**
	 * The ids of the nearest ancestor that is sent for certain, and of those below it of
	 * which it depends on the moment.
	 */
	private static Set<String> possibleParents(Made made) {
		Set<String> possible = new HashSet<>();
		for (Made ancestor : made.ancestors()) {
			if (ancestor.isSent()) {
				possible.add(ancestor.id());
			}
			if (ancestor.isCertain()) {
				return possible;
			}
		}
		possible.add("");
		return possible;
	}

	private Map<String, ReceivedSpan> received() {
		List<ReceivedSpan> received = this.backends.voiceSpans();
		Map<String, ReceivedSpan> byName = new HashMap<>();
		received.forEach((span) -> byName.put(span.name(), span));
		assertThat(received).as("once each").hasSameSizeAs(byName.keySet());
		return byName;
	}

	private void assertNothingIsLostOrMissing(Map<String, ReceivedSpan> received) {
		assertThat(received.keySet()).isEqualTo(names(Made::isSent));
		Set<String> ids = received.values().stream().map(ReceivedSpan::spanId).collect(Collectors.toSet());
		assertThat(received.values())
			.filteredOn((span) -> !span.parentSpanId().isEmpty() && !ids.contains(span.parentSpanId()))
			.isEmpty();
		Set<String> withRoot = received.values()
			.stream()
			.filter((span) -> span.parentSpanId().isEmpty())
			.map(ReceivedSpan::traceId)
			.collect(Collectors.toSet());
		assertThat(received.values()).filteredOn((span) -> !withRoot.contains(span.traceId())).isEmpty();
		List<ReceivedSpan> all = this.backends.allSpans();
		assertThat(new HashSet<>(all.stream().map(ReceivedSpan::name).toList()))
			.isEqualTo(names((made) -> made.kind != Kind.DROPPED && made.kind != Kind.RECORDED));
		assertThat(all).filteredOn((span) -> {
			Made parent = made(span).parent;
			return !span.parentSpanId().equals((parent != null) ? parent.id() : "");
		}).isEmpty();
		assertThat(this.backends.processor().counts())
			.extracting(DeliveryCounts::backend, DeliveryCounts::accepted, DeliveryCounts::delivered,
					DeliveryCounts::droppedInAll, DeliveryCounts::queued)
			.containsExactly(tuple("voice", (long) received.size(), (long) received.size(), 0L, 0L),
					tuple("all", (long) all.size(), (long) all.size(), 0L, 0L));
	}

	private Made made(ReceivedSpan span) {
		return Objects.requireNonNull(this.spans.made().get(span.name()));
	}

	private Set<String> names(Predicate<Made> which) {
		return this.spans.made().values().stream().filter(which).map((made) -> made.name).collect(Collectors.toSet());
	}

	private static String path(Made made) {
		return made.name + " under " + made.ancestors().stream().map((each) -> each.name).toList();
	}

}
