package io.voicetelemetry.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.cumulative.CumulativeCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.voicetelemetry.event.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Registries that refuse: the call goes on, and so does everything that they take.
 */
@ExtendWith(OutputCaptureExtension.class)
class HostileRegistryTests {

	@Test
	void aMeterOfTheApplicationThatIsOfAnotherKind(CapturedOutput output) {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		registry.summary("voice.tool.calls", "outcome", "success", "tool", "book");
		Recorded recorded = new Recorded(registry);
		for (int i = 0; i < 3; i++) {
			recorded.told(Figures.tool(Figures.origin()));
		}
		assertThat(recorded.lines()).contains("voice.tool.calls[outcome=success, tool=book] 0 in 0",
				"voice.tool.duration[outcome=success, tool=book] 0.75 in 3");
		assertThat(recorded.recorder().failures()).isEqualTo(1);
		assertThat(output).containsOnlyOnce("The meter 'voice.tool.calls' is not recorded")
			.contains("There is already a registered meter of a different type");
	}

	@Test
	void aMeterOfTheApplicationWithOtherTags() {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		registry.throwExceptionOnRegistrationFailure();
		registry.counter("voice.tool.calls", "color", "red").increment();
		Recorded recorded = new Recorded(registry).told(Figures.tool(Figures.origin()));
		assertThat(registry.scrape()).contains("voice_tool_calls_total{color=\"red\"} 1.0",
				"voice_tool_calls_total{outcome=\"success\",tool=\"book\"} 1.0");
		assertThat(recorded.recorder().failures()).isZero();
	}

	@Test
	void aMeterOfTheApplicationThatPrometheusWritesTheSameWay(CapturedOutput output) {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		registry.throwExceptionOnRegistrationFailure();
		Gauge.builder("voice.tool.duration.seconds", () -> 7).register(registry);
		Recorded recorded = new Recorded(registry).told(Figures.tool(Figures.origin()), Figures.tool(Figures.origin()));
		assertThat(registry.scrape()).contains("voice_tool_duration_seconds 7.0",
				"voice_tool_calls_total{outcome=\"success\",tool=\"book\"} 2.0");
		assertThat(recorded.recorder().failures()).isEqualTo(1);
		assertThat(output).containsOnlyOnce("The meter 'voice.tool.duration' is not recorded");
	}

	@Test
	void everythingIsRefused(CapturedOutput output) {
		Recorded recorded = new Recorded(new SimpleMeterRegistry() {
			@Override
			protected Counter newCounter(Meter.Id id) {
				throw new IllegalStateException("no counters");
			}
		});
		for (int i = 0; i < 3; i++) {
			recorded.listener().onSessionStart(Figures.start("clinic-1", null));
			recorded.told(Figures.tool(Figures.origin()));
			recorded.listener().onSessionEnd(Figures.end("clinic-1", Outcome.SUCCESS, "hangup", null));
		}
		assertThat(recorded.lines()).contains("voice.tool.duration[outcome=success, tool=book] 0.75 in 3")
			.noneMatch((line) -> line.startsWith("voice.tool.calls"));
		assertThat(recorded.recorder().failures()).isEqualTo(2);
		assertThat(output).containsOnlyOnce("The meter 'voice.tool.calls' is not recorded");
	}

	@Test
	void aMeterThatBreaks(CapturedOutput output) {
		Recorded recorded = new Recorded(new SimpleMeterRegistry() {
			@Override
			protected Counter newCounter(Meter.Id id) {
				return new CumulativeCounter(id) {
					@Override
					public void increment(double amount) {
						throw new StackOverflowError("deep");
					}
				};
			}
		});
		recorded.told(Figures.tool(Figures.origin()), Figures.tool(Figures.origin()));
		assertThat(recorded.lines()).contains("voice.tool.duration[outcome=success, tool=book] 0.5 in 2");
		assertThat(recorded.recorder().failures()).isEqualTo(2);
		assertThat(output).containsOnlyOnce("StackOverflowError");
	}

	@Test
	@SuppressWarnings("NullAway") // What nobody should do.
	void whatMakesNoSense() {
		Recorded recorded = new Recorded();
		recorded.listener().onMetrics(null);
		recorded.listener().onSessionStart(null);
		recorded.listener().onSessionEnd(null);
		assertThat(recorded.lines()).isEmpty();
		assertThat(recorded.recorder().failures()).isEqualTo(3);
	}

	@Test
	void isClosed() {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		Recorded recorded = new Recorded(registry).told(Figures.tool(Figures.origin()));
		registry.close();
		recorded.told(Figures.tool(Figures.origin()), Figures.llm(Figures.origin()));
		assertThat(recorded.lines()).noneMatch((line) -> line.startsWith("llm."));
		assertThat(recorded.recorder().failures()).isZero();
	}

	@Test
	void isClosedBefore() {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		registry.close();
		Recorded recorded = new Recorded(registry).told(Figures.tool(Figures.origin()));
		new VoiceMeters(registry, 1, 1).count("orders");
		assertThat(registry.getMeters()).isEmpty();
		assertThat(recorded.recorder().failures()).isZero();
	}

	@Test
	void isFilteredByTheApplication() {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		registry.config()
			.meterFilter(MeterFilter.denyNameStartsWith("gen_ai"))
			.meterFilter(MeterFilter.ignoreTags("tenant.id"))
			.commonTags("region", "eu");
		Recorded recorded = new Recorded(registry).told(Figures.tool(Figures.origin()),
				Figures.tool(Figures.origin("clinic-2", "m1")));
		assertThat(recorded.lines()).containsExactlyInAnyOrder(
				"voice.tool.calls[outcome=success, region=eu, tool=book] 2",
				"voice.tool.duration[outcome=success, region=eu, tool=book] 0.5 in 2");
	}

	@Test
	void isAddedLater() {
		CompositeMeterRegistry composite = new CompositeMeterRegistry();
		Recorded recorded = new Recorded(composite).told(Figures.tool(Figures.origin()));
		SimpleMeterRegistry added = new SimpleMeterRegistry();
		composite.add(added);
		recorded.told(Figures.tool(Figures.origin()));
		assertThat(added.get("voice.tool.calls").counter().count()).isEqualTo(1);
		assertThat(added.get("voice.sessions.active").gauge().value()).isZero();
	}

}
