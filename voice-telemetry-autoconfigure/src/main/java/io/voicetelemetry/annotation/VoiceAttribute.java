package io.voicetelemetry.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The argument is an attribute of the span.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.PARAMETER, ElementType.ANNOTATION_TYPE })
public @interface VoiceAttribute {

	/**
	 * The attribute's key.
	 * @return the key
	 */
	String value();

	/**
	 * An expression over the argument, without <code>#{…}</code>: {@code "id"} for its
	 * property {@code id}.
	 * @return the expression; empty for the argument itself
	 */
	String expression() default "";

	/**
	 * Whether the argument may hold what was said. Keys that name content are content in
	 * any case.
	 * @return {@code true} to record it only when content may be captured
	 */
	boolean content() default false;

}
