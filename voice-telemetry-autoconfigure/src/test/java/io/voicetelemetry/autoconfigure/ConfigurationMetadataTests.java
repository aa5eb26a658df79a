package io.voicetelemetry.autoconfigure;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.core.io.Resource;
import org.springframework.core.io.UrlResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What editors know about the properties.
 */
class ConfigurationMetadataTests {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private static final List<String> OF_EVERY_BACKEND = List.of("compression", "dialect", "enabled", "endpoint",
			"headers", "metrics.enabled", "metrics.endpoint", "metrics.step", "protocol", "queue.max-bytes", "resource",
			"retry.max-elapsed", "schedule-delay", "shutdown-timeout", "spans", "spool.directory", "ssl.bundle",
			"timeout");

	// @formatter:off
	private static final Map<String, List<String>> OF_BACKENDS = Map.of(
			"otlp", List.of(),
			"langfuse", List.of("base-url", "public-key", "secret-key", "environment", "release"),
			"openobserve", List.of("base-url", "organization", "token", "username", "password", "stream"),
			"catalyst", List.of("token"),
			"superlog", List.of("api-key"),
			"phoenix", List.of("api-key", "project"),
			"arize", List.of("space-id", "api-key", "project"),
			"langsmith", List.of("api-key", "project"),
			"opik", List.of("api-key", "workspace", "project"),
			"braintrust", List.of("api-key", "project", "parent"));
	// @formatter:on

	private final Map<String, Map<String, Object>> metadata = read();

	@Test
	void everyPropertyIsDescribed() {
		Map<String, RecordComponent> properties = new LinkedHashMap<>();
		collect(VoiceTelemetryProperties.PREFIX, VoiceTelemetryProperties.class, properties);
		collect(ExportProperties.PREFIX, PresetProperties.class, properties);
		collect(LangChain4jProperties.PREFIX, LangChain4jProperties.class, properties);
		collect(PropagationProperties.PREFIX, PropagationProperties.class, properties);
		collect(InspectorProperties.PREFIX, InspectorProperties.class, properties);
		assertThat(properties).hasSizeGreaterThan(150);
		properties.forEach((name, component) -> {
			assertThat(this.metadata).containsKey(name);
			Map<String, Object> known = this.metadata.get(name);
			assertThat((String) known.get("description")).as(name).isNotBlank().endsWith(".");
			DefaultValue expected = component.getAnnotation(DefaultValue.class);
			if (expected != null && expected.value().length == 1) {
				assertThat(known.get("defaultValue")).as(name).asString().isEqualTo(asInMetadata(expected, component));
			}
		});
	}

	@Test
	void thereIsNoOtherProperty() {
		Set<String> expected = new TreeSet<>(List.of("voice.telemetry.attempt-spans", "voice.telemetry.attributes",
				"voice.telemetry.content.capture", "voice.telemetry.content.max-length",
				"voice.telemetry.content.max-span-length", "voice.telemetry.content.redaction.detectors",
				"voice.telemetry.content.redaction.enabled", "voice.telemetry.user-id.hmac-key",
				"voice.telemetry.enabled", "voice.telemetry.export.console.enabled",
				"voice.telemetry.export.queue.max-bytes", "voice.telemetry.export.retry.max-elapsed",
				"voice.telemetry.export.spool.directory", "voice.telemetry.export.spool.fsync",
				"voice.telemetry.export.spool.max-age", "voice.telemetry.export.spool.max-bytes",
				"voice.telemetry.export.schedule-delay", "voice.telemetry.export.shutdown-timeout",
				"voice.telemetry.langchain4j.enabled", "voice.telemetry.log-context", "voice.telemetry.log-metrics",
				"voice.telemetry.anthropic.enabled", "voice.telemetry.bedrock.enabled",
				"voice.telemetry.gemini.enabled", "voice.telemetry.openai.enabled", "voice.telemetry.usage.max-rows",
				"voice.telemetry.metrics.enabled", "voice.telemetry.metrics.max-combinations",
				"voice.telemetry.metrics.max-tag-values", "voice.telemetry.sampling.probability",
				"voice.telemetry.session.flush-on-end", "voice.telemetry.session.join-active-span",
				"voice.telemetry.session.max-duration", "voice.telemetry.session.max-idle",
				"voice.telemetry.session.max-open", "voice.telemetry.session.trace",
				"voice.telemetry.spring-ai.decorate-models", "voice.telemetry.spring-ai.enabled",
				"management.health.voice-telemetry.enabled", "management.tracing.export.voice-telemetry.enabled"));
		expected.addAll(List.of(PropagationProperties.PREFIX + ".enabled", PropagationProperties.PREFIX + ".baggage"));
		Stream.of("enabled", "max-bytes", "max-sessions", "path", "show-content")
			.forEach((key) -> expected.add(InspectorProperties.PREFIX + "." + key));
		expected.add("management.info.voice-telemetry.enabled");
		// Boot's processor makes them of the endpoints.
		Stream.of("voicesessions", "voicetelemetry")
			.forEach((endpoint) -> Stream.of("access", "cache.time-to-live")
				.forEach((key) -> expected.add("management.endpoint." + endpoint + "." + key)));
		OF_BACKENDS.forEach((backend, own) -> Stream.concat(OF_EVERY_BACKEND.stream(), own.stream())
			.forEach((key) -> expected.add("voice.telemetry.export." + backend + "." + key)));
		assertThat(new TreeSet<>(this.metadata.keySet())).isEqualTo(expected);
	}

	private static String asInMetadata(DefaultValue value, RecordComponent component) {
		// The processor writes numbers and booleans as such, and the rest as it is.
		Object converted = component.getType().isPrimitive()
				? ApplicationConversionService.getSharedInstance().convert(value.value()[0], component.getType())
				: value.value()[0];
		return String.valueOf(converted);
	}

	private static void collect(String prefix, Class<?> type, Map<String, RecordComponent> properties) {
		for (RecordComponent component : type.getRecordComponents()) {
			String name = prefix + "."
					+ component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
			if (component.getType().isRecord()) {
				collect(name, component.getType(), properties);
			}
			else {
				properties.put(name, component);
			}
		}
	}

	@SuppressWarnings("unchecked") // The format of Boot's metadata.
	private static Map<String, Map<String, Object>> read() {
		Map<String, Map<String, Object>> byName = new LinkedHashMap<>();
		try {
			Resource own = new UrlResource(
					VoiceTelemetryProperties.class.getProtectionDomain().getCodeSource().getLocation().toString()
							+ METADATA);
			Map<String, Object> json = JsonParserFactory.getJsonParser()
				.parseMap(own.getContentAsString(StandardCharsets.UTF_8));
			new ArrayList<>((List<Object>) json.get("properties")).forEach((each) -> byName
				.put((String) ((Map<String, Object>) each).get("name"), (Map<String, Object>) each));
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
		return byName;
	}

}
