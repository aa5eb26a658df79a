package io.voicetelemetry.session;

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
	 * Reads a result.
	 * @param result the result
	 * @param span the span: an {@link LlmCall} for a method annotated with
	 * {@code @TracedLlmCall}, and so on
	 */
	void read(R result, VoiceSpan span);

}
