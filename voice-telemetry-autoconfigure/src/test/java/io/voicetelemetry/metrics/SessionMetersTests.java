package io.voicetelemetry.metrics;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.voicetelemetry.event.Outcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SessionMetersTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final Recorded recorded = new Recorded(this.registry);

	@Test
	void callsThatBegan() {
		this.recorded.listener().onSessionStart(Figures.start("clinic-1", "room-1"));
		this.recorded.listener().onSessionStart(Figures.start("clinic-1", "room-2"));
		this.recorded.listener().onSessionStart(Figures.start(null, " "));
		assertThat(this.recorded.lines()).containsExactlyInAnyOrder(
				"voice.sessions.started[tenant.id=clinic-1, voice.room_name.present=true] 2",
				"voice.sessions.started[tenant.id=none, voice.room_name.present=false] 1");
	}

	@Test
	void callsThatEnded() {
		this.recorded.listener().onSessionEnd(Figures.end("clinic-1", Outcome.SUCCESS, "hangup", null));
		this.recorded.listener().onSessionEnd(Figures.end("clinic-1", Outcome.ERROR, "error", "java.io.IOException"));
		assertThat(this.recorded.lines()).containsExactlyInAnyOrder(
				"voice.session.duration_ms[outcome=success, tenant.id=clinic-1, voice.disconnect_reason=hangup] "
						+ "90500 in 1",
				"voice.session.duration_ms[outcome=error, tenant.id=clinic-1, voice.disconnect_reason=error] "
						+ "90500 in 1",
				"voice.errors[error.type=java.io.IOException, tenant.id=clinic-1, voice.stage=agent_session] 1");
	}

	@Test
	void callsThatGoOn() {
		assertThat(active()).isZero();
		this.recorded.listener().onSessionStart(Figures.start("clinic-1", null));
		this.recorded.listener().onSessionStart(Figures.start("clinic-2", null));
		assertThat(active()).isEqualTo(2);
		System.gc();
		this.recorded.listener().onSessionEnd(Figures.end("clinic-1", Outcome.SUCCESS, "hangup", null));
		assertThat(active()).isEqualTo(1);
	}

	private double active() {
		return this.registry.get("voice.sessions.active").gauge().value();
	}

}
