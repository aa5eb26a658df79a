package io.voicetelemetry.aop;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ClassUtils;

/**
 * The plans of all classes that were looked at.
 */
final class TracedClasses {

	private static final Logger logger = LoggerFactory.getLogger(VoiceTelemetryBeanPostProcessor.class);

	private static final Planned NONE = new Planned(Map.of(), List.of());

	private final CallPlanFactory factory;

	private final Map<Class<?>, Planned> classes = new ConcurrentHashMap<>();

	private volatile boolean reported;

	TracedClasses(CallPlanFactory factory) {
		this.factory = factory;
	}

	/**
	 * The plan of a method: that of the method of the class which overrides or implements
	 * it, or its own where the class is a proxy.
	 */
	@Nullable CallPlan plan(Method method, Class<?> type) {
		Map<Method, CallPlan> plans = plans(type);
		CallPlan plan = plans.get(AopUtils.getMostSpecificMethod(method, type));
		return (plan != null) ? plan : plans.get(method);
	}

	Map<Method, CallPlan> plans(Class<?> type) {
		return planned(type).plans();
	}

	private Planned planned(Class<?> type) {
		Planned planned = this.classes.get(type);
		return (planned != null) ? planned : this.classes.computeIfAbsent(type, this::plan);
	}

	private Planned plan(Class<?> type) {
		TracedClass traced = TracedClass.of(type);
		if (traced.methods().isEmpty() && traced.problems().isEmpty()) {
			return NONE;
		}
		if (this.reported) {
			// A lazy bean: the report at start-up did not know of it.
			traced.problems().forEach((problem) -> logger.warn("Not intercepted: {}", problem));
		}
		Map<Method, CallPlan> plans = new HashMap<>();
		traced.methods().forEach((method, annotations) -> plans.put(method, this.factory.plan(method, annotations)));
		return new Planned(Map.copyOf(plans), traced.problems());
	}

	int methodCount() {
		return this.classes.values().stream().mapToInt((planned) -> planned.plans().size()).sum();
	}

	/**
	 * The methods that are intercepted, by their names.
	 */
	List<String> methods() {
		return this.classes.entrySet()
			.stream()
			.flatMap((type) -> type.getValue()
				.plans()
				.keySet()
				.stream()
				.map((method) -> ClassUtils.getShortName(type.getKey()) + "." + method.getName()))
			.sorted()
			.toList();
	}

	/**
	 * What cannot be intercepted, to be told at start-up; what is found later is logged.
	 */
	List<String> report() {
		this.reported = true;
		return this.classes.values().stream().flatMap((planned) -> planned.problems().stream()).sorted().toList();
	}

	private record Planned(Map<Method, CallPlan> plans, List<String> problems) {
	}

}
