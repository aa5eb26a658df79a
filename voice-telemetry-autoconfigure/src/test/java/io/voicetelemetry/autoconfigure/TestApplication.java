package io.voicetelemetry.autoconfigure;

import java.util.List;
import java.util.Map;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * Starts real applications with everything that Boot configures by itself.
 */
final class TestApplication {

	private TestApplication() {
	}

	/** Tests of spans count requests, among which those with meters would be. */
	private static final Map<String, Object> DEFAULTS = Map.of("server.port", "0", "server.address", "127.0.0.1",
			"voice.telemetry.export.otlp.metrics.enabled", "false",
			"voice.telemetry.export.openobserve.metrics.enabled", "false",
			"voice.telemetry.export.superlog.metrics.enabled", "false");

	/**
	 * Starts one without a web server.
	 */
	static ConfigurableApplicationContext run(Class<?> source, String... arguments) {
		return of(WebApplicationType.NONE, source).run(arguments);
	}

	/**
	 * Starts one with Tomcat on a free port.
	 */
	static ConfigurableApplicationContext runWeb(List<Class<?>> sources, String... arguments) {
		SpringApplication application = of(WebApplicationType.SERVLET, sources.toArray(new Class<?>[0]));
		return application.run(arguments);
	}

	static int portOf(ConfigurableApplicationContext context) {
		return ((WebServerApplicationContext) context).getWebServer().getPort();
	}

	static SpringApplication of(WebApplicationType type, Class<?>... sources) {
		SpringApplication application = new SpringApplication(sources);
		application.addPrimarySources(List.of(Empty.class));
		application.setWebApplicationType(type);
		application.setBannerMode(Banner.Mode.OFF);
		application.setLogStartupInfo(false);
		application.setRegisterShutdownHook(false);
		application.setDefaultProperties(DEFAULTS);
		return application;
	}

	/**
	 * Everything that Boot configures by itself, and nothing else.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Empty {

	}

}
