package io.voicetelemetry.autoconfigure;

import java.util.HashMap;
import java.util.Map;

import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;

/**
 * Lets the environment variables of backends and of the GenAI conventions stand for
 * properties, over which properties win. An initializer: by then, all configuration files
 * are there.
 */
final class BackendVariablesInitializer
		implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {

	static final String PROPERTY_SOURCE = "voiceTelemetryVariables";

	/** Boot's switch for the variables of OpenTelemetry. */
	private static final String MAPPED_BY_BOOT = "management.opentelemetry.map-environment-variables";

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		ConfigurableEnvironment environment = context.getEnvironment();
		Map<String, Object> properties = new HashMap<>();
		if (environment.getProperty(MAPPED_BY_BOOT, Boolean.class, true)) {
			properties.putAll(new OpenTelemetryVariables(environment::getProperty)
				.properties((backend) -> isPlaced(backend, environment)));
		}
		properties.putAll(BackendVariables.properties(environment::getProperty));
		properties.putAll(ContentVariable.properties(environment));
		if (!properties.isEmpty()) {
			MapPropertySource variables = new MapPropertySource(PROPERTY_SOURCE, properties);
			MutablePropertySources sources = environment.getPropertySources();
			if (sources.contains(DefaultPropertiesPropertySource.NAME)) {
				sources.addBefore(DefaultPropertiesPropertySource.NAME, variables);
			}
			else {
				sources.addLast(variables);
			}
		}
	}

	/**
	 * Whether a property says where a backend is.
	 */
	private static boolean isPlaced(String prefix, ConfigurableEnvironment environment) {
		return BackendDraft.isSet(environment.getProperty(prefix + "endpoint"))
				|| BackendDraft.isSet(environment.getProperty(prefix + "base-url"));
	}

	/**
	 * Before those that ask where spans go.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE - 10;
	}

}
