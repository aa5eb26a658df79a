package io.voicetelemetry.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.opentelemetry.api.OpenTelemetry;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.integration.actuator.BackendState;
import io.voicetelemetry.integration.actuator.Interception;
import io.voicetelemetry.integration.actuator.TelemetryState;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;

/**
 * The state of what is configured here. Any of it may be missing.
 *
 * @param beans the beans of the application
 */
record ConfiguredTelemetryState(ListableBeanFactory beans) implements TelemetryState {

	@Override
	public VoiceTelemetry telemetry() {
		return this.beans.getBeanProvider(VoiceTelemetry.class).getIfUnique(VoiceTelemetry::noop);
	}

	/**
	 * The application may have a policy of its own.
	 */
	@Override
	public boolean capturesContent() {
		return this.beans.getBeanProvider(ContentPolicy.class).stream().anyMatch(ContentPolicy::captures);
	}

	@Override
	public List<BackendState> backends() {
		SpanExport export = export();
		return (export != null) ? export.backends() : List.of();
	}

	@Override
	public Map<String, String> notSent() {
		SpanExport export = export();
		Backends backends = this.beans.getBeanProvider(Backends.class).getIfAvailable();
		Map<String, String> notSent = new TreeMap<>();
		if (backends != null) {
			notSent.putAll(backends.off());
			for (ConfiguredBackend backend : backends.on()) {
				if (export == null || !export.sendsTo(backend.name())) {
					notSent.put(backend.name(), SpanExport.whyNotSent(export, backend));
				}
			}
		}
		return notSent;
	}

	@Override
	public List<String> obstacles() {
		SpanExport export = export();
		OpenTelemetry openTelemetry = this.beans.getBeanProvider(OpenTelemetry.class).getIfUnique();
		return (export != null && openTelemetry != null) ? export.obstaclesIn(openTelemetry) : List.of();
	}

	@Override
	public List<Interception> interceptions() {
		return this.beans.getBeanProvider(Interception.class).orderedStream().toList();
	}

	private @Nullable SpanExport export() {
		return this.beans.getBeanProvider(SpanExport.class).getIfAvailable();
	}

}
