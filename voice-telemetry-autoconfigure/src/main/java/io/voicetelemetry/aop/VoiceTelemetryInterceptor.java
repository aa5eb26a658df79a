package io.voicetelemetry.aop;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.voicetelemetry.session.VoiceTelemetry;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;

/**
 * Follows the plan of an annotated method.
 */
final class VoiceTelemetryInterceptor implements MethodInterceptor {

	private final TracedClasses classes;

	private final Supplier<VoiceTelemetry> telemetrySource;

	private final Map<Class<?>, Map<Method, CallPlan>> plans = new ConcurrentHashMap<>();

	private volatile @Nullable VoiceTelemetry telemetry;

	VoiceTelemetryInterceptor(TracedClasses classes, Supplier<VoiceTelemetry> telemetrySource) {
		this.classes = classes;
		this.telemetrySource = telemetrySource;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation call) throws Throwable {
		Object target = call.getThis();
		CallPlan plan = (target != null) ? planOf(target.getClass(), call.getMethod()) : null;
		return (plan != null) ? plan.invoke(call, telemetry()) : call.proceed();
	}

	private @Nullable CallPlan planOf(Class<?> type, Method method) {
		Map<Method, CallPlan> plans = this.plans.get(type);
		CallPlan plan = (plans != null) ? plans.get(method) : null;
		if (plan == null) {
			// The method of an interface has the plan of the one that implements it.
			plan = this.classes.plans(type).get(AopUtils.getMostSpecificMethod(method, type));
			if (plan != null) {
				this.plans.computeIfAbsent(type, (key) -> new ConcurrentHashMap<>()).put(method, plan);
			}
		}
		return plan;
	}

	private VoiceTelemetry telemetry() {
		VoiceTelemetry telemetry = this.telemetry;
		if (telemetry == null) {
			telemetry = this.telemetrySource.get();
			this.telemetry = telemetry;
		}
		return telemetry;
	}

}
