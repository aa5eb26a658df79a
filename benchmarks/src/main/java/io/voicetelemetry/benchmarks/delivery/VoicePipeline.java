package io.voicetelemetry.benchmarks.delivery;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.TracerProvider;
import io.voicetelemetry.export.VoiceSpanProcessor;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application with the starter, whose settings are the defaults but for where spans
 * go.
 */
final class VoicePipeline implements SpanPipeline {

	private static final String EXPORT = "voice.telemetry.export.";

	/** A quarter of what a queue may take. */
	private static final long ROOM_BYTES = 16 << 20;

	/** In the order in which they are added. */
	private static final List<String> BACKENDS = List.of("otlp", "langfuse", "openobserve", "superlog");

	private static final Map<String, Map<String, String>> CREDENTIALS = Map.of("langfuse",
			Map.of("public-key", "public", "secret-key", "secret"), "openobserve",
			Map.of("organization", "default", "username", "someone@example.org", "password", "secret"), "superlog",
			Map.of("api-key", "key"));

	private final ConfigurableApplicationContext context;

	private final VoiceSpanProcessor processor;

	VoicePipeline(Trial trial, String url) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setBannerMode(Banner.Mode.OFF);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setLogStartupInfo(false);
		application.setDefaultProperties(properties(trial, url));
		this.context = application.run();
		this.processor = this.context.getBean(VoiceSpanProcessor.class);
		if (this.processor.pipelines().size() != trial.backends()) {
			throw new IllegalStateException("Not " + trial.backends() + " backends: " + this.processor);
		}
	}

	private static Map<String, Object> properties(Trial trial, String url) {
		Map<String, Object> properties = new LinkedHashMap<>();
		for (String backend : BACKENDS.subList(0, trial.backends())) {
			properties.put(EXPORT + backend + ".endpoint", url + "/" + backend + "/v1/traces");
			properties.put(EXPORT + backend + ".compression", trial.gzip() ? "gzip" : "none");
			CREDENTIALS.getOrDefault(backend, Map.of())
				.forEach((name, value) -> properties.put(EXPORT + backend + "." + name, value));
		}
		// As OpenTelemetry's own does by default, without Boot.
		properties.put("management.tracing.sampling.probability", 1);
		return properties;
	}

	@Override
	public TracerProvider tracers() {
		return this.context.getBean(OpenTelemetry.class).getTracerProvider();
	}

	@Override
	public boolean hasRoom(long ended) {
		return this.processor.counts().stream().allMatch((counts) -> counts.queuedBytes() < ROOM_BYTES);
	}

	@Override
	public void drain(long ended) {
		this.processor.flush(Duration.ofSeconds(60));
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
