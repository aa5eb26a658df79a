package io.voicetelemetry.aop;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.voicetelemetry.session.VoiceTelemetry;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the plan of an annotated method.
 */
final class VoiceTelemetryInterceptor implements MethodInterceptor {

	private static final Logger logger = LoggerFactory.getLogger(VoiceTelemetryInterceptor.class);

	/** A power of two. */
	private static final int RECENT_PLANS = 256;

	private final TracedClasses classes;

	private final Supplier<VoiceTelemetry> telemetrySource;

	private final Map<Class<?>, Map<Method, CallPlan>> plans = new ConcurrentHashMap<>();

	/**
	 * By the identity of methods, of which a proxy has one object each: to compare those
	 * takes a tenth of what it takes to compare what they say. What threads put in each
	 * other's place is only found anew.
	 */
	private final @Nullable RecentPlan[] recent = new @Nullable RecentPlan[RECENT_PLANS];

	private volatile @Nullable VoiceTelemetry telemetry;

	VoiceTelemetryInterceptor(TracedClasses classes, Supplier<VoiceTelemetry> telemetrySource) {
		this.classes = classes;
		this.telemetrySource = telemetrySource;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation call) throws Throwable {
		Object target = call.getThis();
		// A proxy without a target has the annotations of its interface.
		Class<?> type = (target != null) ? target.getClass() : call.getMethod().getDeclaringClass();
		CallPlan plan = planOf(type, call.getMethod());
		return (plan != null) ? plan.invoke(call, telemetry()) : call.proceed();
	}

	private @Nullable CallPlan planOf(Class<?> type, Method method) {
		int index = System.identityHashCode(method) & (RECENT_PLANS - 1);
		RecentPlan same = this.recent[index];
		if (same != null && same.method() == method && same.type() == type) {
			return same.plan();
		}
		CallPlan plan = findPlan(type, method);
		if (plan != null) {
			this.recent[index] = new RecentPlan(type, method, plan);
		}
		return plan;
	}

	private @Nullable CallPlan findPlan(Class<?> type, Method method) {
		Map<Method, CallPlan> plans = this.plans.get(type);
		CallPlan plan = (plans != null) ? plans.get(method) : null;
		if (plan == null) {
			plan = this.classes.plan(method, type);
			if (plan != null) {
				this.plans.computeIfAbsent(type, (key) -> new ConcurrentHashMap<>()).put(method, plan);
			}
		}
		return plan;
	}

	VoiceTelemetry telemetry() {
		VoiceTelemetry telemetry = this.telemetry;
		if (telemetry == null) {
			try {
				telemetry = this.telemetrySource.get();
			}
			catch (RuntimeException ex) {
				logger.warn("Annotated methods are not traced: there is no single VoiceTelemetry bean", ex);
				telemetry = VoiceTelemetry.noop();
			}
			this.telemetry = telemetry;
		}
		return telemetry;
	}

	private record RecentPlan(Class<?> type, Method method, CallPlan plan) {
	}

}
