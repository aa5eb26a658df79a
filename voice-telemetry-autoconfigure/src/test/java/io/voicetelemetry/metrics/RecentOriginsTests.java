package io.voicetelemetry.metrics;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.RealtimeMetrics;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.TurnMetrics;
import io.voicetelemetry.event.VoiceMetrics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static io.voicetelemetry.metrics.Figures.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is remembered of an origin is never that of another.
 */
class RecentOriginsTests {

	private static final int THREADS = 16;

	private static final int CALLS = 20_000;

	/** More than are remembered. */
	private static final int MANY = 2_000;

	private final com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory
		.getThreadMXBean();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final MeterRows rows = new MeterRows(new MeterFactory(this.registry), 3_000, 10_000);

	private final RecentOrigins origins = new RecentOrigins(this.rows);

	/** The values that tags are made of, each of its own. */
	private static MetricsOrigin origin(@Nullable String[] values, Outcome outcome) {
		return new MetricsOrigin("call", values[0], "speech", values[1], values[2], values[3], "r", values[4],
				values[5], outcome, values[6], Instant.EPOCH, "t", "s");
	}

	private static @Nullable String[] values() {
		return new @Nullable String[] { "clinic-1", "acme", "m1", "m1-2026", "greeting", "Agent.reply",
				"java.io.IOException" };
	}

	private static MetricsOrigin ofModel(int model) {
		return Figures.origin("clinic-1", null).withModel("acme", "m" + model);
	}

	@Test
	void whatOnlyTheCallHasMakesNoDifference() {
		MetricsOrigin one = origin(values(), Outcome.SUCCESS);
		@Nullable String[] anew = Arrays.stream(values()).map((value) -> new String(value.toCharArray())).toArray(String[]::new);
		MetricsOrigin other = new MetricsOrigin("call-2", anew[0], "speech-2", anew[1], anew[2], anew[3], "r2", anew[4],
				anew[5], Outcome.SUCCESS, anew[6], Instant.MAX, "t2", "s2");
		assertThat(this.origins.of(Figures.llm(one), "x")).isSameAs(this.origins.of(Figures.llm(one), "x"))
			.isSameAs(this.origins.of(Figures.llm(other), new String("x".toCharArray())));
	}

	@Test
	void eachValueOfATagMakesADifference() {
		Set<OriginRows> different = new HashSet<>();
		for (Outcome outcome : Outcome.values()) {
			different.add(this.origins.of(Figures.llm(origin(values(), outcome)), "x"));
		}
		for (int i = 0; i < values().length; i++) {
			for (@Nullable
			String value : new @Nullable String[] { null, "another" }) {
				@Nullable String[] values = values();
				values[i] = value;
				VoiceMetrics metrics = Figures.llm(origin(values, Outcome.SUCCESS));
				OriginRows rows = this.origins.of(metrics, "x");
				assertThat(this.origins.of(metrics, "x")).isSameAs(rows);
				different.add(rows);
			}
		}
		MetricsOrigin origin = origin(values(), Outcome.SUCCESS);
		different.add(this.origins.of(Figures.llm(origin), null));
		different.add(this.origins.of(Figures.llm(origin), "y"));
		different.add(this.origins.of(Figures.tool(origin), "x"));
		assertThat(different).hasSize(Outcome.values().length + 2 * values().length + 3);
	}

	@Test
	void whatWasForgottenIsFoundAgain() {
		List<MeterRow> first = IntStream.range(0, MANY).mapToObj(this::rowOf).toList();
		List<MeterRow> second = IntStream.range(0, MANY).mapToObj(this::rowOf).toList();
		assertThat(new HashSet<>(first)).hasSize(MANY);
		assertThat(second).isEqualTo(first);
	}

	private MeterRow rowOf(int model) {
		return this.origins.of(Figures.llm(ofModel(model)), null).get(TagSet.LLM);
	}

	@Test
	void keepsNothingThatIsLong() {
		LlmMetrics metrics = Figures.llm(Figures.origin("clinic-1", "m".repeat(201)));
		OriginRows rows = this.origins.of(metrics, null);
		assertThat(this.origins.of(metrics, null)).isNotSameAs(rows);
		assertThat(this.origins.of(metrics, null).get(TagSet.LLM)).isSameAs(rows.get(TagSet.LLM));
	}

	@Test
	void aCallLeavesNothingOnTheHeap() {
		Recorded recorded = new Recorded(this.registry);
		VoiceMetrics[] call = { Figures.llm(ofModel(1)), Figures.tool(ofModel(1)), Figures.llm(ofModel(2)),
				new TurnMetrics(ofModel(1), TurnMetrics.Role.AGENT, 1, false, false) };
		recorded.told(call);
		long before = this.threads.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < CALLS; i++) {
			recorded.told(call);
		}
		long bytes = this.threads.getCurrentThreadAllocatedBytes() - before;
		assertThat(bytes / (double) CALLS).isLessThan(1);
	}

	@Test
	void whatIsOtherStaysOther() {
		VoiceMetricsRecorder recorder = new VoiceMetricsRecorder(this.registry, 1, 100);
		for (int i = 0; i < 3; i++) {
			recorder.listener().onMetrics(Figures.tool(Figures.origin("clinic-1", "m1")));
			recorder.listener().onMetrics(Figures.llm(Figures.origin("clinic-1", "m1")));
			recorder.listener().onMetrics(Figures.llm(Figures.origin("clinic-2", "m1")));
		}
		assertThat(Recorded.lines(this.registry)).filteredOn((line) -> line.startsWith("llm.requests"))
			.containsExactlyInAnyOrder(
					"llm.requests[llm.call_site=Agent.reply, llm.model=m1, llm.provider=acme, llm.use_case=greeting, outcome=success, tenant.id=clinic-1] 3",
					"llm.requests[llm.call_site=Agent.reply, llm.model=m1, llm.provider=acme, llm.use_case=greeting, outcome=success, tenant.id=other] 3");
	}

	@Test
	void aCombinationOfWhichNothingIsRecordedTakesNoRoom() {
		VoiceMetricsRecorder recorder = new VoiceMetricsRecorder(this.registry, 100, 1);
		recorder.listener()
			.onMetrics(
					new RealtimeMetrics(ofModel(1), 1, UNKNOWN, TokenUsage.unknown(), UNKNOWN, UNKNOWN, UNKNOWN, true));
		recorder.listener()
			.onMetrics(new RealtimeMetrics(ofModel(2), 1, UNKNOWN, TokenUsage.unknown(), UNKNOWN, UNKNOWN,
					Figures.s(0.1), true));
		assertThat(this.registry.get("voice.connection.acquire_time").timer().getId().getTag("gen_ai.request.model"))
			.isEqualTo("m2");
	}

	@Test
	void aMeterThatTheApplicationRemovedStaysRemoved() {
		Recorded recorded = new Recorded(this.registry).told(Figures.tool(Figures.origin()));
		this.registry.remove(this.registry.get("voice.tool.calls").counter());
		recorded.told(Figures.tool(Figures.origin()));
		assertThat(recorded.lines()).contains("voice.tool.duration[outcome=success, tool=book] 0.5 in 2")
			.noneMatch((line) -> line.startsWith("voice.tool.calls"));
		assertThat(recorded.recorder().failures()).isZero();
	}

	@Test
	void sumsAreExactWhileThreadsMakeEachOtherForget() throws Exception {
		VoiceMetricsRecorder recorder = new VoiceMetricsRecorder(this.registry, 3_000, 10_000);
		Together.run(THREADS, (thread) -> {
			for (int i = 0; i < MANY; i++) {
				recorder.listener().onMetrics(Figures.llm(ofModel(MANY + thread % 2)));
				recorder.listener().onMetrics(Figures.llm(ofModel((i + 100 * thread) % MANY)));
			}
		});
		Map<String, Double> requests = this.registry.find("llm.requests")
			.counters()
			.stream()
			.collect(
					Collectors.toMap((counter) -> String.valueOf(counter.getId().getTag("llm.model")), Counter::count));
		Map<String, Double> expected = IntStream.range(0, MANY + 2)
			.boxed()
			.collect(Collectors.toMap((model) -> "m" + model,
					(model) -> (model < MANY) ? 1.0 * THREADS : THREADS / 2.0 * MANY));
		assertThat(requests).isEqualTo(expected);
		assertThat(recorder.failures()).isZero();
	}

}
