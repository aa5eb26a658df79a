package io.voicetelemetry.recipe;

import java.util.List;
import java.util.Map;

import io.voicetelemetry.annotation.TracedLlmCall;
import reactor.core.publisher.Flux;

import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

class OllamaModel {

	private final RestClient client;

	private final WebClient reactiveClient;

	OllamaModel(RestClient client, WebClient reactiveClient) {
		this.client = client;
		this.reactiveClient = reactiveClient;
	}

	@TracedLlmCall(model = "llama3.2")
	OllamaChat ask(String text) {
		return this.client.post().uri("/api/chat").body(question(text, false)).retrieve().body(OllamaChat.class);
	}

	@TracedLlmCall(provider = "ollama", model = "llama3.2")
	Flux<OllamaChat> stream(String text) {
		return this.reactiveClient.post()
			.uri("/api/chat")
			.bodyValue(question(text, true))
			.retrieve()
			.bodyToFlux(OllamaChat.class);
	}

	private static Map<String, Object> question(String text, boolean stream) {
		return Map.of("model", "llama3.2", "messages", List.of(Map.of("role", "user", "content", text)), "stream",
				stream);
	}

}
