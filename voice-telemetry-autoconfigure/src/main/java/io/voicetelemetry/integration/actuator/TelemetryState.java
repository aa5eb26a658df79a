package io.voicetelemetry.integration.actuator;

import java.util.List;
import java.util.Map;

import io.voicetelemetry.session.VoiceTelemetry;

/**
 * How the telemetry of an application is set up, and what it does. Nothing of it is
 * secret, and nothing is content. Thread-safe.
 *
 * @since 0.1
 */
public interface TelemetryState {

	/**
	 * What calls are recorded with.
	 * @return the telemetry, which may be one that does nothing
	 */
	VoiceTelemetry telemetry();

	/**
	 * Whether what was said is recorded.
	 * @return whether it is
	 */
	boolean capturesContent();

	/**
	 * Where spans go.
	 * @return the backends, in the order in which they are configured
	 */
	List<BackendState> backends();

	/**
	 * Why nothing is sent to other backends for which something is set.
	 * @return the reasons, by the backends' names
	 */
	Map<String, String> notSent();

	/**
	 * What stands in the way of the spans.
	 * @return a sentence or two for each
	 */
	List<String> obstacles();

	/**
	 * What is intercepted, and what is not.
	 * @return the interceptions, of each kind
	 */
	List<Interception> interceptions();

	/**
	 * Whether anything is recorded at all.
	 * @return whether it is
	 */
	default boolean isRecording() {
		return telemetry() != VoiceTelemetry.noop();
	}

}
