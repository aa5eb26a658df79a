package io.voicetelemetry.autoconfigure;

import java.util.List;

import io.voicetelemetry.integration.langchain4j.LangChain4jBeanPostProcessor;
import io.voicetelemetry.session.VoiceTelemetry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/**
 * Says, once the application has started, which models of LangChain4j are observed, and
 * which are not.
 */
final class LangChain4jStartupReport implements ApplicationListener<ApplicationStartedEvent> {

	private static final Logger logger = LoggerFactory.getLogger(VoiceTelemetry.class);

	private final ApplicationContext context;

	private final LangChain4jBeanPostProcessor postProcessor;

	LangChain4jStartupReport(ApplicationContext context, LangChain4jBeanPostProcessor postProcessor) {
		this.context = context;
		this.postProcessor = postProcessor;
	}

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		// Events of a child context come by, too.
		if (event.getApplicationContext() != this.context) {
			return;
		}
		List<String> observed = this.postProcessor.observed();
		if (!observed.isEmpty()) {
			logger.info("Models of LangChain4j that are observed: {}", String.join(", ", observed));
		}
		List<String> problems = this.postProcessor.report();
		if (!problems.isEmpty()) {
			logger.warn("Models of LangChain4j that are not observed: {}. Declare these beans by their interface",
					String.join(", ", problems));
		}
	}

}
