package io.voicetelemetry.autoconfigure;

import io.voicetelemetry.inspector.InspectorLimits;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The last calls, kept in memory to be looked at.
 *
 * @param enabled Whether the last calls are kept, and a page of the application shows
 * them to whoever may reach it.
 * @param path Where the page is.
 * @param maxSessions How many calls are kept.
 * @param maxBytes How much memory they may take together. Beyond that, the oldest go.
 * @param showContent Whether the actuator endpoint shows what was said, as far as that is
 * recorded. The page always does.
 * @since 0.1
 */
@ConfigurationProperties(InspectorProperties.PREFIX)
public record InspectorProperties(@DefaultValue("false") boolean enabled, @DefaultValue("/voice-telemetry") String path,
		@DefaultValue("200") int maxSessions, @DefaultValue("32MB") DataSize maxBytes,
		@DefaultValue("false") boolean showContent) {

	static final String PREFIX = VoiceTelemetryProperties.PREFIX + ".inspector";

	private static final DataSize LEAST = DataSize.ofMegabytes(1);

	public InspectorProperties {
		if (!path.matches("(/[A-Za-z0-9._~-]+)+")) {
			throw new InvalidVoiceTelemetryConfigurationException(PREFIX + ".path", "is no path that a page can have",
					"Use one such as /voice-telemetry, with a slash at its beginning and none at its end.");
		}
		if (maxSessions < 1) {
			throw new InvalidVoiceTelemetryConfigurationException(PREFIX + ".max-sessions", "is " + maxSessions,
					"Use at least 1, or set " + PREFIX + ".enabled=false to keep no calls.");
		}
		if (maxBytes.compareTo(LEAST) < 0) {
			throw new InvalidVoiceTelemetryConfigurationException(PREFIX + ".max-bytes",
					"is " + maxBytes.toBytes() + " bytes", "Use at least 1MB.");
		}
	}

	InspectorLimits limits() {
		return new InspectorLimits(this.maxSessions, this.maxBytes.toBytes());
	}

}
