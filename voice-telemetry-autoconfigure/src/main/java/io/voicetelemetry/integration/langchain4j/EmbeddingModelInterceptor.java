package io.voicetelemetry.integration.langchain4j;

import java.util.function.Supplier;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.output.Response;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceSpan;
import io.voicetelemetry.session.VoiceTelemetry;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Observes the methods of an {@link EmbeddingModel} that ask the model, as an operation
 * of the call.
 */
final class EmbeddingModelInterceptor implements MethodInterceptor {

	private static final String EMBEDDINGS = "embeddings";

	private final Supplier<VoiceTelemetry> telemetry;

	EmbeddingModelInterceptor(Supplier<VoiceTelemetry> telemetry) {
		this.telemetry = telemetry;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation call) throws Throwable {
		StageCall<VoiceSpan> observed = StageCall.begin(this.telemetry.get(), Stage.OPERATION, EMBEDDINGS,
				VoiceSpan.class);
		if (observed == null) {
			return call.proceed();
		}
		observed.tell((operation) -> {
			operation.set(TelemetryAttributes.OPERATION_NAME, EMBEDDINGS);
			if (call.getThis() instanceof EmbeddingModel model) {
				operation.set(TelemetryAttributes.PROVIDER_NAME, ProviderNames.of(model.provider()));
				operation.set(TelemetryAttributes.REQUEST_MODEL, model.modelName());
			}
		});
		return observed.proceed(call, (operation, result) -> {
			if (result instanceof EmbeddingResponse response) {
				operation.set(TelemetryAttributes.RESPONSE_MODEL, response.modelName());
				used(operation, UsageReader.read(response.tokenUsage()));
			}
			else if (result instanceof Response<?> response) {
				used(operation, UsageReader.read(response.tokenUsage()));
			}
		});
	}

	private static void used(VoiceSpan operation, TokenUsage usage) {
		usage.input().ifPresent((tokens) -> operation.set(TelemetryAttributes.INPUT_TOKENS, tokens));
	}

}
