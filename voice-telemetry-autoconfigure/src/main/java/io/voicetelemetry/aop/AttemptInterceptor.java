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
		CallLink link = (type != null) ? CallLink.find(call) : null;
		if (type == null || type.beginsWithCall()) {
			RetriedRequest request = requestIn(Context.current(), link);
			return (request != null) ? invokeIn(request, call, type) : call.proceed();
		}
		Object result = call.proceed();
		// Without a link it is no request that is retried.
		return (result != null && link != null)
				? CallPlan.follow(type, result, (where) -> begin(where, link), null, this.telemetry.get()) : result;
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
		RunningStage stage = new Attempt(request, attempt, this.telemetry.get());
		return CallPlan.follow(type, result, (where) -> stage, stage, this.telemetry.get());
	}

	private RunningStage begin(Context where, CallLink link) {
		RetriedRequest request = requestIn(where, link);
		if (request == null) {
			return RunningStage.none(where, this.telemetry.get());
		}
		link.startsAgain(request);
		return new Attempt(request, request.attemptStarted(), this.telemetry.get());
	}

	private static @Nullable RetriedRequest requestIn(Context where, @Nullable CallLink link) {
		RetriedRequest request = openRequest(where);
		RetriedRequest linked = (request == null && link != null) ? link.onlyRequest() : null;
		return (linked != null && linked.isOpen()) ? linked : request;
	}

	private static @Nullable RetriedRequest openRequest(Context context) {
		return (VoiceContext.span(context) instanceof RetriedRequest request && request.isOpen()) ? request : null;
	}

	/**
	 * A try whose result comes later.
	 */
	private static final class Attempt extends RunningStage {

		private final RetriedRequest request;

		/** Its span, or the request's as long as it is the only one. */
		private final VoiceSpan span;

		Attempt(RetriedRequest request, VoiceSpan span, VoiceTelemetry telemetry) {
			super(span.context(), telemetry, null);
			this.request = request;
			this.span = span;
		}

		@Override
		protected ItemReading begin(Object first) {
			return ItemReading.NONE;
		}

		@Override
		protected void ended(Outcome outcome, @Nullable Object unread, @Nullable Object result,
				@Nullable Throwable error) {
			if (!this.span.isOpen()) {
				return;
			}
			if (this.span != this.request) {
				// Also if the request was cut off before: it ends with this.
				CallPlan.end(this.span, outcome, error);
				return;
			}
			this.request
				.attemptEnded((outcome == Outcome.CANCELLED && error == null) ? new CancellationException() : error);
		}

	}

}
