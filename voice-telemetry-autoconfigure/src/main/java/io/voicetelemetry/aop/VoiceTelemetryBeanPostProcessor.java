package io.voicetelemetry.aop;

import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Supplier;

import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.ResultReader;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.util.StringValueResolver;

/**
 * Puts the interceptor around beans with annotated methods: outside everything else, so
 * that a call's span stands around {@code @Retryable} and {@code @Async}, and inside
 * everything again, where each try of a request is seen. An auto-proxy creator could do
 * neither, and may be absent.
 *
 * @since 0.1
 */
public final class VoiceTelemetryBeanPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

	private static final long serialVersionUID = 1L;

	private final transient Supplier<VoiceTelemetry> telemetry;

	private final transient ReaderBeans readers;

	private transient @Nullable TracedClasses classes;

	private transient @Nullable Advisor attemptAdvisor;

	/**
	 * A post-processor that takes nothing from the context before a method is called,
	 * lest it be created too early.
	 * @param telemetry gives the telemetry
	 * @param readers gives the application's result readers
	 * @param chunkReaders gives the application's chunk readers
	 */
	public VoiceTelemetryBeanPostProcessor(Supplier<VoiceTelemetry> telemetry, Supplier<List<ResultReader<?>>> readers,
			Supplier<List<ChunkReader<?>>> chunkReaders) {
		this.telemetry = telemetry;
		this.readers = new ReaderBeans(readers, chunkReaders);
		setBeforeExistingAdvisors(true);
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		super.setBeanFactory(beanFactory);
		StringValueResolver placeholders = (beanFactory instanceof ConfigurableBeanFactory configurable)
				? configurable::resolveEmbeddedValue : (text) -> text;
		TracedClasses classes = new TracedClasses(
				new CallPlanFactory(new ValueSources(placeholders, getProxyClassLoader()), this.readers));
		this.classes = classes;
		AnnotatedMethods pointcut = new AnnotatedMethods(classes);
		VoiceTelemetryInterceptor interceptor = new VoiceTelemetryInterceptor(classes, this.telemetry);
		this.advisor = new DefaultPointcutAdvisor(pointcut, interceptor);
		this.attemptAdvisor = new DefaultPointcutAdvisor(pointcut, new AttemptInterceptor(interceptor::telemetry));
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		// The proxy of a scoped bean is none of the bean itself.
		boolean proxied = bean instanceof Advised && !(bean instanceof AopInfrastructureBean);
		Object processed = super.postProcessAfterInitialization(bean, beanName);
		// Without another advice there is nothing that could retry.
		if (proxied && this.attemptAdvisor != null && processed instanceof Advised advised && !advised.isFrozen()
				&& isEligible(AopUtils.getTargetClass(bean))) {
			advised.addAdvisor(this.attemptAdvisor);
		}
		return processed;
	}

	/**
	 * How many annotated methods are intercepted.
	 * @return the number
	 */
	public int interceptedMethods() {
		return (this.classes != null) ? this.classes.methodCount() : 0;
	}

	/**
	 * Which annotated methods are intercepted.
	 * @return the methods, such as {@code Agent.reply}, in order
	 */
	public List<String> methods() {
		return (this.classes != null) ? this.classes.methods() : List.of();
	}

	/**
	 * What is annotated but not, or not always, intercepted, and why: for the report at
	 * start-up. What is found afterwards is logged.
	 * @return a line for each
	 */
	public List<String> report() {
		return (this.classes != null) ? this.classes.report() : List.of();
	}

	/**
	 * The methods that have a plan.
	 */
	private static final class AnnotatedMethods extends StaticMethodMatcherPointcut {

		private final TracedClasses classes;

		AnnotatedMethods(TracedClasses classes) {
			this.classes = classes;
			setClassFilter((type) -> !classes.plans(type).isEmpty());
		}

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			return this.classes.plan(method, targetClass) != null;
		}

	}

}
