package io.voicetelemetry.aop;

import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;

import io.voicetelemetry.stream.DeferredType;
import io.voicetelemetry.stream.DeferredTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * What a method is declared to return.
 *
 * @param type the type of the result, or of its items, as far as it is known
 * @param deferred how it comes after the method has returned, or {@code null} if it does
 * not, or cannot be followed
 */
record MethodResult(Class<?> type, @Nullable DeferredType deferred) {

	static MethodResult of(Method method) {
		if (KotlinDetector.isSuspendingFunction(method)) {
			DeferredType suspended = DeferredTypes.suspended();
			return new MethodResult(
					(suspended != null) ? new MethodParameter(method, -1).getParameterType() : method.getReturnType(),
					suspended);
		}
		DeferredType deferred = DeferredTypes.find(method.getReturnType());
		return new MethodResult((deferred != null) ? itemType(method) : method.getReturnType(), deferred);
	}

	private static Class<?> itemType(Method method) {
		ResolvableType returned = ResolvableType.forMethodReturnType(method);
		ResolvableType stage = returned.as(CompletionStage.class);
		return ((stage != ResolvableType.NONE) ? stage : returned).getGeneric(0).resolve(Object.class);
	}

}
