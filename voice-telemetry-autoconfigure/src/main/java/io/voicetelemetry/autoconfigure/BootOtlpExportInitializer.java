package io.voicetelemetry.autoconfigure;

import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Switches Boot's OTLP exporter off where it would send to the place that ours sends to:
 * each span would arrive there twice. An initializer rather than an environment
 * post-processor, because Boot maps the {@code OTEL_*} variables with one of those.
 */
final class BootOtlpExportInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final Log logger = LogFactory.getLog(BootOtlpExportInitializer.class);

	private static final String BOOT_ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

	private static final String BOOT_EXPORT_ENABLED = "management.tracing.export.otlp.enabled";

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		ConfigurableEnvironment environment = context.getEnvironment();
		String ours = environment.getProperty(ExportProperties.Otlp.PREFIX + ".endpoint");
		String boots = environment.getProperty(BOOT_ENDPOINT);
		if (ours != null && boots != null && Endpoints.same(ours, boots) && OtlpSwitch.offBy(environment) == null
				&& !isMissing(environment)) {
			environment.getPropertySources()
				.addFirst(new MapPropertySource("voiceTelemetryBootOtlpExport", Map.of(BOOT_EXPORT_ENABLED, "false")));
			logger.info("Boot's OTLP exporter of spans is switched off: " + ExportProperties.Otlp.PREFIX
					+ ".endpoint is the same place, and sends all spans");
		}
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

}
