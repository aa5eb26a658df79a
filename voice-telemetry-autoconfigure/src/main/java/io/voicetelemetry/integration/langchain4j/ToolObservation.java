package io.voicetelemetry.integration.langchain4j;

import io.voicetelemetry.session.VoiceTelemetry;

import org.springframework.beans.factory.DisposableBean;

/**
 * As long as this is there, the tools that AI services run in calls of an application are
 * observed.
 *
 * @since 0.1
 */
public final class ToolObservation implements DisposableBean {

	private final VoiceTelemetry telemetry;

	/**
	 * Begins the observation.
	 * @param telemetry the telemetry of the application
	 */
	public ToolObservation(VoiceTelemetry telemetry) {
		this.telemetry = telemetry;
		ObservingApplications.add(telemetry);
	}

	@Override
	public void destroy() {
		ObservingApplications.remove(this.telemetry);
	}

}
