package io.voicetelemetry.stream;

import org.jspecify.annotations.Nullable;

/**
 * A kind of result that comes after the method has returned.
 *
 * @since 0.1
 */
public interface DeferredType {

	/**
	 * Whether the work begins with the call of the method, rather than each time that
	 * somebody asks for its result.
	 * @return {@code true} if calling the method begins it
	 */
	boolean beginsWithCall();

	/**
	 * Follows a result: it is told to the work how it goes.
	 * @param result what the method returned
	 * @param work the work
	 * @return what is returned in its place
	 */
	Object follow(Object result, DeferredWork work);

	/**
	 * Says what is not seen of results of this kind.
	 * @return the limit, to go on a sentence with, or {@code null} if there is none
	 */
	default @Nullable String limit() {
		return null;
	}

}
