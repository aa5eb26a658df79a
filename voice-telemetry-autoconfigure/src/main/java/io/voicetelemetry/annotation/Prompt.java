package io.voicetelemetry.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The argument is what the model is told: content. It is one message, or, if it is a
 * {@code ChatMessage} or a list of them, those. Several arguments make up a conversation
 * in their order.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.PARAMETER, ElementType.ANNOTATION_TYPE })
public @interface Prompt {

	/**
	 * Who the message is from: {@code system}, {@code user}, {@code assistant} or
	 * {@code tool}. A {@code ChatMessage} says so itself.
	 * @return the role
	 */
	String role() default "user";

}
