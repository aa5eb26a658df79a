package io.voicetelemetry.aop;

import java.lang.reflect.Method;

import io.opentelemetry.context.Scope;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.VoiceSpan;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.stream.DeferredType;
import io.voicetelemetry.stream.DeferredWork;
import io.voicetelemetry.stream.RunningStage;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done around an annotated method: worked out once, followed at each call.
 */
abstract class CallPlan {

	/** The method of the target's class. */
	final Method method;

	private final @Nullable CallPlan inner;

	CallPlan(Method method, @Nullable CallPlan inner) {
		this.method = method;
		this.inner = inner;
	}

	/**
	 * Calls the method, with what is to be done around it.
	 */
	abstract @Nullable Object invoke(MethodInvocation call, VoiceTelemetry telemetry) throws Throwable;

	final @Nullable Object proceed(MethodInvocation call, VoiceTelemetry telemetry) throws Throwable {
		return (this.inner != null) ? this.inner.invoke(call, telemetry) : call.proceed();
	}

	/**
	 * Begins what is to be done around work that goes on after the method has returned.
	 * @param call the call, which is not to be proceeded with
	 * @param outer the stage that it stands in, or {@code null}
	 */
	abstract RunningStage begin(MethodInvocation call, VoiceTelemetry telemetry, @Nullable RunningStage outer);

	/**
	 * Begins this and all that is in it.
	 * @return the innermost
	 */
	final RunningStage beginAll(MethodInvocation call, VoiceTelemetry telemetry, @Nullable RunningStage outer) {
		RunningStage stage = begin(call, telemetry, outer);
		if (this.inner == null) {
			return stage;
		}
		try (Scope scope = stage.context().makeCurrent()) {
			return this.inner.beginAll(call, telemetry, stage);
		}
	}

	/**
	 * Follows a result. One that cannot be followed is returned as it is.
	 * @param begun the stage that is followed, or {@code null} if none has begun
	 */
	static Object follow(DeferredType type, Object result, DeferredWork work, @Nullable RunningStage begun,
			VoiceTelemetry telemetry) {
		try {
			return type.follow(result, work);
		}
		catch (Throwable ex) {
			telemetry.refused(RefusalReason.INTERNAL_ERROR, "Following a " + result.getClass().getName(), ex);
			if (begun != null) {
				begun.complete();
			}
			return result;
		}
	}

	/**
	 * Whether its innermost stage may take several tries.
	 */
	final boolean mayBeRetried() {
		return (this.inner != null) ? this.inner.mayBeRetried() : isRequest();
	}

	/**
	 * Whether it is a request, rather than anything else that is retried.
	 */
	abstract boolean isRequest();

	/**
	 * Ends a span as what was thrown says.
	 */
	static void fail(VoiceSpan span, Throwable error) {
		end(span, Outcome.of(error), error);
	}

	/**
	 * Ends a span as its work ended.
	 */
	static void end(VoiceSpan span, Outcome outcome, @Nullable Throwable error) {
		switch (outcome) {
			case SUCCESS -> span.end();
			case ERROR -> span.fail(error);
			case CANCELLED -> span.cancel();
		}
	}

	final Invocation before(MethodInvocation call) {
		return new Invocation(call.getThis(), this.method, call.getArguments(), null, null);
	}

	final Invocation after(MethodInvocation call, @Nullable Object result, @Nullable Throwable error) {
		return new Invocation(call.getThis(), this.method, call.getArguments(), result, error);
	}

}
