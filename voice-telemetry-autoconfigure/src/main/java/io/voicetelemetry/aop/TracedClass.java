package io.voicetelemetry.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodIntrospector;
import org.springframework.util.ClassUtils;

/**
 * The annotated methods of a class: those that can be intercepted, and why the others
 * cannot.
 *
 * @param methods the annotations by the methods that can be intercepted
 * @param problems what cannot be intercepted and why, one line each
 */
record TracedClass(Map<Method, List<TracedAnnotation>> methods, List<String> problems) {

	private static final TracedClass NONE = new TracedClass(Map.of(), List.of());

	/** Those that have beans. */
	private static final List<String> OWN_PACKAGES = List.of("io.voicetelemetry.autoconfigure.",
			"io.voicetelemetry.content.", "io.voicetelemetry.export.", "io.voicetelemetry.inspector.",
			"io.voicetelemetry.integration.", "io.voicetelemetry.logging.", "io.voicetelemetry.metrics.",
			"io.voicetelemetry.session.", "io.voicetelemetry.usage.");

	static TracedClass of(Class<?> type) {
		if (isOfFramework(type) || isOwn(type)) {
			return NONE;
		}
		Map<Method, List<TracedAnnotation>> annotated = MethodIntrospector.selectMethods(type,
				(MethodIntrospector.MetadataLookup<List<TracedAnnotation>>) (method) -> {
					List<TracedAnnotation> found = TracedAnnotation.on(method);
					return found.isEmpty() ? null : found;
				});
		if (annotated.isEmpty()) {
			return NONE;
		}
		List<String> problems = new ArrayList<>();
		Method finalMethod = finalMethodOf(type);
		Map<Method, List<TracedAnnotation>> interceptable = new LinkedHashMap<>();
		annotated.forEach((method, annotations) -> {
			String problem = problemOf(type, method, finalMethod);
			if (problem != null) {
				problems.add(ClassUtils.getShortName(type) + "." + method.getName() + " (" + problem + ")");
			}
			else {
				interceptable.put(method, annotations);
				DeferredResult.warningFor(method)
					.ifPresent((warning) -> problems
						.add(ClassUtils.getShortName(type) + "." + method.getName() + " (" + warning + ")"));
			}
		});
		problems.addAll(SelfInvocation.find(type, interceptable.keySet()));
		return new TracedClass(Map.copyOf(interceptable), List.copyOf(problems));
	}

	/**
	 * Beans of the frameworks have no annotations of ours: to look for them would cost
	 * start-up time.
	 */
	private static boolean isOfFramework(Class<?> type) {
		String name = type.getName();
		return name.startsWith("java.") || name.startsWith("jakarta.") || name.startsWith("io.opentelemetry.")
				|| name.startsWith("io.micrometer.")
				|| (name.startsWith("org.springframework.") && !name.startsWith("org.springframework.samples."));
	}

	/**
	 * Neither have our own beans, which are most of those of a small application. The jar
	 * alone does not tell, as all of an application may be in one; nor does the package,
	 * as tests are in the same.
	 */
	private static boolean isOwn(Class<?> type) {
		for (String ownPackage : OWN_PACKAGES) {
			if (type.getName().startsWith(ownPackage)) {
				return type.getProtectionDomain() == TracedClass.class.getProtectionDomain();
			}
		}
		return false;
	}

	/**
	 * A method that a subclass cannot override would run on the proxy itself, whose
	 * fields are empty: better no span than a call that fails.
	 */
	private static @Nullable Method finalMethodOf(Class<?> type) {
		for (Class<?> each = type; each != null && !isOfFramework(each)
				&& !Proxy.isProxyClass(each); each = each.getSuperclass()) {
			for (Method method : each.getDeclaredMethods()) {
				int modifiers = method.getModifiers();
				if (Modifier.isFinal(modifiers) && !Modifier.isPrivate(modifiers) && !Modifier.isStatic(modifiers)) {
					return method;
				}
			}
		}
		return null;
	}

	private static @Nullable String problemOf(Class<?> type, Method method, @Nullable Method finalMethod) {
		int modifiers = method.getModifiers();
		if (Modifier.isPrivate(modifiers)) {
			return "the method is private";
		}
		if (Modifier.isStatic(modifiers)) {
			return "the method is static";
		}
		if (Modifier.isFinal(type.getModifiers()) && !Proxy.isProxyClass(type) && !ClassUtils.isLambdaClass(type)) {
			return "the class is final";
		}
		if (Modifier.isFinal(modifiers) && !Proxy.isProxyClass(type)) {
			return "the method is final";
		}
		return (finalMethod != null)
				? "its class has the final method " + finalMethod.getName() + ", which would fail on a proxy" : null;
	}

}
