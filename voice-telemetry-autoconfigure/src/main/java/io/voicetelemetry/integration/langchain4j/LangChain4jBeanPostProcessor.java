package io.voicetelemetry.integration.langchain4j;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopConfigException;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.ClassUtils;

/**
 * Has the models of LangChain4j that are beans observed. A model remains what it is: its
 * proxy is of the model's own class, so that it can be injected by class, too. A class
 * that cannot have such a proxy gets one of its interfaces if the bean is declared by an
 * interface, and otherwise is left alone and reported.
 *
 * @since 0.1
 */
public final class LangChain4jBeanPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

	private static final long serialVersionUID = 1L;

	private static final Logger logger = LoggerFactory.getLogger(VoiceTelemetry.class);

	private final transient ObservedModels models;

	private final transient Set<String> observed = ConcurrentHashMap.newKeySet();

	private final transient Set<String> notObserved = ConcurrentHashMap.newKeySet();

	private transient @Nullable BeanFactory beanFactory;

	private volatile boolean reported;

	/**
	 * A post-processor that takes nothing from the context before a model is asked.
	 * @param telemetry gives the telemetry
	 */
	public LangChain4jBeanPostProcessor(Supplier<VoiceTelemetry> telemetry) {
		this.models = new ObservedModels(telemetry);
		this.advisor = this.models.advisor();
		setProxyTargetClass(true);
		setBeforeExistingAdvisors(true);
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		super.setBeanFactory(beanFactory);
		this.beanFactory = beanFactory;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!this.models.isModel(bean.getClass()) || ObservedModels.isObserved(bean)) {
			return bean;
		}
		Object processed = bean;
		try {
			if (bean instanceof Advised || canBeSubclassed(bean.getClass())) {
				processed = super.postProcessAfterInitialization(bean, beanName);
			}
		}
		catch (AopConfigException ex) {
			// A class without a constructor that a subclass may call, say.
			logger.debug("{} cannot have a proxy of its class", beanName, ex);
		}
		if (processed == bean && !(bean instanceof Advised) && isDeclaredByInterface(beanName)) {
			processed = this.models.interfaceProxy(bean, getProxyClassLoader());
		}
		if (processed == bean && !(bean instanceof Advised)) {
			unobserved(beanName, bean);
		}
		else {
			this.observed.add(beanName);
		}
		return processed;
	}

	/**
	 * Asked while an application is processed ahead of time: what has no proxy then has
	 * one neither later, and must not hinder that.
	 */
	@Override
	public Class<?> determineBeanType(Class<?> beanClass, String beanName) {
		if (!this.models.isModel(beanClass) || !(beanClass.isInterface() || canBeSubclassed(beanClass))) {
			return beanClass;
		}
		try {
			return super.determineBeanType(beanClass, beanName);
		}
		catch (AopConfigException ex) {
			logger.debug("{} cannot have a proxy of its class", beanName, ex);
			return beanClass;
		}
	}

	/**
	 * A final method would run on the proxy, which has no state.
	 */
	private static boolean canBeSubclassed(Class<?> type) {
		if (Modifier.isFinal(type.getModifiers()) || type.isHidden() || Proxy.isProxyClass(type)) {
			return false;
		}
		for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
			for (Method method : each.getDeclaredMethods()) {
				int modifiers = method.getModifiers();
				if (Modifier.isFinal(modifiers) && !Modifier.isPrivate(modifiers) && !Modifier.isStatic(modifiers)) {
					return false;
				}
			}
		}
		return true;
	}

	/**
	 * By its definition: the bean factory goes by the class of what was made.
	 */
	private boolean isDeclaredByInterface(String beanName) {
		if (this.beanFactory instanceof ConfigurableBeanFactory beans && beans.containsBean(beanName)
				&& beans.getMergedBeanDefinition(beanName) instanceof RootBeanDefinition definition) {
			Method factoryMethod = definition.getResolvedFactoryMethod();
			if (factoryMethod != null) {
				return factoryMethod.getReturnType().isInterface();
			}
			return definition.hasBeanClass() && definition.getBeanClass().isInterface();
		}
		return false;
	}

	private void unobserved(String beanName, Object bean) {
		String line = beanName + ": " + ClassUtils.getShortName(AopUtils.getTargetClass(bean))
				+ " is final or has final methods, and the bean is not declared by an interface";
		this.notObserved.add(line);
		if (this.reported) {
			logger.warn("A model of LangChain4j is not observed: {}", line);
		}
	}

	/**
	 * The names of the models that are observed.
	 * @return the names of the beans, in order
	 */
	public List<String> observed() {
		return sorted(this.observed);
	}

	/**
	 * Which models are not observed, and why: for the report at start-up. What is found
	 * afterwards is logged.
	 * @return a line for each
	 */
	public List<String> report() {
		this.reported = true;
		return sorted(this.notObserved);
	}

	private static List<String> sorted(Set<String> lines) {
		List<String> sorted = new ArrayList<>(lines);
		Collections.sort(sorted);
		return sorted;
	}

}
