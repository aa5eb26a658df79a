package io.voicetelemetry.integration.springai;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.voicetelemetry.content.ChatMessage;
import io.voicetelemetry.content.ToolDefinition;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceContext;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;

/**
 * What a chat model is asked, put on the span of the request.
 */
final class ChatRequest {

	/** Providers that the GenAI conventions call otherwise than Spring AI does. */
	private static final Map<String, String> PROVIDERS = Map.of("bedrock_converse", "aws.bedrock", "vertex_ai",
			"gcp.vertex_ai", "google_genai", "gcp.gen_ai", "azure-openai", "azure.ai.openai");

	private ChatRequest() {
	}

	/**
	 * The provider as the GenAI conventions call it.
	 */
	static @Nullable String provider(@Nullable String springAi) {
		return (springAi != null) ? PROVIDERS.getOrDefault(springAi, springAi) : null;
	}

	static void tell(LlmCall span, @Nullable String provider, Prompt prompt, @Nullable ChatOptions defaults) {
		ChatOptions options = prompt.getOptions();
		span.model(provider(provider), either(options, defaults, ChatOptions::getModel));
		set(span, TelemetryAttributes.REQUEST_TEMPERATURE, either(options, defaults, ChatOptions::getTemperature));
		set(span, TelemetryAttributes.REQUEST_TOP_P, either(options, defaults, ChatOptions::getTopP));
		set(span, TelemetryAttributes.REQUEST_FREQUENCY_PENALTY,
				either(options, defaults, ChatOptions::getFrequencyPenalty));
		set(span, TelemetryAttributes.REQUEST_PRESENCE_PENALTY,
				either(options, defaults, ChatOptions::getPresencePenalty));
		set(span, TelemetryAttributes.REQUEST_MAX_TOKENS, toLong(either(options, defaults, ChatOptions::getMaxTokens)));
		set(span, TelemetryAttributes.REQUEST_TOP_K, toLong(either(options, defaults, ChatOptions::getTopK)));
		List<String> stops = either(options, defaults, ChatOptions::getStopSequences);
		if (stops != null && !stops.isEmpty()) {
			span.set(TelemetryAttributes.REQUEST_STOP_SEQUENCES, List.copyOf(stops));
		}
		if (span.capturesContent()) {
			tellContent(span, prompt, (options != null) ? options : defaults);
		}
	}

	private static void tellContent(LlmCall span, Prompt prompt, @Nullable ChatOptions options) {
		List<ChatMessage> messages = new ArrayList<>();
		StringBuilder instructions = new StringBuilder();
		for (Message message : prompt.getInstructions()) {
			if (message.getMessageType() != MessageType.SYSTEM) {
				messages.add(message(message));
			}
			else if (message.getText() != null) {
				instructions.append(instructions.isEmpty() ? "" : "\n").append(message.getText());
			}
		}
		span.messages(messages);
		if (!instructions.isEmpty()) {
			span.systemInstructions(instructions.toString());
		}
		if (options instanceof ToolCallingChatOptions tools && tools.getToolCallbacks() != null) {
			List<ToolDefinition> definitions = tools.getToolCallbacks()
				.stream()
				.map((tool) -> tool.getToolDefinition())
				.map((tool) -> new ToolDefinition(tool.name(), tool.description(), tool.inputSchema()))
				.toList();
			if (!definitions.isEmpty()) {
				span.toolDefinitions(definitions);
			}
		}
	}

	private static ChatMessage message(Message message) {
		if (message instanceof AssistantMessage assistant) {
			return ChatMessage.assistant(assistant.getText(),
					assistant.getToolCalls()
						.stream()
						.map((call) -> new ChatMessage.ToolRequest(call.id(), call.name(), call.arguments()))
						.toList());
		}
		if (message instanceof ToolResponseMessage tool) {
			List<ChatMessage.Part> parts = new ArrayList<>();
			tool.getResponses()
				.forEach((response) -> parts.add(new ChatMessage.ToolResponse(response.id(),
						VoiceContext.recordableResult(response.name(), response.responseData()))));
			return new ChatMessage(ChatMessage.Role.TOOL, parts, null);
		}
		return ChatMessage.user(message.getText());
	}

	private static <T> void set(LlmCall span, TelemetryAttribute<T> attribute, @Nullable T value) {
		if (value != null) {
			span.set(attribute, value);
		}
	}

	private static @Nullable Long toLong(@Nullable Integer value) {
		return (value != null) ? Long.valueOf(value) : null;
	}

	private static <T> @Nullable T either(@Nullable ChatOptions options, @Nullable ChatOptions defaults,
			Function<ChatOptions, @Nullable T> property) {
		T value = (options != null) ? property.apply(options) : null;
		return (value == null && defaults != null) ? property.apply(defaults) : value;
	}

}
