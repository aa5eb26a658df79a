package io.voicetelemetry.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * What switches the export to all backends off. Asked before there is a context, and
 * without Boot's modules for tracing, whose properties they are in part.
 */
final class OtlpSwitch {

	private static final String OPEN_TELEMETRY = "management.opentelemetry.enabled";

	private static final String EXPORT = "management.tracing.export.enabled";

	/** As Boot names the switch of each exporter. */
	private static final String VOICE_EXPORT = "management.tracing.export.voice-telemetry.enabled";

	private OtlpSwitch() {
	}

	/**
	 * The property that says that nothing is sent.
	 * @return the property, or {@code null} if there is none
	 */
	static @Nullable String offBy(Environment environment) {
		Binder binder = Binder.get(environment);
		for (String property : new String[] { VoiceTelemetryProperties.PREFIX + ".enabled", OPEN_TELEMETRY,
				VOICE_EXPORT }) {
			if (isFalse(binder, property)) {
				return property;
			}
		}
		boolean decidedForVoice = binder.bind(VOICE_EXPORT, Boolean.class).isBound();
		return (!decidedForVoice && isFalse(binder, EXPORT)) ? EXPORT : null;
	}

	private static boolean isFalse(Binder binder, String property) {
		return !binder.bind(property, Boolean.class).orElse(true);
	}

}
