package io.voicetelemetry.autoconfigure;

import java.util.List;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.voicetelemetry.export.VoiceSpanProcessor;

/**
 * The export by a span processor.
 *
 * @param processor the processor
 */
record ProcessorSpanExport(VoiceSpanProcessor processor) implements SpanExport {

	@Override
	public List<String> destinations() {
		return this.processor.pipelines().stream().map(Object::toString).toList();
	}

	@Override
	public void flush() {
		this.processor.forceFlush();
	}

	@Override
	public boolean isReachedFrom(Object openTelemetry) {
		// The SDK does not tell its processors in any other way than its description.
		return openTelemetry instanceof OpenTelemetrySdk sdk
				&& sdk.getSdkTracerProvider().toString().contains(this.processor.toString());
	}

}
