package io.voicetelemetry.autoconfigure;

import io.voicetelemetry.session.VoiceTelemetry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.config.TaskManagementConfigUtils;
import org.springframework.util.ClassUtils;

/**
 * Says, once the application has started, which property keeps calls from being followed
 * to other threads, if the application uses what it is about and has not decided.
 */
final class PropagationHints implements ApplicationListener<ApplicationStartedEvent> {

	static final String TASKS = "spring.task.execution.propagate-context";

	static final String REACTOR = "spring.reactor.context-propagation";

	private static final Logger logger = LoggerFactory.getLogger(VoiceTelemetry.class);

	/** Beans of who serves or calls with Reactor. */
	private static final String[] OF_REACTOR = { "org.springframework.web.reactive.DispatcherHandler",
			"org.springframework.web.reactive.function.client.WebClient$Builder" };

	private final ApplicationContext context;

	PropagationHints(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		// Events of a child context come by, too.
		if (event.getApplicationContext() != this.context) {
			return;
		}
		Environment environment = this.context.getEnvironment();
		if (!environment.containsProperty(TASKS) && usesAsync() && !has(TaskDecorator.class)) {
			logger.info("Calls are not followed into @Async methods: what they record is outside the call. Set {}=true",
					TASKS);
		}
		if (!environment.containsProperty(REACTOR) && usesReactor()) {
			logger.info("Calls are not followed into all operators of Reactor: what runs there on another thread is "
					+ "outside the call. Set {}=auto", REACTOR);
		}
	}

	private boolean usesAsync() {
		return this.context.containsBean(TaskManagementConfigUtils.ASYNC_ANNOTATION_PROCESSOR_BEAN_NAME);
	}

	private boolean usesReactor() {
		ClassLoader classLoader = this.context.getClassLoader();
		for (String name : OF_REACTOR) {
			if (ClassUtils.isPresent(name, classLoader) && has(ClassUtils.resolveClassName(name, classLoader))) {
				return true;
			}
		}
		return false;
	}

	private boolean has(Class<?> type) {
		return this.context.getBeanNamesForType(type, false, false).length > 0;
	}

}
