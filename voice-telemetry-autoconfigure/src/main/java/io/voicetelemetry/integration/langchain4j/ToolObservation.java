package io.voicetelemetry.integration.langchain4j;

import java.util.function.Supplier;

import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * As long as this is there, the tools that AI services run in calls of an application are
 * observed. It is there before any other bean, since AI services are beans, too.
 *
 * @since 0.1
 */
public final class ToolObservation implements BeanFactoryPostProcessor, SmartInitializingSingleton, DisposableBean {

	private final Supplier<VoiceTelemetry> source;

	private volatile @Nullable VoiceTelemetry telemetry;

	/**
	 * Begins the observation.
	 * @param telemetry gives the telemetry of the application, asked for when that has
	 * its beans
	 */
	public ToolObservation(Supplier<VoiceTelemetry> telemetry) {
		this.source = telemetry;
		ObservingApplications.starting();
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
	}

	@Override
	public void afterSingletonsInstantiated() {
		VoiceTelemetry telemetry = this.source.get();
		this.telemetry = telemetry;
		ObservingApplications.add(telemetry);
	}

	@Override
	public void destroy() {
		VoiceTelemetry telemetry = this.telemetry;
		this.telemetry = null;
		if (telemetry != null) {
			ObservingApplications.remove(telemetry);
		}
		ObservingApplications.stopped();
	}

}
