package io.voicetelemetry.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The argument is, or knows, the id of the session.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.PARAMETER, ElementType.ANNOTATION_TYPE })
public @interface SessionId {

	/**
	 * An expression over the argument, without <code>#{…}</code>: {@code "id"} for its
	 * property {@code id}.
	 * @return the expression; empty for the argument itself
	 */
	String expression() default "";

}
