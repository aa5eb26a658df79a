package io.voicetelemetry.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/**
 * Explains a configuration that cannot work. Before Boot's own analyzers, which would
 * tell of the binding that failed rather than why.
 */
final class InvalidVoiceTelemetryConfigurationFailureAnalyzer
		extends AbstractFailureAnalyzer<InvalidVoiceTelemetryConfigurationException> implements Ordered {

	private final @Nullable Environment environment;

	InvalidVoiceTelemetryConfigurationFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidVoiceTelemetryConfigurationException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", cause.action() + origin(cause.subject()), cause);
	}

	/**
	 * A sentence for a property that nobody wrote.
	 */
	private String origin(String property) {
		PropertySource<?> variables = (this.environment instanceof ConfigurableEnvironment configurable)
				? configurable.getPropertySources().get(BackendVariablesInitializer.PROPERTY_SOURCE) : null;
		if (variables == null || !variables.containsProperty(property)) {
			return "";
		}
		List<String> names = BackendVariables.namesFor(property);
		return " Its value is that of the environment variable "
				+ (names.isEmpty() ? "OTEL_EXPORTER_OTLP_…" : String.join(" or ", names)) + ".";
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
