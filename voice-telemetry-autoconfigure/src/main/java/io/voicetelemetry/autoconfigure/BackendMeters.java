package io.voicetelemetry.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.voicetelemetry.export.VoiceBackend;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Meters that are sent to a backend.
 *
 * @param backend the backend
 * @param endpoint the full URL for meters
 * @param step how often they are sent
 */
record BackendMeters(VoiceBackend backend, String endpoint, Duration step) {

	/** The others discard them, or refuse them, or do not say what they do. */
	private static final Set<String> TAKEN_BY = Set.of(BackendPresets.OTLP, BackendPresets.OPENOBSERVE,
			BackendPresets.SUPERLOG);

	private static final String REGISTRY = "io.micrometer.registry.otlp.OtlpMeterRegistry";

	private static final String METRICS_PATH = "/v1/metrics";

	/**
	 * Those of the presets that are on.
	 * @throws InvalidVoiceTelemetryConfigurationException if meters are wanted that
	 * cannot be sent
	 */
	static List<BackendMeters> of(Backends backends) {
		List<BackendMeters> meters = new ArrayList<>();
		for (ConfiguredBackend configured : backends.on()) {
			BackendProperties.Metrics properties = (configured.properties() != null) ? configured.properties().metrics()
					: null;
			if (properties == null) {
				continue;
			}
			boolean wanted = Boolean.TRUE.equals(properties.enabled());
			boolean taken = TAKEN_BY.contains(configured.name());
			if (wanted && !taken) {
				throw new InvalidVoiceTelemetryConfigurationException(configured.prefix() + ".metrics.enabled",
						"is true, but " + configured.name() + " takes no meters", "Remove it.");
			}
			if (wanted && !ClassUtils.isPresent(REGISTRY, null)) {
				throw new InvalidVoiceTelemetryConfigurationException(configured.prefix() + ".metrics.enabled",
						"is true, but nothing on the class path can send meters",
						"Add io.micrometer:micrometer-registry-otlp, or remove it.");
			}
			String endpoint = endpoint(configured, properties);
			if (wanted && endpoint == null) {
				throw new InvalidVoiceTelemetryConfigurationException(configured.prefix() + ".metrics.endpoint",
						"is not set, and the endpoint for traces does not tell it",
						"Write the full URL for meters, such as http://localhost:4318/v1/metrics.");
			}
			if (taken && endpoint != null && !Boolean.FALSE.equals(properties.enabled())) {
				VoiceTelemetryProperties.requirePositive(properties.step(), configured.prefix() + ".metrics.step");
				Endpoints.check(endpoint, configured.prefix() + ".metrics.endpoint", true);
				meters.add(new BackendMeters(configured.backend(), endpoint, properties.step()));
			}
		}
		return meters;
	}

	private static @Nullable String endpoint(ConfiguredBackend configured, BackendProperties.Metrics properties) {
		String own = properties.endpoint();
		if (own != null && !own.isBlank()) {
			return own.trim();
		}
		String base = (configured.backend().protocol() == VoiceBackend.Protocol.HTTP_PROTOBUF)
				? configured.baseEndpoint() : null;
		return (base != null) ? base + METRICS_PATH : null;
	}

}
