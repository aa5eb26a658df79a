package io.voicetelemetry.aop;

import io.voicetelemetry.fence.UserCodeFence;
import org.jspecify.annotations.Nullable;

/**
 * Where a value comes from: worked out once for each method.
 */
interface ValueSource {

	/**
	 * The value for a call. What it throws is the application's.
	 */
	@Nullable Object value(Invocation invocation);

	/**
	 * What the value is to be got and written behind, or {@code null} if that runs no
	 * code of the application.
	 */
	@Nullable UserCodeFence fence(Invocation invocation);

	/**
	 * Whether the value is known only when the method has returned.
	 */
	default boolean needsResult() {
		return false;
	}

	/**
	 * The value of all calls, or {@code null} if it differs.
	 */
	default @Nullable String constant() {
		return null;
	}

	/**
	 * A value that is the same for all calls.
	 */
	record Constant(String constant) implements ValueSource {

		@Override
		public @Nullable UserCodeFence fence(Invocation invocation) {
			return null;
		}

		@Override
		public Object value(Invocation invocation) {
			return this.constant;
		}

	}

	/**
	 * An argument. Unless it is a plain value, it is the application that tells its text.
	 */
	record Argument(int index, UserCodeFence fence) implements ValueSource {

		@Override
		public @Nullable UserCodeFence fence(Invocation invocation) {
			return InPlace.isPlain(invocation.arguments()[this.index]) ? null : this.fence;
		}

		@Override
		public @Nullable Object value(Invocation invocation) {
			return invocation.arguments()[this.index];
		}

	}

}
