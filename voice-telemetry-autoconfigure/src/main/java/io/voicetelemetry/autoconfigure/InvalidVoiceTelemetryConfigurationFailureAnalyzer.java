package io.voicetelemetry.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;

/**
 * Explains a configuration that cannot work. Before Boot's own analyzers, which would
 * tell of the binding that failed rather than why.
 */
final class InvalidVoiceTelemetryConfigurationFailureAnalyzer
		extends AbstractFailureAnalyzer<InvalidVoiceTelemetryConfigurationException> implements Ordered {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidVoiceTelemetryConfigurationException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", cause.action(), cause);
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
