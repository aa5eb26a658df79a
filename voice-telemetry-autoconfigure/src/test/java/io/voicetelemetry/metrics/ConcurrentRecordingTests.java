package io.voicetelemetry.metrics;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.voicetelemetry.event.LatencyPart;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.TurnLatency;
import org.junit.jupiter.api.Test;

import static io.voicetelemetry.metrics.Figures.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

class ConcurrentRecordingTests {

	private static final int THREADS = 16;

	private static final int ROUNDS = 2_000;

	@Test
	void sumsAreExact() throws Exception {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		Recorded recorded = new Recorded(registry);
		Together.run(THREADS, (thread) -> {
			// Two threads for each customer: they race for the same meters.
			String tenant = "clinic-" + thread / 2;
			for (int i = 0; i < ROUNDS; i++) {
				recorded.listener().onSessionStart(Figures.start(tenant, "room"));
				recorded.told(Figures.llm(Figures.origin(tenant, "m1")), Figures.tool(Figures.origin(tenant, "m1")),
						new TurnLatency(Figures.origin(tenant, "m1"), null, 0.5, UNKNOWN,
								List.of(new LatencyPart(LatencyPart.Kind.LLM, 0, 0.5))));
				if (i % 2 == 0) {
					recorded.listener().onSessionEnd(Figures.end(tenant, Outcome.SUCCESS, "hangup", null));
				}
			}
		});
		for (int tenant = 0; tenant < THREADS / 2; tenant++) {
			String id = "clinic-" + tenant;
			assertThat(registry.get("llm.tokens.input").tag("tenant.id", id).counter().count())
				.isEqualTo(2.0 * ROUNDS * 100);
			assertThat(registry.get("voice.turn.latency.part").tag("tenant.id", id).timer().totalTime(TimeUnit.SECONDS))
				.isEqualTo(2.0 * ROUNDS * 0.5);
			assertThat(registry.get("voice.session.duration_ms").tag("tenant.id", id).summary().count())
				.isEqualTo(ROUNDS);
		}
		assertThat(registry.get("gen_ai.client.operation.duration").timer().count()).isEqualTo(THREADS * ROUNDS);
		assertThat(registry.get("voice.tool.calls").counter().count()).isEqualTo(THREADS * ROUNDS);
		assertThat(registry.get("voice.sessions.active").gauge().value()).isEqualTo(THREADS * ROUNDS / 2);
		assertThat(recorded.recorder().failures()).isZero();
	}

}
