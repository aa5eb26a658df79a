package io.voicetelemetry.usage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.voicetelemetry.event.ModelUsage;
import io.voicetelemetry.event.VoiceMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class DuplicateUsageTests {

	private final UsageCollector collector = new UsageCollector();

	private ModelUsage only() {
		assertThat(this.collector.usage()).hasSize(1);
		return this.collector.usage().get(0);
	}

	@Test
	void anEventCountsOnce() {
		VoiceMetrics event = Events.llm("acme", "m1", 10, 1);
		this.collector.collect(event);
		this.collector.collect(event);
		this.collector.collect(Events.llm("acme", "m1", 5, 1));
		this.collector.collect(event);
		assertThat(only().requests()).isEqualTo(2);
		assertThat(only().tokens().input()).hasValue(15);
	}

	@Test
	void anEqualEventIsAnotherRequest() {
		VoiceMetrics event = Events.llm("acme", "m1", 10, 1);
		VoiceMetrics copy = Events.llm("acme", "m1", 10, 1);
		assertThat(copy).isEqualTo(event);
		this.collector.collect(event);
		this.collector.collect(copy);
		assertThat(only().requests()).isEqualTo(2);
		assertThat(only().tokens().input()).hasValue(20);
	}

	@Test
	void anEventCountsOnceInEachCollector() {
		UsageCollector another = new UsageCollector();
		VoiceMetrics event = Events.llm("acme", "m1", 10, 1);
		this.collector.collect(event);
		another.collect(event);
		assertThat(another.usage()).isEqualTo(this.collector.usage()).hasSize(1);
	}

	@Test
	void aRequestIsDiscardedOnce() {
		VoiceMetrics unheard = Events.llm("acme", "m1", 10, 1);
		VoiceMetrics mark = Events.discarded(unheard);
		this.collector.collect(unheard);
		this.collector.collect(mark);
		this.collector.collect(mark);
		this.collector.collect(unheard);
		this.collector.collect(Events.discarded(unheard));
		assertThat(only().requests()).isEqualTo(1);
		assertThat(only().discardedRequests()).isEqualTo(1);
		assertThat(only().discardedTokens().input()).hasValue(10);
	}

	@Test
	void anEventThatThreadsBringAtATimeCountsOnce() throws Exception {
		int requests = 20_000;
		List<VoiceMetrics> events = new ArrayList<>();
		for (int i = 0; i < requests; i++) {
			VoiceMetrics request = Events.llm("acme", "m1", 10, 1);
			events.add(request);
			events.add(Events.discarded(request));
		}
		RacingThreads.race(events.size(), (thread, step) -> this.collector.collect(events.get(step)));
		assertThat(only().requests()).isEqualTo(requests);
		assertThat(only().tokens().input()).hasValue(10 * requests);
		assertThat(only().discardedRequests()).isEqualTo(requests);
	}

	@Test
	void holdsNoEventThatNobodyHolds() {
		VoiceMetrics held = Events.llm("acme", "m1", 10, 1);
		this.collector.collect(held);
		this.collector.collect(Events.discarded(held));
		for (int i = 0; i < 1000; i++) {
			VoiceMetrics event = Events.llm("acme", "m1", 10, 1);
			this.collector.collect(event);
			this.collector.collect(Events.discarded(event));
		}
		await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20)).until(() -> {
			System.gc();
			return this.collector.remembered() == 2;
		});
		this.collector.collect(held);
		assertThat(only().requests()).isEqualTo(1001);
		assertThat(only().discardedRequests()).isEqualTo(1001);
	}

	@Test
	void forgetsWhileItCollects() {
		SeenEvents seen = new SeenEvents();
		addUnheld(seen, 10_000);
		await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20)).until(() -> {
			System.gc();
			addUnheld(seen, 1000);
			return seen.size() < 5000;
		});
	}

	private static void addUnheld(SeenEvents seen, int events) {
		for (int i = 0; i < events; i++) {
			seen.add(Events.llm("acme", "m1", 10, 1));
		}
	}

	@Test
	void goesByTheObject() {
		SeenEvents seen = new SeenEvents();
		VoiceMetrics event = Events.llm("acme", "m1", 10, 1);
		assertThat(seen.add(event)).isTrue();
		assertThat(seen.add(event)).isFalse();
		assertThat(seen.add(Events.llm("acme", "m1", 10, 1))).isTrue();
	}

}
