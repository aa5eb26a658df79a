package io.voicetelemetry.integration.langchain4j;

import java.util.function.Supplier;

import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.model.audio.TextToSpeechModel;
import dev.langchain4j.model.audio.TextToSpeechRequest;
import dev.langchain4j.model.audio.TextToSpeechResponse;
import io.voicetelemetry.session.SpeechSynthesis;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.VoiceTelemetry;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Observes the methods of a {@link TextToSpeechModel}. They return when all audio is
 * there, so that is when the first of it is.
 */
final class SpeechModelInterceptor implements MethodInterceptor {

	private final Supplier<VoiceTelemetry> telemetry;

	SpeechModelInterceptor(Supplier<VoiceTelemetry> telemetry) {
		this.telemetry = telemetry;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation call) throws Throwable {
		StageCall<SpeechSynthesis> observed = StageCall.begin(this.telemetry.get(), Stage.TTS_REQUEST, null,
				SpeechSynthesis.class);
		if (observed == null) {
			return call.proceed();
		}
		observed.tell((synthesis) -> ask(synthesis, call));
		return observed.proceed(call, (synthesis, result) -> {
			Audio audio = (result instanceof TextToSpeechResponse response) ? response.audio() : null;
			if (audio != null && audio.binaryData() != null) {
				synthesis.audioReceived(audio.binaryData().length);
			}
		});
	}

	private static void ask(SpeechSynthesis synthesis, MethodInvocation call) {
		if (call.getThis() instanceof TextToSpeechModel model) {
			synthesis.model(ProviderNames.of(model.provider()), null);
		}
		Object argument = call.getArguments()[0];
		if (argument instanceof TextToSpeechRequest request) {
			synthesis.voice(request.voice());
			synthesis.textHandedOver(request.text());
		}
		else if (argument instanceof String text) {
			synthesis.textHandedOver(text);
		}
	}

}
