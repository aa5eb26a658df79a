package io.voicetelemetry.integration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Assumptions;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What surrounds the work of a test: nothing, or an HTTP request that is open meanwhile,
 * with a span of its own that is current, and that is not kept. For
 * {@code @ParameterizedTest @EnumSource}, as all of it is to make no difference.
 * <p>
 * The applications are real: Tomcat or Netty, a request over a socket, tracing as Boot
 * has it by default.
 */
public enum Surrounding {

	/** An application without a web server; the work runs on the thread of the test. */
	PLAIN(WebApplicationType.NONE),

	/** In the handler of a request to Spring MVC, on a thread of Tomcat. */
	MVC(WebApplicationType.SERVLET),

	/**
	 * In the handler of a request to WebFlux: what may block on a thread of the bounded
	 * elastic scheduler, what is reactive from a thread of Netty on.
	 */
	WEBFLUX(WebApplicationType.REACTIVE);

	private static final Map<String, Object> DEFAULTS = Map.of("server.port", "0", "server.address", "127.0.0.1",
			"management.otlp.metrics.export.enabled", "false");

	/** Those that this build plays, or none for all of them. */
	private static final String PLAYED = System.getProperty("voice.telemetry.surroundings", "");

	private final WebApplicationType type;

	Surrounding(WebApplicationType type) {
		this.type = type;
	}

	/**
	 * Leaves a test out that this build does not play in this surrounding.
	 */
	public void assumePlayed() {
		Assumptions.assumeTrue(PLAYED.isEmpty() || PLAYED.contains(name()),
				() -> "in " + this + " it is played with -Psurroundings, as .ci/run does");
	}

	/**
	 * Starts an application with everything that Boot configures by itself.
	 * @param sources its configuration and components
	 * @param properties its properties, each like {@code name=value}
	 * @return the application, to be closed
	 */
	public SurroundedApplication start(List<Class<?>> sources, String... properties) {
		List<Class<?>> all = new ArrayList<>(sources);
		all.add(SurroundedApplication.Everything.class);
		if (this.type == WebApplicationType.SERVLET) {
			all.add(SurroundedApplication.MvcEndpoint.class);
		}
		else if (this.type == WebApplicationType.REACTIVE) {
			all.add(SurroundedApplication.WebFluxEndpoint.class);
		}
		SpringApplication application = new SpringApplication(all.toArray(new Class<?>[0]));
		application.setWebApplicationType(this.type);
		application.setBannerMode(Banner.Mode.OFF);
		application.setLogStartupInfo(false);
		application.setRegisterShutdownHook(false);
		application.setDefaultProperties(DEFAULTS);
		String[] arguments = new String[properties.length];
		for (int i = 0; i < arguments.length; i++) {
			arguments[i] = "--" + properties[i];
		}
		ConfigurableApplicationContext context = application.run(arguments);
		return new SurroundedApplication(context, this.type);
	}

	/**
	 * Starts an application, does some work in it and closes it.
	 * @param sources its configuration and components
	 * @param properties its properties, each like {@code name=value}
	 * @param work the work; what it throws is thrown here
	 * @return all spans that were kept, in the order in which they ended
	 * @throws Exception what the work threw
	 */
	public List<SpanData> run(List<Class<?>> sources, List<String> properties, SurroundedApplication.Work work)
			throws Exception {
		try (SurroundedApplication application = start(sources, properties.toArray(new String[0]))) {
			application.run(work);
			application.close();
			return application.spans();
		}
	}

}
