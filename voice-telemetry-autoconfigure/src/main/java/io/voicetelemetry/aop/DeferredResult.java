package io.voicetelemetry.aop;

import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;

import io.voicetelemetry.stream.DeferredType;
import org.jspecify.annotations.Nullable;
import org.springframework.core.KotlinDetector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Async;

/**
 * Tells methods that return before their work is done and of which that is not, or not
 * wholly, followed: a span that ends with them tells a lie about the time.
 */
final class DeferredResult {

	private static final List<Class<?>> TYPES = List.of(Future.class, Flow.Publisher.class, BaseStream.class,
			InputStream.class, Callable.class);

	/** By name, because their libraries may be absent. */
	private static final Set<String> NAMED_TYPES = Set.of("org.reactivestreams.Publisher",
			"io.reactivex.rxjava3.core.ObservableSource", "io.reactivex.rxjava3.core.SingleSource",
			"io.reactivex.rxjava3.core.MaybeSource", "io.reactivex.rxjava3.core.CompletableSource",
			"io.smallrye.mutiny.Uni", "kotlinx.coroutines.flow.Flow", "kotlinx.coroutines.Deferred",
			"dev.langchain4j.service.TokenStream", "org.springframework.web.context.request.async.DeferredResult",
			"org.springframework.web.context.request.async.WebAsyncTask",
			"org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter",
			"org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody");

	private DeferredResult() {
	}

	static Optional<String> warningFor(Method method) {
		DeferredType followed = MethodResult.of(method).deferred();
		if (followed != null) {
			return Optional.ofNullable(followed.limit());
		}
		Class<?> type = method.getReturnType();
		if (TYPES.stream().anyMatch((deferred) -> deferred.isAssignableFrom(type)) || isNamed(type)) {
			return Optional.of("its span ends when the method returns, before the " + type.getSimpleName() + " does");
		}
		if (KotlinDetector.isSuspendingFunction(method)) {
			return Optional.of("its span ends when the function suspends");
		}
		if (AnnotatedElementUtils.hasAnnotation(method, Async.class)
				|| AnnotatedElementUtils.hasAnnotation(method.getDeclaringClass(), Async.class)) {
			return Optional.of("its span ends when the method is handed to another thread, because it is @Async");
		}
		return Optional.empty();
	}

	private static boolean isNamed(@Nullable Class<?> type) {
		return type != null && (NAMED_TYPES.contains(type.getName()) || isNamed(type.getSuperclass())
				|| Arrays.stream(type.getInterfaces()).anyMatch(DeferredResult::isNamed));
	}

}
