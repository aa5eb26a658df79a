package io.voicetelemetry.autoconfigure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.voicetelemetry.autoconfigure.OpenTelemetryVariables.KnownCredentials;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * Lets the environment variables of backends and of the GenAI conventions stand for
 * properties, over which properties win. An initializer: by then, all configuration files
 * are there.
 */
final class BackendVariablesInitializer
		implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {

	static final String PROPERTY_SOURCE = "voiceTelemetryVariables";

	/** What says where a backend is. */
	private static final List<String> PLACES = List.of("endpoint", "base-url");

	/** What lets spans in. */
	private static final List<String> CREDENTIALS = List.of("api-key", "token", "public-key", "secret-key", "password",
			"space-id");

	/** A header, of which a variable's name is in brackets. */
	private static final Pattern HEADER = Pattern.compile("\\.headers\\.([^.]+)$");

	/** Boot's switch for the variables of OpenTelemetry. */
	private static final String MAPPED_BY_BOOT = "management.opentelemetry.map-environment-variables";

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		ConfigurableEnvironment environment = context.getEnvironment();
		Map<String, String> ofProducts = BackendVariables.properties(environment::getProperty);
		if (isSet(environment::getProperty, ExportProperties.PREFIX + ".phoenix.", PLACES)) {
			// It is how to speak to the variable's endpoint.
			ofProducts.remove(ExportProperties.PREFIX + ".phoenix.protocol");
		}
		Map<String, Object> properties = new HashMap<>();
		if (environment.getProperty(MAPPED_BY_BOOT, Boolean.class, true)) {
			properties.putAll(new OpenTelemetryVariables(environment::getProperty).properties(
					(backend) -> isSet(environment::getProperty, backend, PLACES)
							|| isSet(ofProducts::get, backend, PLACES),
					(backend) -> credentials(environment, ofProducts, backend)));
		}
		properties.putAll(ofProducts);
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
	 * Tells of a property whether its value is that of a variable.
	 */
	static Predicate<String> ofVariable(Environment environment) {
		PropertySource<?> variables = (environment instanceof ConfigurableEnvironment configurable)
				? configurable.getPropertySources().get(PROPERTY_SOURCE) : null;
		return (property) -> {
			String name = HEADER.matcher(property).replaceFirst(".headers[$1]");
			Object value = (variables != null) ? variables.getProperty(name) : null;
			return value != null && value.equals(environment.getProperty(name));
		};
	}

	private static KnownCredentials credentials(ConfigurableEnvironment environment, Map<String, String> ofProducts,
			String prefix) {
		if (isSet(environment::getProperty, prefix, CREDENTIALS)) {
			return KnownCredentials.OF_PROPERTIES;
		}
		return isSet(ofProducts::get, prefix, CREDENTIALS) ? KnownCredentials.OF_VARIABLES : KnownCredentials.NONE;
	}

	private static boolean isSet(Function<String, @Nullable String> properties, String prefix, List<String> keys) {
		for (String key : keys) {
			if (BackendDraft.isSet(properties.apply(prefix + key))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Before those that ask where spans go.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE - 10;
	}

}
