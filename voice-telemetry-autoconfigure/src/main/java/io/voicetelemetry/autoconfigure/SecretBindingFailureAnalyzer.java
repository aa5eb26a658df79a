package io.voicetelemetry.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;

/**
 * Explains a property that cannot be bound and may be secret, as headers that are written
 * as one text. Boot's own analyzer would print the value.
 */
final class SecretBindingFailureAnalyzer extends AbstractFailureAnalyzer<BindException> implements Ordered {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		String name = cause.getName().toString();
		if (!Secrets.isSecret(name) && !Secrets.isUrl(name)) {
			return null;
		}
		InvalidVoiceTelemetryConfigurationException invalid = new InvalidVoiceTelemetryConfigurationException(name,
				"cannot be read as what it has to be",
				name.endsWith(".headers")
						? "Write each header as a property of its own, such as " + name + ".x-api-key."
						: "Check its value, which is not shown here because it may be secret.");
		return new FailureAnalysis(invalid.getMessage() + ".", invalid.action(), invalid);
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
