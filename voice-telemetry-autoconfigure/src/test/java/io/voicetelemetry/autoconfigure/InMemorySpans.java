package io.voicetelemetry.autoconfigure;

import java.util.List;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Keeps spans as soon as they end. The exporter is no bean: Boot's processor would give
 * it each span a second time.
 */
@Configuration(proxyBeanMethods = false)
class InMemorySpans {

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	@Bean
	SpanProcessor inMemorySpanProcessor() {
		return SimpleSpanProcessor.create(this.exporter);
	}

	List<SpanData> all() {
		return this.exporter.getFinishedSpanItems();
	}

	List<SpanData> named(String name) {
		return all().stream().filter((span) -> span.getName().equals(name)).toList();
	}

}
