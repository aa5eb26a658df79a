package io.voicetelemetry.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The method is a whole call: its session begins with it and ends when it returns, or
 * when the result that it returned has come. Of a publisher, each subscription is a call.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@VoiceStage("agent_session")
public @interface TracedSession {

	/**
	 * The id by which the session is found again. A parameter may be marked with
	 * {@link SessionId} instead. Without either, an id is generated.
	 * @return the id
	 */
	String id() default "";

	/**
	 * The room or line.
	 * @return the room; empty for unknown
	 */
	String room() default "";

	/**
	 * The caller's id, which should be no name or number.
	 * @return the caller; empty for unknown
	 */
	String user() default "";

	/**
	 * The customer on whose behalf the agent speaks.
	 * @return the customer; empty for unknown
	 */
	String tenant() default "";

	/**
	 * The agent that speaks first.
	 * @return the agent; empty for unknown
	 */
	String agent() default "";

	/**
	 * Further attributes, each as {@code key=value}.
	 * @return the attributes
	 */
	String[] attributes() default {};

	/**
	 * Whether what is said in the call may be recorded if the configuration allows it.
	 * @return {@code false} to record none in any case
	 */
	boolean content() default true;

}
