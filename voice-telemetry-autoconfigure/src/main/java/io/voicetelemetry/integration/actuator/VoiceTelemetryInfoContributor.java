package io.voicetelemetry.integration.actuator;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.voicetelemetry.session.VoiceTelemetry;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * Tells the info endpoint which version is there, whether it records, content included,
 * and the names of the backends.
 *
 * @since 0.1
 */
public final class VoiceTelemetryInfoContributor implements InfoContributor {

	private final TelemetryState state;

	/**
	 * A contributor.
	 * @param state what it tells of
	 */
	public VoiceTelemetryInfoContributor(TelemetryState state) {
		this.state = Objects.requireNonNull(state, "state");
	}

	@Override
	public void contribute(Info.Builder builder) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("version", VoiceTelemetry.version());
		details.put("recording", this.state.isRecording());
		details.put("content", VoiceTelemetryEndpoint.contentOf(this.state));
		details.put("backends", this.state.backends().stream().map((backend) -> backend.counts().backend()).toList());
		builder.withDetail("voice-telemetry", details);
	}

}
