package io.voicetelemetry.aop;

import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicReference;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.VoiceContext;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.stream.DeferredType;
import io.voicetelemetry.stream.DeferredWork;
import io.voicetelemetry.stream.RunningStage;
import io.voicetelemetry.stream.SuspendedWork;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.core.KotlinDetector;

/**
 * A method whose work goes on after it has returned, or begins only then.
 */
final class DeferredPlan extends CallPlan {

	private final CallPlan stages;

	private final DeferredType type;

	private final boolean suspending;

	DeferredPlan(Method method, CallPlan stages, DeferredType type) {
		super(method, null);
		this.stages = stages;
		this.type = type;
		this.suspending = KotlinDetector.isSuspendingFunction(method);
	}

	@Override
	@Nullable Object invoke(MethodInvocation call, VoiceTelemetry telemetry) throws Throwable {
		MethodInvocation captured = CapturedCall.of(call);
		Context called = Context.current();
		CallLink link = isRequest() ? CallLink.of(call) : null;
		DeferredWork work = (begun) -> {
			RunningStage stage = begin(captured, telemetry, VoiceContext.inner(called, begun));
			if (link != null) {
				link.begun(stage);
			}
			return stage;
		};
		return this.type.beginsWithCall() ? invokeWithin(work, call, telemetry, called)
				: invokeBefore(work, call, telemetry, called);
	}

	private @Nullable Object invokeWithin(DeferredWork work, MethodInvocation call, VoiceTelemetry telemetry,
			Context called) throws Throwable {
		RunningStage stage = work.begin(called);
		Object result;
		try (Scope scope = stage.context().makeCurrent()) {
			result = call.proceed();
		}
		catch (Throwable ex) {
			stage.fail(ex);
			throw ex;
		}
		if (result == null) {
			stage.complete();
			return null;
		}
		AtomicReference<@Nullable RunningStage> begun = new AtomicReference<>(stage);
		return follow(this.type, result, (where) -> {
			RunningStage first = begun.getAndSet(null);
			return (first != null) ? first : work.begin(where);
		}, stage, telemetry);
	}

	private @Nullable Object invokeBefore(DeferredWork begins, MethodInvocation call, VoiceTelemetry telemetry,
			Context called) throws Throwable {
		DeferredWork work = this.suspending ? suspended(begins, call) : begins;
		Object result;
		try {
			result = call.proceed();
		}
		catch (Throwable ex) {
			work.begin(called).fail(ex);
			throw ex;
		}
		return (result != null) ? follow(this.type, result, work, null, telemetry) : null;
	}

	private static DeferredWork suspended(DeferredWork work, MethodInvocation call) {
		if (!(call instanceof ProxyMethodInvocation invocation)) {
			return work;
		}
		SuspendedWork suspended = new SuspendedWork(work);
		invocation.setArguments(suspended.carriedBy(call.getArguments()));
		return suspended;
	}

	private RunningStage begin(MethodInvocation captured, VoiceTelemetry telemetry, Context where) {
		try (Scope scope = where.makeCurrent()) {
			return begin(captured, telemetry, (RunningStage) null);
		}
		catch (Throwable ex) {
			telemetry.refused(RefusalReason.INTERNAL_ERROR, "Beginning a stage of " + this.method, ex);
			return RunningStage.none(where, telemetry);
		}
	}

	@Override
	boolean isRequest() {
		return this.stages.mayBeRetried();
	}

	@Override
	RunningStage begin(MethodInvocation call, VoiceTelemetry telemetry, @Nullable RunningStage outer) {
		return this.stages.beginAll(call, telemetry, outer);
	}

}
