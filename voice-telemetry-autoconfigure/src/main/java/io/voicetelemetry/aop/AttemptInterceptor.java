package io.voicetelemetry.aop;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.session.RetriedRequest;
import io.voicetelemetry.session.VoiceContext;
import io.voicetelemetry.session.VoiceSpan;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.stream.DeferredType;
import io.voicetelemetry.stream.ItemReading;
import io.voicetelemetry.stream.RunningStage;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Stands inside whatever retries an annotated method, and tells its request of each try:
 * each call, or each subscription to what a call returned.
 */
final class AttemptInterceptor implements MethodInterceptor {

	private final Supplier<VoiceTelemetry> telemetry;

	private final Map<Method, Optional<DeferredType>> types = new ConcurrentHashMap<>();

	AttemptInterceptor(Supplier<VoiceTelemetry> telemetry) {
		this.telemetry = telemetry;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation call) throws Throwable {
		DeferredType type = typeOf(call.getMethod());
		if (type != null && !type.beginsWithCall()) {
			CallLink link = CallLink.find(call);
			Object result = call.proceed();
			return (result != null) ? type.follow(result, (where) -> begin(where, link)) : null;
		}
		RetriedRequest request = requestIn(Context.current(), (type != null) ? CallLink.find(call) : null);
		return (request != null) ? invokeIn(request, call, type) : call.proceed();
	}

	private @Nullable DeferredType typeOf(Method method) {
		return this.types.computeIfAbsent(method, (key) -> Optional.ofNullable(MethodResult.of(key).deferred()))
			.orElse(null);
	}

	private @Nullable Object invokeIn(RetriedRequest request, MethodInvocation call, @Nullable DeferredType type)
			throws Throwable {
		VoiceSpan attempt = request.attemptStarted();
		Object result;
		try (Scope scope = attempt.makeCurrent()) {
			result = call.proceed();
		}
		catch (Throwable ex) {
			request.attemptEnded(ex);
			throw ex;
		}
		if (type == null || result == null) {
			request.attemptEnded(null);
			return result;
		}
		return type.follow(result, (where) -> new Attempt(request, attempt, this.telemetry.get()));
	}

	private RunningStage begin(Context where, @Nullable CallLink link) {
		RetriedRequest request = requestIn(where, link);
		return (request != null) ? new Attempt(request, request.attemptStarted(), this.telemetry.get())
				: RunningStage.none(this.telemetry.get());
	}

	private static @Nullable RetriedRequest requestIn(Context where, @Nullable CallLink link) {
		RetriedRequest request = openRequest(where);
		Context linked = (request == null && link != null) ? link.context() : null;
		return (linked != null) ? openRequest(linked) : request;
	}

	private static @Nullable RetriedRequest openRequest(Context context) {
		return (VoiceContext.span(context) instanceof RetriedRequest request && request.isOpen()) ? request : null;
	}

	/**
	 * A try whose result comes later.
	 */
	private static final class Attempt extends RunningStage {

		private final RetriedRequest request;

		Attempt(RetriedRequest request, VoiceSpan attempt, VoiceTelemetry telemetry) {
			super(attempt.context(), telemetry, null);
			this.request = request;
		}

		@Override
		protected ItemReading begin(Object first) {
			return ItemReading.NONE;
		}

		@Override
		protected void ended(Outcome outcome, @Nullable Object unread, @Nullable Object result,
				@Nullable Throwable error) {
			if (this.request.isOpen()) {
				this.request.attemptEnded(
						(outcome == Outcome.CANCELLED && error == null) ? new CancellationException() : error);
			}
		}

	}

}
