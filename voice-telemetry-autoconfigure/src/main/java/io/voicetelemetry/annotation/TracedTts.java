package io.voicetelemetry.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The method is a request for speech synthesis: text to audio. Its result is read if it
 * is a {@code TtsResult}.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@VoiceStage("tts_request")
public @interface TracedTts {

	/**
	 * The name of the span. An empty one is the name of the stage.
	 * @return the name, never content
	 */
	String name() default "";

	/**
	 * Who provides the model, as the GenAI conventions name it: {@code openai},
	 * {@code anthropic}, {@code aws.bedrock}, …
	 * @return the provider; empty for unknown
	 */
	String provider() default "";

	/**
	 * The model that is asked for.
	 * @return the model; empty for unknown
	 */
	String model() default "";

	/**
	 * The voice that speaks.
	 * @return the voice; empty for unknown
	 */
	String voice() default "";

	/**
	 * How the audio is coded that the method returns piece by piece, so that its length
	 * is known: {@code pcm16/24000} (coding and samples a second), {@code mulaw/8000},
	 * {@code pcm16/48000/2} for two channels.
	 * @return the format; empty for one whose length does not follow from its bytes
	 */
	String audioFormat() default "";

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
