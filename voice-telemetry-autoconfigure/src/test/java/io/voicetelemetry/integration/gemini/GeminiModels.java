package io.voicetelemetry.integration.gemini;

import java.util.concurrent.CompletableFuture;

import com.google.genai.Chat;
import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.types.GenerateContentResponse;
import io.voicetelemetry.annotation.TracedLlmCall;
import reactor.core.publisher.Flux;

/**
 * Annotated methods that do nothing but return what Google's Gen AI client got.
 */
class GeminiModels {

	private static final String MODEL = "gemini-2.5-flash";

	private final Client gemini;

	private final Client vertexAi;

	GeminiModels(Client gemini, Client vertexAi) {
		this.gemini = gemini;
		this.vertexAi = vertexAi;
	}

	@TracedLlmCall(model = MODEL)
	GenerateContentResponse chat() {
		return this.gemini.models.generateContent(MODEL, "When?", null);
	}

	@TracedLlmCall(model = MODEL)
	GenerateContentResponse vertex() {
		return this.vertexAi.models.generateContent(MODEL, "When?", null);
	}

	@TracedLlmCall(model = MODEL)
	CompletableFuture<GenerateContentResponse> later() {
		return this.gemini.async.models.generateContent(MODEL, "When?", null);
	}

	@TracedLlmCall(model = MODEL)
	ResponseStream<GenerateContentResponse> stream() {
		return this.gemini.models.generateContentStream(MODEL, "When?", null);
	}

	@TracedLlmCall(model = MODEL)
	ResponseStream<GenerateContentResponse> vertexStream() {
		return this.vertexAi.models.generateContentStream(MODEL, "When?", null);
	}

	@TracedLlmCall(model = MODEL)
	Iterable<GenerateContentResponse> iterable() {
		return this.gemini.models.generateContentStream(MODEL, "When?", null);
	}

	@TracedLlmCall(model = MODEL)
	Flux<GenerateContentResponse> flux() {
		return Flux.using(() -> this.gemini.models.generateContentStream(MODEL, "When?", null), Flux::fromIterable,
				ResponseStream::close);
	}

	Chat startChat() {
		return this.gemini.chats.create(MODEL);
	}

	@TracedLlmCall(model = MODEL)
	ResponseStream<GenerateContentResponse> say(Chat chat) {
		return chat.sendMessageStream("When?");
	}

}
