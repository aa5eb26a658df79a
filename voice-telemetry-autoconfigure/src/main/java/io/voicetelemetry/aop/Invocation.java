package io.voicetelemetry.aop;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

/**
 * One call of an annotated method, as expressions see it.
 *
 * @param target the object
 * @param method the method of its class
 * @param arguments the arguments
 * @param result what was returned, or {@code null}
 * @param error what was thrown, or {@code null}
 */
record Invocation(@Nullable Object target, Method method, @Nullable Object[] arguments, @Nullable Object result,
		@Nullable Throwable error) {
}
