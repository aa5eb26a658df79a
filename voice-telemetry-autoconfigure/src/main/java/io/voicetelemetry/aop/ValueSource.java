package io.voicetelemetry.aop;

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
		public Object value(Invocation invocation) {
			return this.constant;
		}

	}

	/**
	 * An argument.
	 */
	record Argument(int index) implements ValueSource {

		@Override
		public @Nullable Object value(Invocation invocation) {
			return invocation.arguments()[this.index];
		}

	}

}
