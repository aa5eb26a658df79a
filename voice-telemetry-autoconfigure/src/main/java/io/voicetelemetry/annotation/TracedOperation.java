package io.voicetelemetry.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The method is bounded work of the product's own.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@VoiceStage("operation")
public @interface TracedOperation {

	/**
	 * The name of the span.
	 * @return the name, never content; empty for that of the method
	 */
	String name() default "";

	/**
	 * The id of the session, where the thread may not be in it: an expression over the
	 * arguments. A parameter may be marked with {@link SessionId} instead.
	 * @return the id; empty for the thread's session
	 */
	String sessionId() default "";

	/**
	 * Where in the application the call is made.
	 * @return the place; empty for the class and method
	 */
	String callSite() default "";

	/**
	 * What the application uses the call for.
	 * @return the use case; empty for none
	 */
	String useCase() default "";

	/**
	 * Further attributes, each as {@code key=value}.
	 * @return the attributes
	 */
	String[] attributes() default {};

	/**
	 * Whether what is said here may be recorded if the configuration allows it.
	 * @return {@code false} to record none in any case
	 */
	boolean content() default true;

}
