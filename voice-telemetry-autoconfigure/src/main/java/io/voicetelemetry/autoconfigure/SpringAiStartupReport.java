package io.voicetelemetry.autoconfigure;

import java.util.List;

import io.voicetelemetry.integration.springai.ModelDecorators;
import io.voicetelemetry.session.VoiceTelemetry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/**
 * Says, once the application has started, which models of Spring AI have no decorator.
 */
final class SpringAiStartupReport implements ApplicationListener<ApplicationStartedEvent> {

	private static final Logger logger = LoggerFactory.getLogger(VoiceTelemetry.class);

	private final ApplicationContext context;

	private final ModelDecorators decorators;

	SpringAiStartupReport(ApplicationContext context, ModelDecorators decorators) {
		this.context = context;
		this.decorators = decorators;
	}

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		// Events of a child context come by, too.
		if (event.getApplicationContext() != this.context) {
			return;
		}
		List<String> skipped = this.decorators.report();
		if (!skipped.isEmpty()) {
			logger
				.warn("Models of Spring AI that are not decorated, because there are several, or one is primary or no "
						+ "singleton: {}. Wrap them with the VoiceSpringAi bean", String.join("; ", skipped));
		}
	}

}
