package io.voicetelemetry.integration.springai;

import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceSpan;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationContext;

/**
 * A request for embeddings as an operation of the call.
 */
final class Embedding {

	private Embedding() {
	}

	static void asks(VoiceSpan span, EmbeddingModelObservationContext context) {
		span.set(TelemetryAttributes.OPERATION_NAME, SpringAiObservations.EMBEDDINGS);
		span.set(TelemetryAttributes.PROVIDER_NAME, ChatRequest.provider(context.getOperationMetadata().provider()));
		EmbeddingOptions options = context.getRequest().getOptions();
		if (options != null) {
			span.set(TelemetryAttributes.REQUEST_MODEL, options.getModel());
		}
	}

	static void answered(VoiceSpan span, EmbeddingModelObservationContext context) {
		EmbeddingResponse response = context.getResponse();
		if (response != null && response.getMetadata() != null) {
			String model = response.getMetadata().getModel();
			if (model != null && !model.isBlank()) {
				span.set(TelemetryAttributes.RESPONSE_MODEL, model);
			}
			TokenCounts.of(response.getMetadata().getUsage(), null)
				.input()
				.ifPresent((tokens) -> span.set(TelemetryAttributes.INPUT_TOKENS, tokens));
		}
	}

}
