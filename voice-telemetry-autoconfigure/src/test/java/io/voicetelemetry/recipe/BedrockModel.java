package io.voicetelemetry.recipe;

import java.util.concurrent.CompletableFuture;

import io.voicetelemetry.annotation.TracedLlmCall;
import reactor.core.publisher.Flux;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;

class BedrockModel {

	private final BedrockRuntimeAsyncClient client;

	BedrockModel(BedrockRuntimeAsyncClient client) {
		this.client = client;
	}

	@TracedLlmCall(model = "amazon.nova-lite-v1:0")
	Flux<ConverseStreamOutput> stream(ConverseStreamRequest request) {
		return Flux.create((sink) -> {
			CompletableFuture<Void> done = this.client.converseStream(request,
					ConverseStreamResponseHandler.builder()
						.onEventStream((events) -> events.subscribe(sink::next))
						.onError(sink::error)
						.onComplete(sink::complete)
						.build());
			sink.onCancel(() -> done.cancel(true));
		});
	}

}
