package io.voicetelemetry.integration.langchain4j;

import java.util.List;
import java.util.Objects;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The spans of a test, by name.
 */
record Spans(List<SpanData> all) {

	List<SpanData> named(String name) {
		return this.all.stream().filter((span) -> span.getName().equals(name)).toList();
	}

	SpanData only(String name) {
		List<SpanData> named = named(name);
		assertThat(named).as("spans named " + name + " among " + this.all).hasSize(1);
		return named.get(0);
	}

	/**
	 * An attribute that is there.
	 */
	static <T> T value(SpanData span, AttributeKey<T> key) {
		return Objects.requireNonNull(span.getAttributes().get(key), () -> key + " of " + span);
	}

	static double seconds(SpanData span) {
		return (span.getEndEpochNanos() - span.getStartEpochNanos()) / 1e9;
	}

}
