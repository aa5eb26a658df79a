package io.voicetelemetry.sample.report;

import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.trace.SdkTracerProvider;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Prints the report of each call.
 */
@Configuration(proxyBeanMethods = false)
class ReportConfiguration {

	/** Less than the telemetry waits for its listeners when the application ends. */
	private static final long TREE_TIMEOUT_SECONDS = 1;

	/**
	 * Prints below the tree of the call, which comes from another thread: it has been
	 * printed when all spans were delivered.
	 * @param tracerProvider delivers the spans, if there is any
	 * @return the report
	 */
	@Bean
	CallReport callReport(ObjectProvider<SdkTracerProvider> tracerProvider) {
		// Looked up now, because a call may still end while the application does.
		SdkTracerProvider provider = tracerProvider.getIfAvailable();
		return new CallReport((report) -> {
			if (provider != null) {
				provider.forceFlush().join(TREE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
			}
			System.out.println(report);
		});
	}

}
