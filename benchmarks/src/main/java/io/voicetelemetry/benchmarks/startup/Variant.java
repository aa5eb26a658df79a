package io.voicetelemetry.benchmarks.startup;

import java.util.List;

/**
 * What an application has.
 */
enum Variant {

	/** Nothing but Spring Boot. */
	PLAIN("plain", "plain", List.of()),

	/** Boot's tracing bridge, and OpenTelemetry's exporter. */
	BRIDGE("Boot's tracing bridge and OTLP exporter", "bridge",
			List.of("management.opentelemetry.tracing.export.otlp.endpoint")),

	/** This project's starter, which exports nothing yet. */
	VOICE("Voice Telemetry", "voice-telemetry", List.of()),

	/** This project's starter, which exports to one backend. */
	VOICE_OTLP("Voice Telemetry with a backend", "voice-telemetry", List.of("voice.telemetry.export.otlp.endpoint")),

	/** Boot's own starter for OpenTelemetry, which has metrics, too. */
	OPENTELEMETRY("spring-boot-starter-opentelemetry", "opentelemetry",
			List.of("management.opentelemetry.tracing.export.otlp.endpoint"));

	private final String title;

	private final String module;

	private final List<String> endpointProperties;

	Variant(String title, String module, List<String> endpointProperties) {
		this.title = title;
		this.module = module;
		this.endpointProperties = endpointProperties;
	}

	String title() {
		return this.title;
	}

	/**
	 * The module with its class path.
	 */
	String module() {
		return this.module;
	}

	/**
	 * Its command line.
	 * @param url where it exports to
	 */
	List<String> arguments(String url) {
		return this.endpointProperties.stream().map((property) -> "--" + property + "=" + url).toList();
	}

}
