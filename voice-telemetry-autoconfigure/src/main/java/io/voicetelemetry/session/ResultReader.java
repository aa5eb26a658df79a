package io.voicetelemetry.session;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Reads what a method returned onto the span that was made for it: for types that do not
 * implement {@link LlmResult}, {@link SttResult} or {@link TtsResult}. A bean of this
 * type is chosen once per method, by the method's return type. It runs on the caller's
 * thread, so it must be quick; what it throws is counted and does not reach the caller.
 *
 * @param <R> the type of the result
 * @since 0.1
 */
public interface ResultReader<R> {

	/**
	 * The results that are read.
	 * @return the type; a method whose return type is assignable to it is read
	 */
	Class<R> resultType();

	/**
	 * Whether results of a stage are read. Where they are not, another reader is looked
	 * for.
	 * @param stage the stage that the method is
	 * @return {@code true}, unless overridden
	 */
	default boolean reads(Stage stage) {
		return true;
	}

	/**
	 * Reads a result.
	 * @param result the result
	 * @param span the span: an {@link LlmCall} for a method annotated with
	 * {@code @TracedLlmCall}, and so on
	 */
	void read(R result, VoiceSpan span);

	/**
	 * A reader of what a language model answered.
	 * @param <R> the type of the result
	 * @param resultType the type of the result
	 * @param view what the result tells, as an {@link LlmResult}; each of its methods is
	 * called only if it is needed
	 * @return the reader, for requests to models and the stages around them
	 */
	static <R> ResultReader<R> ofLlm(Class<R> resultType, Function<? super R, ? extends @Nullable LlmResult> view) {
		return new LlmResultReader<>(resultType, view);
	}

	/**
	 * A reader of what a speech recognition understood.
	 * @param <R> the type of the result
	 * @param resultType the type of the result
	 * @param view what the result tells, as an {@link SttResult}
	 * @return the reader, for speech recognition
	 */
	static <R> ResultReader<R> ofStt(Class<R> resultType, Function<? super R, ? extends @Nullable SttResult> view) {
		return new SttResultReader<>(resultType, view);
	}

}
