package io.voicetelemetry.autoconfigure;

/**
 * Says which property is wrong and what to write, and never its value: that may be a
 * secret.
 */
final class InvalidVoiceTelemetryConfigurationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String subject;

	private final String action;

	/**
	 * Something that cannot work.
	 * @param subject a property, or the words for something else that can be set
	 * @param problem what is wrong with it
	 * @param action what to write
	 */
	InvalidVoiceTelemetryConfigurationException(String subject, String problem, String action) {
		super((subject.startsWith(VoiceTelemetryProperties.PREFIX) ? "The property '" + subject + "' "
				: "The " + subject + " ") + problem);
		this.subject = subject;
		this.action = action;
	}

	/**
	 * The property, or the words for something else that can be set.
	 */
	String subject() {
		return this.subject;
	}

	String action() {
		return this.action;
	}

}
