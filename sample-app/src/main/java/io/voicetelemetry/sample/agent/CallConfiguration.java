package io.voicetelemetry.sample.agent;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The threads calls are worked on.
 */
@Configuration(proxyBeanMethods = false)
class CallConfiguration {

	/**
	 * Runs turns and speech. Both wait for others most of the time, so each that is under
	 * way has a thread.
	 * @return the executor
	 */
	@Bean(destroyMethod = "shutdownNow")
	ExecutorService callExecutor() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("call-");
		threads.setDaemon(true);
		return Executors.newCachedThreadPool(threads);
	}

}
