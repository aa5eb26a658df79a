package io.voicetelemetry.integration.langchain4j;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import dev.langchain4j.model.audio.AudioTranscriptionModel;
import dev.langchain4j.model.audio.TextToSpeechModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import io.voicetelemetry.session.VoiceTelemetry;
import org.aopalliance.intercept.MethodInterceptor;

import org.springframework.util.ClassUtils;

/**
 * A kind of model that is observed.
 *
 * @param type the interface of LangChain4j
 * @param methods the methods of it that ask the model
 * @param interceptor what goes around them
 */
record ModelKind(Class<?> type, Set<String> methods, MethodInterceptor interceptor) {

	static List<ModelKind> all(Supplier<VoiceTelemetry> telemetry) {
		ChatModelInterceptor chat = new ChatModelInterceptor(telemetry);
		List<ModelKind> kinds = new ArrayList<>();
		kinds.add(new ModelKind(ChatModel.class, Set.of("chat", "doChat"), chat));
		kinds.add(new ModelKind(StreamingChatModel.class, Set.of("chat", "doChat"), chat));
		// Not of every version.
		ClassLoader loader = ModelKind.class.getClassLoader();
		if (ClassUtils.isPresent("dev.langchain4j.model.audio.TextToSpeechModel", loader)) {
			kinds.add(new ModelKind(TextToSpeechModel.class, Set.of("synthesize"),
					new SpeechModelInterceptor(telemetry)));
		}
		if (ClassUtils.isPresent("dev.langchain4j.model.audio.AudioTranscriptionModel", loader)) {
			kinds.add(new ModelKind(AudioTranscriptionModel.class, Set.of("transcribe", "transcribeToText"),
					new TranscriptionModelInterceptor(telemetry)));
		}
		if (ClassUtils.isPresent("dev.langchain4j.model.embedding.EmbeddingModel", loader)) {
			kinds.add(new ModelKind(EmbeddingModel.class, Set.of("embed", "embedAll", "doEmbed"),
					new EmbeddingModelInterceptor(telemetry)));
		}
		return kinds;
	}

	boolean isOf(Class<?> modelType) {
		return this.type.isAssignableFrom(modelType);
	}

	boolean asksBy(Method method) {
		return this.methods.contains(method.getName())
				&& ClassUtils.hasMethod(this.type, method.getName(), method.getParameterTypes());
	}

}
