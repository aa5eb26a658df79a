package io.voicetelemetry.autoconfigure;

import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;

/**
 * The variable by which all instrumentations of the GenAI conventions are told whether to
 * record what was said. A value that is not known records nothing.
 *
 * @see <a href=
 * "https://github.com/open-telemetry/opentelemetry-python-contrib/tree/main/util/opentelemetry-util-genai">Its
 * values in OpenTelemetry's own instrumentations</a>
 */
final class ContentVariable {

	static final String NAME = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";

	static final String PROPERTY = VoiceTelemetryProperties.PREFIX + ".content.capture";

	private static final String FULL = "full";

	private static final String NONE = "none";

	private static final Logger logger = LoggerFactory.getLogger(ContentVariable.class);

	private ContentVariable() {
	}

	/**
	 * The property that the variable stands for, if it is set.
	 */
	static Map<String, String> properties(Environment environment) {
		String value = environment.getProperty(NAME);
		if (value == null || value.isBlank()) {
			return Map.of();
		}
		String capture = meaning(value.strip());
		if (capture == null) {
			if (!environment.containsProperty(PROPERTY)) {
				logger.warn("The value of {} is none of true, false, NO_CONTENT, SPAN_ONLY, EVENT_ONLY and "
						+ "SPAN_AND_EVENT: nothing that is said is recorded", NAME);
			}
			return Map.of(PROPERTY, NONE);
		}
		return Map.of(PROPERTY, capture);
	}

	private static @Nullable String meaning(String value) {
		return switch (value.toLowerCase(Locale.ROOT)) {
			case "true", "span_only", "span_and_event" -> FULL;
			// What was said stands on spans here, and on nothing else.
			case "false", "no_content", "event_only" -> NONE;
			default -> null;
		};
	}

}
