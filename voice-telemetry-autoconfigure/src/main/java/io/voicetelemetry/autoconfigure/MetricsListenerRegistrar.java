package io.voicetelemetry.autoconfigure;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

import io.voicetelemetry.event.VoiceMetricsListener;
import io.voicetelemetry.integration.MetricsEventPublisher;
import io.voicetelemetry.logging.MetricsLog;
import io.voicetelemetry.session.ClosableVoiceTelemetry;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanNameAware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Has the listeners of the application told, once all of them are there, and closes the
 * telemetry before the first of them is destroyed: each is told of the calls that the
 * shutdown ends.
 * <p>
 * That the telemetry be destroyed before its listeners cannot be said of it directly,
 * since a listener that has it injected is to be destroyed before. Nobody has this bean
 * injected, so it can come before all of them.
 */
final class MetricsListenerRegistrar implements SmartInitializingSingleton, BeanNameAware, DisposableBean {

	/** Told what there is a demand for, from the start. */
	private static final Set<Class<?>> OWN = Set.of(MetricsLog.class, MetricsEventPublisher.class);

	private final ConfigurableListableBeanFactory beans;

	private String name = "voiceMetricsListenerRegistrar";

	private @Nullable ClosableVoiceTelemetry closed;

	MetricsListenerRegistrar(ConfigurableListableBeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public void setBeanName(String name) {
		this.name = name;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.beans.getBeanProvider(VoiceTelemetry.class).ifUnique((telemetry) -> {
			// Telemetry that the application made knows nothing of ours.
			Set<Class<?>> told = (this.beans.getBeanProvider(VoiceTelemetryAutoConfiguration.Recording.class)
				.getIfAvailable() != null) ? OWN : Set.of();
			this.beans.getBeanProvider(VoiceMetricsListener.class)
				.orderedStream()
				.filter((listener) -> !told.contains(listener.getClass()))
				.forEach(telemetry::addListener);
			closeBeforeListeners(telemetry);
		});
		this.beans.getBeanProvider(MetricsEventPublisher.class).forEach(MetricsEventPublisher::prepare);
	}

	/**
	 * Only telemetry of this very context is closed with it.
	 */
	private void closeBeforeListeners(VoiceTelemetry telemetry) {
		String[] names = this.beans.getBeanNamesForType(VoiceTelemetry.class, true, false);
		if (names.length == 0 || !(telemetry instanceof ClosableVoiceTelemetry closable)) {
			return;
		}
		// Those of parents outlive this context, and of those that are no singletons
		// nobody knows when they go.
		Set<String> listeners = Set.of(this.beans.getBeanNamesForType(VoiceMetricsListener.class, false, false));
		if (this.beans.getBeanNamesForType(VoiceTelemetryAutoConfiguration.Recording.class).length == 0) {
			// How telemetry of the application is to be closed, it has declared itself.
			listeners.forEach((listener) -> this.beans.registerDependentBean(listener, names[0]));
			return;
		}
		this.closed = closable;
		listeners.forEach((listener) -> this.beans.registerDependentBean(listener, this.name));
		// Whoever uses the telemetry may do so until it is destroyed itself.
		Arrays.stream(names)
			.flatMap((each) -> Arrays.stream(this.beans.getDependentBeans(each)))
			.filter((user) -> !isUsedByAny(listeners, user, new HashSet<>()))
			.forEach((user) -> this.beans.registerDependentBean(this.name, user));
	}

	/**
	 * Whether a bean is one of these, or one of these is destroyed before it.
	 */
	private boolean isUsedByAny(Set<String> listeners, String bean, Set<String> seen) {
		return listeners.contains(bean) || (seen.add(bean) && Arrays.stream(this.beans.getDependentBeans(bean))
			.anyMatch((dependent) -> isUsedByAny(listeners, dependent, seen)));
	}

	@Override
	public void destroy() {
		if (this.closed != null) {
			this.closed.close();
		}
	}

}
