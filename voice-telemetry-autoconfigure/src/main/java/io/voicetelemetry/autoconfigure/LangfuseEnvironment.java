package io.voicetelemetry.autoconfigure;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What Langfuse takes for an environment. It replaces others with "default", in silence.
 */
final class LangfuseEnvironment {

	private static final Pattern LEGAL = Pattern.compile("(?!langfuse)[a-z0-9_-]{1,40}");

	private LangfuseEnvironment() {
	}

	static @Nullable String checked(@Nullable String environment) {
		if (environment == null || environment.isBlank()) {
			return null;
		}
		String stripped = environment.strip();
		if (!LEGAL.matcher(stripped).matches()) {
			throw new InvalidVoiceTelemetryConfigurationException(
					ExportProperties.PREFIX + "." + BackendPresets.LANGFUSE + ".environment",
					"is not an environment of Langfuse, which would show 'default' instead",
					"Use up to 40 lower case letters, digits, '-' and '_', not beginning with 'langfuse', such as "
							+ "production.");
		}
		return stripped;
	}

}
