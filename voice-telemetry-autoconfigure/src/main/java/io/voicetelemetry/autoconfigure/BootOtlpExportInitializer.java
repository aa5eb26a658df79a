package io.voicetelemetry.autoconfigure;

import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Switches Boot's OTLP exporter off where it would send to a place that ours sends to:
 * each span would arrive there twice. An initializer rather than an environment
 * post-processor, because Boot maps the {@code OTEL_*} variables with one of those.
 */
final class BootOtlpExportInitializer
		implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {

	private static final Log logger = LogFactory.getLog(BootOtlpExportInitializer.class);

	private static final String BOOT_ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

	private static final String BOOT_EXPORT_ENABLED = "management.tracing.export.otlp.enabled";

	private static final String TRACES_PATH = "/v1/traces";

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		ConfigurableEnvironment environment = context.getEnvironment();
		String boots = environment.getProperty(BOOT_ENDPOINT);
		if (boots == null || OtlpSwitch.offBy(environment) != null || isMissing(environment)) {
			return;
		}
		for (ConfiguredBackend backend : backends(environment)) {
			if (Endpoints.same(backend.endpoint(), boots) || isOfSameVariable(backend, boots, environment)) {
				environment.getPropertySources()
					.addFirst(new MapPropertySource("voiceTelemetryBootOtlpExport",
							Map.of(BOOT_EXPORT_ENABLED, "false")));
				logger.info("Boot's OTLP exporter of spans is switched off: " + backend.samePlace());
				return;
			}
		}
	}

	private static List<ConfiguredBackend> backends(ConfigurableEnvironment environment) {
		Binder binder = Binder.get(environment);
		try {
			VoiceTelemetryProperties properties = binder.bindOrCreate(VoiceTelemetryProperties.PREFIX,
					VoiceTelemetryProperties.class);
			PresetProperties presets = binder.bindOrCreate(ExportProperties.PREFIX, PresetProperties.class);
			return Backends
				.of(BackendPresets.drafts(properties.export(), presets, SourceCode.UNKNOWN), List.of(),
						(names, property) -> List.of(), BackendVariablesInitializer.ofVariable(environment))
				.on();
		}
		catch (RuntimeException ex) {
			// The start fails because of it, a little later, and with an explanation.
			return List.of();
		}
	}

	/**
	 * Boot appends the path to what {@code OTEL_EXPORTER_OTLP_ENDPOINT} holds, whether it
	 * is there already or not.
	 */
	private static boolean isOfSameVariable(ConfiguredBackend backend, String boots,
			ConfigurableEnvironment environment) {
		PropertySource<?> variables = environment.getPropertySources().get(BackendVariablesInitializer.PROPERTY_SOURCE);
		Object endpoint = (variables != null) ? variables.getProperty(backend.prefix() + ".endpoint") : null;
		return endpoint != null && Endpoints.same(backend.endpoint(), endpoint.toString())
				&& isFrom(boots, environment.getProperty("OTEL_EXPORTER_OTLP_ENDPOINT"));
	}

	private static boolean isFrom(String boots, @Nullable String variable) {
		return variable != null && (Endpoints.same(boots, variable)
				|| Endpoints.same(boots, variable + (variable.endsWith("/") ? "" : "/") + TRACES_PATH.substring(1)));
	}

	/**
	 * Whether there will be no exporter of ours, so that Boot's must stay.
	 */
	private static boolean isMissing(ConfigurableEnvironment environment) {
		String[] excluded = Binder.get(environment)
			.bind("spring.autoconfigure.exclude", String[].class)
			.orElseGet(() -> new String[0]);
		return List.of(excluded).contains(VoiceTelemetryExportAutoConfiguration.class.getName());
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
