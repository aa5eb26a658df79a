package io.voicetelemetry;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * A test of what becomes of spans of other libraries, or of baggage, that are made
 * current: in the run with the OpenTelemetry Java agent there are none, because the agent
 * swallows the spans of every SDK but its own, and keeps the baggage itself.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.METHOD, ElementType.TYPE })
@DisabledIfSystemProperty(named = NotUnderJavaagent.SETTING, matches = ".*",
		disabledReason = "the OpenTelemetry Java agent swallows spans of other SDKs that are made current")
public @interface NotUnderJavaagent {

	/** A system property that is there in the run with the agent alone. */
	String SETTING = "otel.javaagent.logging";

}
