package io.voicetelemetry.integration.langchain4j;

import java.util.function.Supplier;

import dev.langchain4j.model.audio.AudioTranscriptionModel;
import dev.langchain4j.model.audio.AudioTranscriptionRequest;
import dev.langchain4j.model.audio.AudioTranscriptionResponse;
import io.voicetelemetry.session.SpeechRecognition;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.VoiceTelemetry;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Observes the methods of an {@link AudioTranscriptionModel}. Inside a recognition that
 * the application has begun it only says who recognises: what was understood is told by
 * who began it.
 */
final class TranscriptionModelInterceptor implements MethodInterceptor {

	private final Supplier<VoiceTelemetry> telemetry;

	TranscriptionModelInterceptor(Supplier<VoiceTelemetry> telemetry) {
		this.telemetry = telemetry;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation call) throws Throwable {
		SpeechRecognition around = SpeechRecognition.current();
		if (around.isOpen()) {
			this.telemetry.get().attempt(StageCall.RECORDING, () -> ask(around, call));
			return call.proceed();
		}
		StageCall<SpeechRecognition> observed = StageCall.begin(this.telemetry.get(), Stage.STT_REQUEST, null,
				SpeechRecognition.class);
		if (observed == null) {
			return call.proceed();
		}
		observed.tell((recognition) -> ask(recognition, call));
		return observed.proceed(call, (recognition, result) -> {
			if (result instanceof AudioTranscriptionResponse response) {
				recognition.transcript(response.text());
			}
			else if (result instanceof String text) {
				recognition.transcript(text);
			}
		});
	}

	private static void ask(SpeechRecognition recognition, MethodInvocation call) {
		if (call.getThis() instanceof AudioTranscriptionModel model) {
			recognition.model(ProviderNames.of(model.provider()), null);
		}
		if (call.getArguments()[0] instanceof AudioTranscriptionRequest request) {
			recognition.language(request.language());
		}
	}

}
