package io.voicetelemetry.integration.langchain4j;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import io.voicetelemetry.session.VoiceTelemetry;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.util.ClassUtils;

/**
 * The methods that ask a model, and what goes around them.
 */
final class ObservedModels {

	private final List<ModelKind> kinds;

	ObservedModels(Supplier<VoiceTelemetry> telemetry) {
		this.kinds = ModelKind.all(telemetry);
	}

	boolean isModel(Class<?> type) {
		return this.kinds.stream().anyMatch((kind) -> kind.isOf(type));
	}

	Advisor advisor() {
		return new DefaultPointcutAdvisor(new AskingMethods(), new Interceptor());
	}

	/**
	 * A proxy of all interfaces of a model.
	 */
	Object interfaceProxy(Object model, @Nullable ClassLoader classLoader) {
		ProxyFactory factory = new ProxyFactory();
		factory.setInterfaces(ClassUtils.getAllInterfaces(model));
		factory.setTarget(model);
		factory.addAdvisor(advisor());
		return factory.getProxy(classLoader);
	}

	static boolean isObserved(Object model) {
		return model instanceof Advised advised && Arrays.stream(advised.getAdvisors())
			.anyMatch((advisor) -> advisor.getAdvice() instanceof Interceptor);
	}

	private @Nullable MethodInterceptor interceptor(Method method, Class<?> type) {
		for (ModelKind kind : this.kinds) {
			if (kind.isOf(type) && kind.asksBy(method)) {
				return kind.interceptor();
			}
		}
		return null;
	}

	private final class AskingMethods extends StaticMethodMatcherPointcut {

		AskingMethods() {
			setClassFilter(ObservedModels.this::isModel);
		}

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			return interceptor(method, targetClass) != null;
		}

	}

	private final class Interceptor implements MethodInterceptor {

		@Override
		public @Nullable Object invoke(MethodInvocation call) throws Throwable {
			Object model = call.getThis();
			MethodInterceptor interceptor = (model != null) ? interceptor(call.getMethod(), model.getClass()) : null;
			return (interceptor != null) ? interceptor.invoke(call) : call.proceed();
		}

	}

}
