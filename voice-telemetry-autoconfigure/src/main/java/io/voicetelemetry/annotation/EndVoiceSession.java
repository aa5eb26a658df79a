package io.voicetelemetry.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A call that another method began ends when this method returns.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@VoiceStage("agent_session")
public @interface EndVoiceSession {

	/**
	 * The id of the session: an expression over the arguments. A parameter may be marked
	 * with {@link SessionId} instead.
	 * @return the id
	 */
	String id() default "";

	/**
	 * Why the call ended, in few words that are never content.
	 * @return the reason; empty for {@code hangup}
	 */
	String reason() default "";

}
