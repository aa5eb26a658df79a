package io.voicetelemetry.recipe;

import io.voicetelemetry.annotation.TracedLlmCall;
import reactor.core.publisher.Flux;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

class BedrockModel {

	private final BedrockRuntimeClient client;

	private final Flux<ConverseStreamOutput> stream;

	BedrockModel(BedrockRuntimeClient client, Flux<ConverseStreamOutput> stream) {
		this.client = client;
		this.stream = stream;
	}

	@TracedLlmCall(model = "amazon.nova-lite-v1:0")
	ConverseResponse ask(String text) {
		Message message = Message.builder().role(ConversationRole.USER).content(ContentBlock.fromText(text)).build();
		return this.client.converse((request) -> request.modelId("amazon.nova-lite-v1:0").messages(message));
	}

	@TracedLlmCall(provider = "aws.bedrock", model = "amazon.nova-lite-v1:0")
	Flux<ConverseStreamOutput> stream() {
		return this.stream;
	}

}
