package io.voicetelemetry.usage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.ModelUsage;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.VoiceMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many calls that are told on many threads, each of them on all.
 */
@Timeout(120)
class ConcurrentUsageTests {

	private static final int THREADS = 16;

	private static final int SESSIONS = 200;

	private static final int EVENTS = 1000;

	private static final int MODELS = 6;

	private static final int RACES = 20_000;

	private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);

	@AfterEach
	void stopThreads() {
		this.pool.shutdownNow();
	}

	@Test
	void theApplicationsSumIsThatOfItsSessions() throws Exception {
		UsageCollector application = new UsageCollector();
		List<UsageCollector> sessions = Stream.generate(UsageCollector::new).limit(SESSIONS).toList();
		onAllThreads((thread) -> {
			for (int i = thread; i < SESSIONS * EVENTS; i += THREADS) {
				// Neighbours in time are neighbours in a session.
				UsageCollector session = sessions.get(i / EVENTS);
				for (VoiceMetrics event : events(i)) {
					session.collect(event);
					application.collect(event);
					session.collect(event);
				}
			}
		});
		Map<RowKey, ModelUsage> expected = new HashMap<>();
		for (int i = 0; i < SESSIONS * EVENTS; i++) {
			UsageCollector single = new UsageCollector();
			events(i).forEach(single::collect);
			single.usage().forEach((row) -> merge(expected, row));
		}
		Map<RowKey, ModelUsage> ofSessions = new HashMap<>();
		sessions.forEach((session) -> session.usage().forEach((row) -> merge(ofSessions, row)));
		Map<RowKey, ModelUsage> ofApplication = new HashMap<>();
		application.usage().forEach((row) -> merge(ofApplication, row));
		assertThat(ofApplication).hasSize(5 * MODELS).isEqualTo(ofSessions).isEqualTo(expected);
		assertThat(ofApplication.values().stream().mapToLong(ModelUsage::requests).sum()).isEqualTo(SESSIONS * EVENTS);
	}

	@Test
	void threadsMakeNoMoreRowsThanAllowed() throws Exception {
		for (int round = 0; round < 50; round++) {
			UsageCollector collector = new UsageCollector(10);
			onAllThreads((thread) -> {
				for (int i = 0; i < 40; i++) {
					collector.collect(Events.llm("acme", "m" + (i + thread % 3), 1, 1));
				}
			});
			List<ModelUsage> rows = collector.usage();
			assertThat(rows).hasSize(11);
			assertThat(rows.get(10).model()).isEqualTo(ModelUsage.OTHER);
			assertThat(rows.stream().mapToLong(ModelUsage::requests).sum()).isEqualTo(THREADS * 40);
		}
	}

	@Test
	void aModelIsNeverSplitBetweenItsRowAndTheRest() throws Exception {
		List<UsageCollector> collectors = Stream.generate(() -> new UsageCollector(1)).limit(RACES).toList();
		RacingThreads.race(RACES, (thread, step) -> collectors.get(step).collect(Events.llm("acme", "m1", 1, 1)));
		assertThat(collectors).allSatisfy((collector) -> assertThat(collector.usage()).singleElement()
			.extracting(ModelUsage::requests)
			.isEqualTo(2L));
	}

	@Test
	void ofTwoModelsOneGetsTheLastRow() throws Exception {
		List<UsageCollector> collectors = Stream.generate(() -> new UsageCollector(1)).limit(RACES).toList();
		RacingThreads.race(RACES,
				(thread, step) -> collectors.get(step).collect(Events.llm("acme", "m" + thread, 1, 1)));
		assertThat(collectors).allSatisfy((collector) -> {
			assertThat(collector.usage()).hasSize(2);
			assertThat(collector.usage().get(1).model()).isEqualTo(ModelUsage.OTHER);
		});
	}

	/**
	 * What happens in one step: a request, and now and then that it is discarded.
	 */
	private static List<VoiceMetrics> events(int step) {
		SplittableRandom random = new SplittableRandom(step);
		VoiceMetrics request = request(random);
		return (random.nextInt(10) == 0) ? List.of(request, Events.discarded(request)) : List.of(request);
	}

	private static VoiceMetrics request(SplittableRandom random) {
		MetricsOrigin origin = Events.origin("acme", "m" + random.nextInt(MODELS),
				Outcome.values()[random.nextInt(Outcome.values().length)]);
		TokenUsage tokens = TokenUsage.of(random.nextLong(-100, 5000), random.nextLong(-100, 500))
			.with(TokenType.values()[random.nextInt(TokenType.values().length)], random.nextLong(100));
		OptionalDouble seconds = (random.nextInt(10) == 0) ? OptionalDouble.empty()
				: OptionalDouble.of(random.nextDouble(20));
		return switch (random.nextInt(6)) {
			case 0 -> Events.llm(origin, tokens);
			case 1 -> Events.realtime(origin, tokens, seconds);
			case 2 -> Events.tts(origin, OptionalLong.of(random.nextInt(300)), seconds, tokens);
			case 3 -> Events.stt(origin, seconds, tokens);
			case 4 -> Events.interruption(origin, 1);
			default -> Events.eou(origin, OptionalDouble.of(0.1));
		};
	}

	private static void merge(Map<RowKey, ModelUsage> sums, ModelUsage row) {
		sums.merge(new RowKey(row.kind(), row.provider(), row.model()), row, (one, other) -> new ModelUsage(one.kind(),
				one.provider(), one.model(), one.requests() + other.requests(),
				one.failedRequests() + other.failedRequests(), one.cancelledRequests() + other.cancelledRequests(),
				one.discardedRequests() + other.discardedRequests(), one.tokens().plus(other.tokens()),
				one.discardedTokens().plus(other.discardedTokens()), sum(one.characters(), other.characters()),
				sum(one.audioDuration(), other.audioDuration()), sum(one.sessionDuration(), other.sessionDuration())));
	}

	private static OptionalLong sum(OptionalLong one, OptionalLong other) {
		return one.isEmpty() ? other : other.isEmpty() ? one : OptionalLong.of(one.getAsLong() + other.getAsLong());
	}

	/**
	 * To the nanosecond.
	 */
	private static OptionalDouble sum(OptionalDouble one, OptionalDouble other) {
		if (one.isEmpty() || other.isEmpty()) {
			return one.isEmpty() ? other : one;
		}
		return OptionalDouble.of((Math.round(one.getAsDouble() * 1e9) + Math.round(other.getAsDouble() * 1e9)) / 1e9);
	}

	private void onAllThreads(IntConsumer work) throws Exception {
		CyclicBarrier together = new CyclicBarrier(THREADS);
		List<Future<?>> tasks = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			int thread = i;
			tasks.add(this.pool.submit(() -> {
				together.await(30, TimeUnit.SECONDS);
				work.accept(thread);
				return null;
			}));
		}
		for (Future<?> task : tasks) {
			task.get(90, TimeUnit.SECONDS);
		}
	}

}
