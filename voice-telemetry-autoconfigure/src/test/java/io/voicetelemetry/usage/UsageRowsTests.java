package io.voicetelemetry.usage;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.ModelUsage;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.UsageKind;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UsageRowsTests {

	private static final int EVENTS = 20_000;

	private static final int ROWS = 300;

	private final com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory
		.getThreadMXBean();

	@Test
	void eachKindProviderAndModelHasItsOwn() {
		UsageRows rows = new UsageRows(ROWS);
		List<UsageRow> first = rowsOfEach(rows);
		assertThat(new HashSet<>(first)).hasSize(ROWS);
		assertThat(rowsOfEach(rows)).isEqualTo(first);
		assertThat(first).extracting(UsageRow::position).isEqualTo(IntStream.range(0, ROWS).boxed().toList());
	}

	private static List<UsageRow> rowsOfEach(UsageRows rows) {
		return IntStream.range(0, ROWS)
			.mapToObj((i) -> rows.of(UsageKind.values()[i % 5], Events.origin("p" + i / 5 % 6, "m" + i / 30)))
			.toList();
	}

	@Test
	void namesThatHashTheSameAreTold() {
		UsageRows rows = new UsageRows(100);
		// Two characters each whose hash is the same.
		List<UsageRow> found = List.of(rows.of(UsageKind.LLM, Events.origin("acme", "Aa")),
				rows.of(UsageKind.LLM, Events.origin("acme", "BB")),
				rows.of(UsageKind.LLM, Events.origin("Aa", "acme")),
				rows.of(UsageKind.LLM, Events.origin("BB", "acme")));
		assertThat(new HashSet<>(found)).hasSize(4);
		assertThat(rows.of(UsageKind.LLM, Events.origin("acme", "BB"))).isSameAs(found.get(1));
	}

	@Test
	void namesThatAreUnknownOrLong() {
		UsageRows rows = new UsageRows(100);
		assertThat(rows.of(UsageKind.LLM, Events.origin(null, null)))
			.isSameAs(rows.of(UsageKind.LLM, Events.origin("", "")));
		assertThat(rows.of(UsageKind.LLM, Events.origin("acme", "m".repeat(1_025))))
			.isSameAs(rows.of(UsageKind.LLM, Events.origin("acme", "m".repeat(1_024) + "x")));
	}

	@RepeatedTest(20)
	void threadsThatRaceFindTheSameWhileTheTableGrows() throws Exception {
		UsageRows rows = new UsageRows(ROWS - 1);
		UsageRow[][] found = new UsageRow[2][ROWS];
		RacingThreads.race(ROWS,
				(thread, step) -> found[thread][step] = rows.of(UsageKind.LLM, Events.origin("acme", "m" + step)));
		assertThat(found[0]).isEqualTo(found[1]);
		assertThat(rows.snapshots()).hasSize(ROWS).last().extracting(ModelUsage::model).isEqualTo(ModelUsage.OTHER);
	}

	@Test
	void whatIsFedLeavesNothingOnTheHeap() {
		UsageCollector collector = new UsageCollector();
		LlmMetrics event = Events.llm(new MetricsOrigin(null, null, null, "acme", "m1", "m1-2026", null, null, null,
				Outcome.SUCCESS, null, Instant.EPOCH, "t", "s"), TokenUsage.of(10L, 1L));
		collector.feed(event);
		long before = this.threads.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < EVENTS; i++) {
			collector.feed(event);
		}
		long bytes = this.threads.getCurrentThreadAllocatedBytes() - before;
		assertThat(bytes / (double) EVENTS).isLessThan(1);
		assertThat(collector.usage()).singleElement().extracting(ModelUsage::requests).isEqualTo(EVENTS + 1L);
	}

}
