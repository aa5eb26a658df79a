package io.voicetelemetry.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The method is a function that the model asked for.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@VoiceStage("function_tool")
public @interface TracedTool {

	/**
	 * The tool's name.
	 * @return the name; empty for that of the method
	 */
	String tool() default "";

	/**
	 * What the model is told about the tool: content.
	 * @return the description; empty for unknown
	 */
	String description() default "";

	/**
	 * The model's id of the tool call.
	 * @return the id; empty for unknown
	 */
	String callId() default "";

	/**
	 * The name of the span. An empty one is the name of the stage.
	 * @return the name, never content
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
	 * @return {@code false} to record none in any case, nor in what models ask for and
	 * are asked, where they call the tool as the method is called, or as {@link #tool()}
	 * or the {@code @Tool} of a framework says
	 */
	boolean content() default true;

}
