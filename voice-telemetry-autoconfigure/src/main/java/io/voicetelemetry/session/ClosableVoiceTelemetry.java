package io.voicetelemetry.session;

/**
 * Telemetry that whoever built it has to close: open sessions are ended with reason
 * {@code shutdown}, and nothing is recorded afterwards.
 *
 * @since 0.1
 */
public interface ClosableVoiceTelemetry extends VoiceTelemetry, AutoCloseable {

	@Override
	void close();

}
