package io.voicetelemetry.autoconfigure;

import java.time.Duration;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.voicetelemetry.export.VoiceSpanProcessor;
import io.voicetelemetry.integration.actuator.DeliveryHealthIndicator;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Where it can be seen what became of spans.
 */
class DeliveryAccountTests {

	private final OtlpReceiver receiver = OtlpReceiver.start();

	@AfterEach
	void close() {
		this.receiver.close();
	}

	@Test
	void metersBalanceWhileTheBackendRefusesAndAfterwards() {
		try (ConfigurableApplicationContext context = run()) {
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.get("voice.export.spans.dropped").tag("backend", "otlp").functionCounters()).hasSize(6)
				.allSatisfy((counter) -> assertThat(counter.count()).isZero());
			this.receiver.respondWith(401);
			call(context);
			context.getBean(VoiceSpanProcessor.class).flush(Duration.ofMillis(100));
			assertThat(count(meters, "accepted")).isEqualTo(2);
			assertThat(count(meters, "delivered")).isZero();
			assertThat(meters.get("voice.export.spans.queued").gauge().value()).isEqualTo(2);
			assertThat(meters.get("voice.export.queue.size").gauge().value()).isPositive();
			this.receiver.reset();
			context.getBean(VoiceSpanProcessor.class).flush(Duration.ofSeconds(30));
			assertThat(count(meters, "delivered")).isEqualTo(2);
			assertThat(meters.get("voice.export.spans.queued").gauge().value()).isZero();
			assertThat(meters.get("voice.export.queue.size").gauge().value()).isZero();
		}
	}

	@Test
	void healthTellsAndStaysUp() {
		try (ConfigurableApplicationContext context = run()) {
			this.receiver.respondWith(401);
			call(context);
			this.receiver.awaitRequests(1, Duration.ofSeconds(30));
			await().untilAsserted(
					() -> assertThat(context.getBean(VoiceSpanProcessor.class).counts().get(0).problem()).isNotNull());
			DeliveryHealthIndicator indicator = context.getBean(DeliveryHealthIndicator.class);
			Health health = indicator.health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails().get("otlp")).isEqualTo(Map.of("accepted", 2L, "delivered", 0L, "dropped",
					Map.of(), "queued", 2L, "problem", "answered 401: authentication is refused"));
			this.receiver.reset();
			context.getBean(VoiceSpanProcessor.class).flush(Duration.ofSeconds(30));
			assertThat(indicator.health().getDetails().get("otlp"))
				.isEqualTo(Map.of("accepted", 2L, "delivered", 2L, "dropped", Map.of(), "queued", 0L));
		}
	}

	@Test
	void healthCanBeSwitchedOff() {
		try (ConfigurableApplicationContext context = run("--management.health.voice-telemetry.enabled=false")) {
			assertThat(context.getBeansOfType(DeliveryHealthIndicator.class)).isEmpty();
		}
	}

	private ConfigurableApplicationContext run(String... arguments) {
		String[] all = new String[arguments.length + 1];
		System.arraycopy(arguments, 0, all, 0, arguments.length);
		all[arguments.length] = "--voice.telemetry.export.otlp.endpoint=" + this.receiver.endpoint();
		return TestApplication.run(Registry.class, all);
	}

	/** A call of two spans. */
	private static void call(ConfigurableApplicationContext context) {
		VoiceSession session = context.getBean(VoiceTelemetry.class).session().start();
		session.startUserTurn().end();
		session.end();
	}

	private static double count(MeterRegistry meters, String what) {
		return meters.get("voice.export.spans." + what).functionCounter().count();
	}

	@Configuration(proxyBeanMethods = false)
	static class Registry {

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

	}

}
