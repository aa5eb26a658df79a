package io.voicetelemetry.aop;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.session.TelemetryAttributes;

import static io.voicetelemetry.SpanAttributes.attribute;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What became of results that were pulled, on their spans.
 */
final class PulledSpans {

	private final AopTestContext context;

	PulledSpans(AopTestContext context) {
		this.context = context;
	}

	void assertAnswer(String outcome, String text, long tokens) {
		SpanData span = this.context.span("llm_request");
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo(outcome);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("\"" + text + "\"");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isEqualTo(tokens);
		assertThat(this.context.told()).singleElement()
			.satisfies((metrics) -> assertThat(((LlmMetrics) metrics).ttft()).isPresent());
		assertThat(this.context.refusals()).isEmpty();
	}

	String outcome(String name) {
		return attribute(this.context.span(name), TelemetryAttributes.OUTCOME);
	}

}
