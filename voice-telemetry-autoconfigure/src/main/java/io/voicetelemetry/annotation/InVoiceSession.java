package io.voicetelemetry.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The method belongs to a call that another began. Nothing is recorded for the method
 * itself.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@VoiceStage("agent_session")
public @interface InVoiceSession {

	/**
	 * The id of the session: an expression over the arguments. A parameter may be marked
	 * with {@link SessionId} instead.
	 * @return the id
	 */
	String id() default "";

}
