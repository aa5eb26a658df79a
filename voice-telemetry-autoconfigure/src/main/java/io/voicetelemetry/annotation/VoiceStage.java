package io.voicetelemetry.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which stage of a call an annotation stands for. It marks the annotations of this
 * package; applications put those on annotations of their own.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.ANNOTATION_TYPE)
public @interface VoiceStage {

	/**
	 * The stage, as {@code voice.stage} carries it.
	 * @return the stage
	 */
	String value();

}
