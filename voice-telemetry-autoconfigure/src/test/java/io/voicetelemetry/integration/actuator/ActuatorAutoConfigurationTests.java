package io.voicetelemetry.integration.actuator;

import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.Surrounding;

import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When an application tells of its telemetry.
 */
class ActuatorAutoConfigurationTests {

	@Test
	void tellsNothingUnlessAskedTo() throws Exception {
		try (WatchedApplication application = new WatchedApplication(Surrounding.MVC)) {
			assertThat(application.get("voicetelemetry").statusCode()).isEqualTo(404);
			assertThat(application.get("info").statusCode()).isEqualTo(404);
			assertThat(application.get("health").body()).contains("UP").doesNotContain("voiceTelemetry");
			assertThat(application.application().context().getBeansOfType(VoiceTelemetryEndpoint.class)).isEmpty();
		}
	}

	@Test
	void tellsOverWebFluxToo() throws Exception {
		try (WatchedApplication application = new WatchedApplication(Surrounding.WEBFLUX, WatchedApplication.EXPOSED)
			.playCalls()) {
			JsonNode told = application.json("voicetelemetry");
			assertThat(told.at("/sessions/open").asInt()).isOne();
			assertThat(told.at("/export/backends/otlp/delivered").asInt()).isPositive();
			assertThat(application.get("info").body()).isEqualTo("{}");
		}
	}

	@Test
	void tellsThatNothingIsRecordedWhenSwitchedOff() throws Exception {
		try (WatchedApplication application = new WatchedApplication(Surrounding.MVC, WatchedApplication.EXPOSED,
				"voice.telemetry.enabled=false", "management.info.voice-telemetry.enabled=true")) {
			assertThat(application.get("voicetelemetry").body())
				.isEqualTo("{\"recording\":false,\"content\":\"not recorded\",\"sessions\":{\"open\":0},"
						+ "\"refusals\":{},\"interception\":{},"
						+ "\"export\":{\"backends\":{},\"notSent\":{},\"obstacles\":[]}}");
			assertThat(application.json("info").get("voice-telemetry").get("recording").asBoolean()).isFalse();
			assertThat(application.application().context().getBeansOfType(DeliveryHealthIndicator.class)).isEmpty();
		}
	}

	@Test
	void givesWayToWhatTheApplicationHas() {
		try (SurroundedApplication application = Surrounding.PLAIN.start(List.of(Own.class), WatchedApplication.EXPOSED,
				"management.info.voice-telemetry.enabled=true")) {
			assertThat(application.context().getBeansOfType(VoiceTelemetryEndpoint.class)).containsOnlyKeys("own");
			assertThat(application.context().getBeansOfType(InfoContributor.class))
				.containsKey("voiceTelemetryInfoContributor");
			assertThat(application.context().getBeansOfType(VoiceTelemetryInfoContributor.class)).isEmpty();
			assertThat(application.context().getBeansOfType(DeliveryHealthIndicator.class)).isEmpty();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Own {

		@Bean
		VoiceTelemetryEndpoint own(TelemetryState state) {
			return new VoiceTelemetryEndpoint(state);
		}

		@Bean
		InfoContributor voiceTelemetryInfoContributor() {
			return (info) -> info.withDetail("voice", "mine");
		}

		@Bean
		HealthIndicator voiceTelemetryHealthIndicator() {
			return () -> Health.down().build();
		}

	}

}
