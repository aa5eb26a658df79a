package io.voicetelemetry.autoconfigure;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.voicetelemetry.event.SessionStart;
import io.voicetelemetry.event.VoiceMetricsListener;
import io.voicetelemetry.metrics.VoiceMeters;
import io.voicetelemetry.metrics.VoiceMetricsRecorder;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class VoiceTelemetryMetricsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(VoiceTelemetryMetricsAutoConfiguration.class,
				MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class));

	@Test
	void recordsInTheRegistryOfTheApplication() {
		this.runner.withUserConfiguration(OneRegistry.class).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			record(context);
			assertThat(registry.get("voice.sessions.started").counter().count()).isEqualTo(1);
			assertThat(registry.get("voice.sessions.active").gauge().value()).isEqualTo(1);
			assertThat(registry.get("orders").counter().count()).isEqualTo(1);
		});
	}

	@Test
	void theRecorderIsNoListenerThatIsABean() {
		this.runner.withUserConfiguration(OneRegistry.class)
			.run((context) -> assertThat(context).hasSingleBean(VoiceMetricsRecorder.class)
				.doesNotHaveBean(VoiceMetricsListener.class));
	}

	@Test
	void recordsInAllOfSeveralRegistries() {
		this.runner.withUserConfiguration(OneRegistry.class, AnotherRegistry.class).run((context) -> {
			assertThat(context.getBean(MeterRegistry.class)).isInstanceOf(CompositeMeterRegistry.class);
			record(context);
			assertThat(context.getBeansOfType(SimpleMeterRegistry.class)).hasSize(2)
				.allSatisfy((name, registry) -> assertThat(registry.get("orders").counter().count()).isEqualTo(1))
				.allSatisfy((name, registry) -> assertThat(registry.get("voice.sessions.active").gauge().value())
					.isEqualTo(1));
		});
	}

	@Test
	void boundsAreConfigured() {
		this.runner.withUserConfiguration(OneRegistry.class)
			.withPropertyValues("voice.telemetry.metrics.max-tag-values=2",
					"voice.telemetry.metrics.max-combinations=3")
			.run((context) -> {
				for (int i = 0; i < 9; i++) {
					context.getBean(VoiceMeters.class).count("orders", "a", "a" + i, "b", "b" + i % 2);
					start(context, "tenant-" + i);
				}
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.find("orders").counters()).hasSize(4);
				assertThat(registry.find("voice.sessions.started").counters()).hasSize(3);
			});
	}

	@Test
	void metersDoNothingWithoutARegistry() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(VoiceTelemetryMetricsAutoConfiguration.class))
			.run((context) -> {
				assertThat(context).doesNotHaveBean(VoiceMetricsRecorder.class);
				assertThat(context.getBean(VoiceMeters.class)).isSameAs(VoiceMeters.noop());
			});
	}

	@Test
	void metersDoNothingWithSeveralRegistriesOfWhichNoneIsPrimary() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(VoiceTelemetryMetricsAutoConfiguration.class))
			.withUserConfiguration(OneRegistry.class, AnotherRegistry.class)
			.run((context) -> {
				assertThat(context).doesNotHaveBean(VoiceMetricsRecorder.class);
				assertThat(context.getBean(VoiceMeters.class)).isSameAs(VoiceMeters.noop());
			});
	}

	@Test
	void recordsInTheEmptyRegistryThatBootMakesWithoutAny() {
		this.runner.run((context) -> {
			record(context);
			SimpleMeterRegistry later = new SimpleMeterRegistry();
			context.getBean(CompositeMeterRegistry.class).add(later);
			assertThat(later.get("voice.sessions.active").gauge().value()).isEqualTo(1);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "voice.telemetry.enabled", "voice.telemetry.metrics.enabled" })
	void disabledMetersDoNothing(String property) {
		this.runner.withUserConfiguration(OneRegistry.class).withPropertyValues(property + "=false").run((context) -> {
			assertThat(context).doesNotHaveBean(VoiceMetricsRecorder.class);
			assertThat(context.getBean(VoiceMeters.class)).isSameAs(VoiceMeters.noop());
			context.getBean(VoiceMeters.class).count("orders");
			assertThat(context.getBean(MeterRegistry.class).find("orders").meters()).isEmpty();
			assertThat(context.getBean(MeterRegistry.class).find("voice.sessions.active").meters()).isEmpty();
		});
	}

	@Test
	void yieldsToTheMetersOfTheApplication() {
		this.runner.withUserConfiguration(OneRegistry.class, OwnMeters.class).run((context) -> {
			assertThat(context).hasSingleBean(VoiceMeters.class).hasSingleBean(VoiceMetricsRecorder.class);
			assertThat(context.getBean(VoiceMeters.class)).isSameAs(OwnMeters.OWN);
		});
	}

	@Test
	void everyApplicationWithARegistryHasIt() {
		try (ConfigurableApplicationContext context = TestApplication.run(OneRegistry.class)) {
			assertThat(context.getBeansOfType(VoiceMetricsRecorder.class)).hasSize(1);
			assertThat(context.getBean(VoiceMeters.class)).isNotSameAs(VoiceMeters.noop());
		}
	}

	@Test
	void countsWhatIsRefusedAndRejected() {
		try (ConfigurableApplicationContext context = TestApplication.run(OneRegistry.class,
				"--voice.telemetry.session.max-open=1")) {
			MeterRegistry registry = context.getBean(SimpleMeterRegistry.class);
			assertThat(registry.get("voice.sessions.rejected").functionCounter().count()).isZero();
			VoiceTelemetry telemetry = context.getBean(VoiceTelemetry.class);
			telemetry.session().id("call-1").start();
			telemetry.session().id("call-2").start();
			telemetry.session("nobody");
			assertThat(registry.get("voice.sessions.rejected").functionCounter().count()).isEqualTo(1);
			Map<String, Double> refusals = new HashMap<>();
			registry.get("voice.telemetry.refusals")
				.functionCounters()
				.forEach((counter) -> refusals.put(counter.getId().getTag("reason"), counter.count()));
			assertThat(refusals).hasSize(RefusalReason.values().length)
				.containsEntry("session_limit", 1.0)
				.containsEntry("unknown_session", 1.0)
				.containsEntry("late", 0.0);
		}
	}

	@Test
	void startsWithoutMicrometer() throws Exception {
		assertThat(IsolatedClassPath.without("micrometer-").call(ApplicationWithoutMicrometer.class))
			.isEqualTo(Map.of("telemetry", 1, "meters", false));
	}

	private static void record(ConfigurableApplicationContext context) {
		start(context, "tenant-1");
		context.getBean(VoiceMeters.class).count("orders", "tenant.id", "tenant-1");
	}

	private static void start(ConfigurableApplicationContext context, String tenant) {
		context.getBean(VoiceMetricsRecorder.class)
			.listener()
			.onSessionStart(new SessionStart("call-1", tenant, "room", "agent", Instant.EPOCH, "t", "s"));
	}

	@Configuration(proxyBeanMethods = false)
	static class OneRegistry {

		@Bean
		SimpleMeterRegistry oneRegistry() {
			return new SimpleMeterRegistry();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AnotherRegistry {

		@Bean
		SimpleMeterRegistry anotherRegistry() {
			return new SimpleMeterRegistry();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnMeters {

		static final VoiceMeters OWN = new VoiceMeters(new SimpleMeterRegistry(), 1, 1);

		@Bean
		VoiceMeters ownMeters() {
			return OWN;
		}

	}

	/**
	 * What there is without Micrometer.
	 */
	static final class ApplicationWithoutMicrometer implements Callable<Map<String, Object>> {

		@Override
		public Map<String, Object> call() {
			try (ConfigurableApplicationContext context = TestApplication.run(TracedBean.class)) {
				boolean meters = context.containsBean("noopVoiceMeters") || context.containsBean("voiceMeters");
				return Map.of("telemetry", context.getBeanNamesForType(VoiceTelemetry.class).length, "meters", meters);
			}
		}

	}

}
