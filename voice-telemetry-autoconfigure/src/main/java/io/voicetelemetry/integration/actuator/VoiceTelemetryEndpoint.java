package io.voicetelemetry.integration.actuator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.voicetelemetry.session.VoiceTelemetry;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * The actuator endpoint {@code voicetelemetry}: whether calls are recorded, how many are
 * open, what is intercepted and what not, and what becomes of the spans. It tells no id,
 * no secret and nothing that was said.
 *
 * @since 0.1
 */
@Endpoint(id = "voicetelemetry")
public final class VoiceTelemetryEndpoint {

	private final TelemetryState state;

	/**
	 * An endpoint.
	 * @param state what it shows
	 */
	public VoiceTelemetryEndpoint(TelemetryState state) {
		this.state = Objects.requireNonNull(state, "state");
	}

	/**
	 * All that there is to tell.
	 * @return the description, of maps, lists, texts and numbers
	 */
	@ReadOperation
	public Map<String, Object> describe() {
		VoiceTelemetry telemetry = this.state.telemetry();
		Map<String, Object> all = new LinkedHashMap<>();
		all.put("recording", this.state.isRecording());
		all.put("content", contentOf(this.state));
		all.put("sessions", sessions(telemetry));
		Map<String, Long> refusals = new LinkedHashMap<>();
		telemetry.refusals().forEach((reason, count) -> refusals.put(reason.value(), count));
		all.put("refusals", refusals);
		all.put("interception", interceptions());
		all.put("export", export());
		return all;
	}

	static String contentOf(TelemetryState state) {
		return state.capturesContent() ? "recorded" : "not recorded";
	}

	private static Map<String, Object> sessions(VoiceTelemetry telemetry) {
		Map<String, Object> sessions = new LinkedHashMap<>();
		sessions.put("open", telemetry.openSessions());
		telemetry.oldestSession().ifPresent((time) -> sessions.put("oldestSeconds", time.toMillis() / 1000.0));
		return sessions;
	}

	private Map<String, Object> interceptions() {
		Map<String, Object> interceptions = new TreeMap<>();
		for (Interception interception : this.state.interceptions()) {
			Map<String, List<String>> names = new LinkedHashMap<>();
			names.put("intercepted", interception.intercepted().get());
			names.put("notIntercepted", interception.notIntercepted().get());
			interceptions.put(interception.kind(), names);
		}
		return interceptions;
	}

	private Map<String, Object> export() {
		Map<String, Object> backends = new LinkedHashMap<>();
		this.state.backends().forEach((backend) -> backends.put(backend.counts().backend(), backend.describe()));
		Map<String, Object> export = new LinkedHashMap<>();
		export.put("backends", backends);
		export.put("notSent", this.state.notSent());
		export.put("obstacles", this.state.obstacles());
		return export;
	}

}
