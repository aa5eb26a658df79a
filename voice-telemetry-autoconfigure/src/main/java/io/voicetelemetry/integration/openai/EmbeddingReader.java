package io.voicetelemetry.integration.openai;

import com.openai.models.embeddings.CreateEmbeddingResponse;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.ResultReader;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceSpan;

import static io.voicetelemetry.integration.openai.OpenAiFields.known;
import static io.voicetelemetry.integration.openai.OpenAiFields.said;

/**
 * Reads embeddings, of an operation or of what is annotated as a request to a model.
 */
final class EmbeddingReader implements ResultReader<CreateEmbeddingResponse> {

	private static final String OPERATION = "embeddings";

	@Override
	public Class<CreateEmbeddingResponse> resultType() {
		return CreateEmbeddingResponse.class;
	}

	@Override
	public boolean reads(Stage stage) {
		return stage == Stage.OPERATION || stage == Stage.LLM_REQUEST;
	}

	@Override
	public void read(CreateEmbeddingResponse result, VoiceSpan span) {
		span.set(TelemetryAttributes.OPERATION_NAME, OPERATION);
		span.set(TelemetryAttributes.RESPONSE_MODEL, said(result._model()));
		CreateEmbeddingResponse.Usage usage = known(result._usage());
		if (usage != null) {
			span.set(TelemetryAttributes.INPUT_TOKENS, known(usage._promptTokens()));
		}
		if (!(span instanceof LlmCall)) {
			span.set(TelemetryAttributes.PROVIDER_NAME, OpenAiReaders.PROVIDER);
		}
	}

}
