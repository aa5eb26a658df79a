package io.voicetelemetry.metrics;

import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class VoiceMetersTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final VoiceMeters meters = new VoiceMeters(this.registry, 100, 1000);

	@Test
	void countsWithOneCall() {
		this.meters.count("voice.greetings.delivered", "tenant.id", "clinic-1");
		this.meters.count("voice.greetings.delivered", "tenant.id", "clinic-1");
		this.meters.count("voice.greetings.delivered", "tenant.id", null);
		this.meters.count("orders", 2.5);
		this.meters.count("nothing", 0);
		assertThat(lines()).containsExactlyInAnyOrder("voice.greetings.delivered[tenant.id=clinic-1] 2",
				"voice.greetings.delivered[tenant.id=none] 1", "orders[] 2.5");
	}

	@Test
	void recordsValuesAndTimes() {
		this.meters.record("basket.size", 3, "tenant.id", "clinic-1");
		this.meters.record("basket.size", 0, "tenant.id", "clinic-1");
		this.meters.record("hold.time", Duration.ofMillis(1_250));
		assertThat(lines()).containsExactlyInAnyOrder("basket.size[tenant.id=clinic-1] 3 in 2",
				"hold.time[] 1.25 in 1");
	}

	@Test
	void timesHaveBucketsOfSeconds() {
		PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		new VoiceMeters(prometheus, 1, 1).record("hold.time", Duration.ofMillis(1_250));
		assertThat(prometheus.scrape()).contains("hold_time_seconds_bucket{le=\"1.0\"} 0",
				"hold_time_seconds_bucket{le=\"1.5\"} 1");
	}

	@Test
	void theFirstCallDecidesWhichTagsThereAre(CapturedOutput output) {
		this.meters.count("orders", "tenant.id", "clinic-1", "kind", "new");
		this.meters.count("orders", "kind", "new", "tenant.id", "clinic-1");
		this.meters.count("orders", "kind", "new");
		this.meters.count("orders", "kind", "new", "color", "red");
		this.meters.count("orders");
		assertThat(lines()).containsExactlyInAnyOrder("orders[kind=new, tenant.id=clinic-1] 2",
				"orders[kind=new, tenant.id=none] 2", "orders[kind=none, tenant.id=none] 1");
		assertThat(output).containsOnlyOnce("A tag of the meter 'orders' is left out").doesNotContain("red");
	}

	@ParameterizedTest
	@ValueSource(strings = { "session.id", "user.id", "voice.room_name", "gen_ai.conversation.id", "session_id",
			"call.sid", "request-uuid", "callId", "Order_ID", "room.name", "id", "uuid" })
	void idsAreNoTags(String key, CapturedOutput output) {
		for (int i = 0; i < 3; i++) {
			this.meters.count("orders", "kind", "new", key, "id-" + i);
		}
		assertThat(lines()).containsExactly("orders[kind=new] 3");
		assertThat(output).containsOnlyOnce("A tag of the meter 'orders' is left out").doesNotContain("id-");
	}

	@ParameterizedTest
	@ValueSource(strings = { "tenant.id", "tenant_id", "tenantId", "paid", "grid", "idle", "room" })
	void tagsThatAreNoIdsAreKept(String key, CapturedOutput output) {
		this.meters.count("orders", key, "value");
		assertThat(lines()).containsExactly("orders[" + key + "=value] 1");
		assertThat(output).doesNotContain("is left out");
	}

	@ParameterizedTest
	@ValueSource(strings = { "voice.turns", "llm.tokens.input", "gen_ai.client.token.usage", "voice_turns",
			"voice.sessions.active" })
	void namesOfThisProjectAreRefused(String name, CapturedOutput output) {
		this.meters.count(name, "a", "b");
		this.meters.record(name, 2);
		assertThat(this.registry.getMeters()).isEmpty();
		assertThat(output).containsOnlyOnce("Voice Telemetry has a meter of that name");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "\t" })
	void namesMustBeThere(@Nullable String name) {
		this.meters.count(name);
		this.meters.record(name, Duration.ZERO);
		this.meters.count("x".repeat(201));
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void oddTagsAreToldOnce(CapturedOutput output) {
		this.meters.count("orders", "tenant.id");
		this.meters.count("orders", "tenant.id");
		this.meters.count("orders", (String[]) null);
		assertThat(this.registry.getMeters()).isEmpty();
		assertThat(output).containsOnlyOnce("The meter 'orders' is not recorded: its tags");
	}

	@Test
	void keysMustBeThere() {
		this.meters.count("orders", null, "a", " ", "b", "kind", "new");
		this.meters.count("orders", null, "a", " ", "b", "kind", "new");
		assertThat(lines()).containsExactly("orders[kind=new] 2");
	}

	@Test
	void amountsThatAreNone(CapturedOutput output) {
		for (double amount : new double[] { -1, Double.NaN, Double.POSITIVE_INFINITY }) {
			this.meters.count("orders", amount);
			this.meters.record("sizes", amount);
		}
		this.meters.record("times", Duration.ofMillis(-1));
		this.meters.record("times", (Duration) null);
		assertThat(this.registry.getMeters()).isEmpty();
		assertThat(output).containsOnlyOnce("'orders' is not recorded: a value")
			.containsOnlyOnce("'times' is not recorded: a value");
	}

	@Test
	void aNameIsOfOneKind(CapturedOutput output) {
		this.meters.count("orders");
		this.meters.record("orders", 2);
		this.meters.record("orders", 2);
		assertThat(lines()).containsExactly("orders[] 1");
		assertThat(output).containsOnlyOnce("'orders' is not recorded: it was a counter before");
	}

	@Test
	void theNumberOfNamesIsBounded(CapturedOutput output) throws Exception {
		Together.run(8, (thread) -> {
			for (int i = 0; i < 1_000; i++) {
				this.meters.count("name." + thread + "." + i);
			}
		});
		assertThat(this.registry.getMeters()).hasSize(100);
		assertThat(output).containsOnlyOnce("there are 100 others already");
	}

	@Test
	void theNumberOfValuesIsBounded() throws Exception {
		Together.run(8, (thread) -> {
			for (int i = 0; i < 10_000; i++) {
				this.meters.count("orders", "tenant.id", "tenant-" + thread + "-" + i, "kind", "kind-" + i);
			}
		});
		assertThat(this.registry.getMeters()).hasSizeBetween(101, 1_001);
		assertThat(this.registry.find("orders").counters().stream().mapToDouble(Counter::count).sum())
			.isEqualTo(80_000);
	}

	@Test
	void aMeterOfTheApplicationThatIsOfAnotherKind(CapturedOutput output) {
		this.registry.timer("orders");
		this.meters.count("orders");
		this.meters.count("orders");
		assertThat(output).containsOnlyOnce("The meter 'orders' is not recorded: java.lang.IllegalArgumentException");
	}

	@Test
	void sumsAreExact() throws Exception {
		Together.run(16, (thread) -> {
			for (int i = 0; i < 10_000; i++) {
				this.meters.count("orders", "kind", (i % 2 == 0) ? "new" : "old");
			}
		});
		assertThat(lines()).containsExactlyInAnyOrder("orders[kind=new] 80000", "orders[kind=old] 80000");
	}

	@Test
	void noopDoesNothing() {
		VoiceMeters.noop().count("orders", "tenant.id");
		VoiceMeters.noop().record("orders", -1);
		VoiceMeters.noop().record("orders", Duration.ZERO);
		assertThat(VoiceMeters.noop()).isSameAs(VoiceMeters.noop());
	}

	private List<String> lines() {
		return Recorded.lines(this.registry);
	}

}
