package io.voicetelemetry.autoconfigure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.sdk.resources.Resource;
import io.voicetelemetry.metrics.BackendMeterRegistry;
import io.voicetelemetry.otlp.OtlpTransport;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers a meter registry for each backend that takes meters. How many there are must
 * be known before Boot decides whether it makes a composite of all registries, so that
 * properties are read before there are beans.
 */
final class BackendMeterRegistrar implements ImportBeanDefinitionRegistrar {

	private static final Log logger = LogFactory.getLog(BackendMeterRegistrar.class);

	private static final String BOOT_URL = "management.otlp.metrics.export.url";

	/** Where Boot's registry sends to unless it is told. */
	private static final String BOOT_DEFAULT_URL = "http://localhost:4318/v1/metrics";

	private static final String BOOT_ENABLED = "management.otlp.metrics.export.enabled";

	private final Environment environment;

	private final BeanFactory beans;

	BackendMeterRegistrar(Environment environment, BeanFactory beans) {
		this.environment = environment;
		this.beans = beans;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		if (OtlpSwitch.offBy(this.environment) != null
				|| !registry.containsBeanDefinition(VoiceTelemetryExportAutoConfiguration.class.getName())) {
			return;
		}
		for (BackendMeters meters : configured()) {
			if (isSentByBoot(meters.endpoint())) {
				logger.info("Meters are sent to " + meters.backend().name() + " by Boot's registry alone: " + BOOT_URL
						+ " is the same place");
				continue;
			}
			RootBeanDefinition definition = new RootBeanDefinition(MeterRegistry.class, registryFor(meters));
			definition.setDestroyMethodName("close");
			registry.registerBeanDefinition("voice" + meters.backend().name() + "MeterRegistry", definition);
		}
	}

	private List<BackendMeters> configured() {
		try {
			Binder binder = Binder.get(this.environment);
			ExportProperties export = binder.bindOrCreate(ExportProperties.PREFIX, ExportProperties.class);
			PresetProperties presets = binder.bindOrCreate(ExportProperties.PREFIX, PresetProperties.class);
			return BackendMeters.of(Backends.of(BackendPresets.drafts(export, presets, SourceCode.UNKNOWN), List.of(),
					(names, property) -> List.of(), BackendVariablesInitializer.ofVariable(this.environment)));
		}
		catch (RuntimeException ex) {
			// The same is wrong for the export of spans, which says so with all it knows.
			logger.debug("The backends cannot be told yet", ex);
			return List.of();
		}
	}

	private boolean isSentByBoot(String endpoint) {
		String url = this.environment.getProperty(BOOT_URL, BOOT_DEFAULT_URL);
		return Endpoints.same(url, endpoint) && this.environment.getProperty(BOOT_ENABLED, Boolean.class, true);
	}

	private Supplier<MeterRegistry> registryFor(BackendMeters meters) {
		return () -> {
			ConfiguredBackend backend = this.beans.getBean(Backends.class)
				.on()
				.stream()
				.filter((each) -> each.name().equals(meters.backend().name()))
				.findFirst()
				.orElseThrow();
			OtlpTransport transport = OtlpTransports.forMeters(backend, meters.endpoint(),
					this.beans.getBeanProvider(SslBundles.class).getIfAvailable());
			return BackendMeterRegistry.create(transport, meters.step(), resource(backend));
		};
	}

	private Map<String, String> resource(ConfiguredBackend backend) {
		Map<String, String> attributes = new HashMap<>();
		this.beans.getBeanProvider(Resource.class)
			.ifUnique((resource) -> resource.getAttributes()
				.forEach((key, value) -> attributes.put(key.getKey(), String.valueOf(value))));
		// The registry has its own, and warns of others.
		attributes.keySet().removeIf((key) -> key.startsWith("telemetry.sdk."));
		attributes.putAll(backend.backend().resource());
		return attributes;
	}

}
