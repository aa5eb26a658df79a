package io.voicetelemetry.autoconfigure;

/**
 * Says which property is wrong and what to write, and never its value: that may be a
 * secret.
 */
final class InvalidVoiceTelemetryConfigurationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String action;

	InvalidVoiceTelemetryConfigurationException(String property, String problem, String action) {
		super("The property '" + property + "' " + problem);
		this.action = action;
	}

	String action() {
		return this.action;
	}

}
