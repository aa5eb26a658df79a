package io.voicetelemetry.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.registry.otlp.AggregationTemporality;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.voicetelemetry.otlp.OtlpTransport;
import org.jspecify.annotations.Nullable;

/**
 * A registry that sends the meters of calls and models to one backend, by OTLP, and no
 * others: those of the JVM, of the web and of pools are for the registries that the
 * application has chosen. Needs {@code micrometer-registry-otlp}.
 *
 * @since 0.1
 */
public final class BackendMeterRegistry {

	/** Those of this project, and of the frameworks and providers that follow GenAI. */
	private static final List<String> PREFIXES = List.of("voice.", "llm.", "gen_ai.");

	private BackendMeterRegistry() {
	}

	/**
	 * A registry.
	 * @param transport takes the requests to the backend; its description names the
	 * backend and the host
	 * @param step how often meters are sent
	 * @param resource attributes of the resource that the meters are of
	 * @return the registry, which sends until it is closed
	 */
	public static MeterRegistry create(OtlpTransport transport, Duration step, Map<String, String> resource) {
		Objects.requireNonNull(transport, "transport");
		Objects.requireNonNull(step, "step");
		Objects.requireNonNull(resource, "resource");
		return create(transport, step, resource, Clock.SYSTEM);
	}

	static MeterRegistry create(OtlpTransport transport, Duration step, Map<String, String> resource, Clock clock) {
		MeterRegistry registry = OtlpMeterRegistry.builder(new Config(step, Map.copyOf(resource)))
			.clock(clock)
			.metricsSender(new BackendMetricsSender(transport))
			.build();
		registry.config().meterFilter(MeterFilter.denyUnless((meter) -> isOfCalls(meter.getName())));
		return registry;
	}

	private static boolean isOfCalls(String name) {
		return PREFIXES.stream().anyMatch(name::startsWith);
	}

	/**
	 * The settings, in the form that the registry asks for them. Where to send and with
	 * what credential is the transport's business.
	 */
	private record Config(Duration step, Map<String, String> resourceAttributes) implements OtlpConfig {

		@Override
		public @Nullable String get(String key) {
			return null;
		}

		@Override
		public Map<String, String> headers() {
			// By default they are taken from the environment.
			return Map.of();
		}

		@Override
		public AggregationTemporality aggregationTemporality() {
			// What one request does not bring, the next one must.
			return AggregationTemporality.CUMULATIVE;
		}

		@Override
		public boolean publishMaxGaugeForHistograms() {
			// Its name would be none that the conventions know.
			return false;
		}

	}

}
