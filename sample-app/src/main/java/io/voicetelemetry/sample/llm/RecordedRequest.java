package io.voicetelemetry.sample.llm;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.voicetelemetry.content.ToolDefinition;
import io.voicetelemetry.session.LlmCall;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the language model is asked, as the telemetry records it.
 */
final class RecordedRequest {

	private RecordedRequest() {
	}

	/**
	 * Tell the telemetry what the model is asked, where that may be recorded.
	 * @param request messages and tools
	 * @param call the request as the telemetry sees it
	 */
	static void record(ChatRequest request, LlmCall call) {
		if (call.capturesContent()) {
			call.systemInstructions(instructions(request.messages()));
			call.messages(messages(request.messages()));
			call.toolDefinitions(request.toolSpecifications().stream().map(RecordedRequest::definition).toList());
		}
	}

	/**
	 * Return the tools that the model asks for.
	 * @param calls the calls
	 * @return the calls as the telemetry records them
	 */
	static List<io.voicetelemetry.content.ChatMessage.ToolRequest> toolRequests(List<ToolExecutionRequest> calls) {
		return calls.stream()
			.map((call) -> new io.voicetelemetry.content.ChatMessage.ToolRequest(call.id(), call.name(),
					call.arguments()))
			.toList();
	}

	private static String instructions(List<ChatMessage> messages) {
		return messages.stream()
			.filter(SystemMessage.class::isInstance)
			.map((message) -> ((SystemMessage) message).text())
			.collect(Collectors.joining("\n"));
	}

	private static List<io.voicetelemetry.content.ChatMessage> messages(List<ChatMessage> messages) {
		List<io.voicetelemetry.content.ChatMessage> recorded = new ArrayList<>();
		for (ChatMessage message : messages) {
			if (message instanceof UserMessage user) {
				recorded.add(io.voicetelemetry.content.ChatMessage.user(user.singleText()));
			}
			else if (message instanceof AiMessage assistant) {
				recorded.add(io.voicetelemetry.content.ChatMessage.assistant(assistant.text(),
						toolRequests(assistant.toolExecutionRequests())));
			}
			else if (message instanceof ToolExecutionResultMessage tool) {
				recorded.add(io.voicetelemetry.content.ChatMessage.tool(tool.id(), tool.text()));
			}
		}
		return recorded;
	}

	private static ToolDefinition definition(ToolSpecification tool) {
		JsonNode parameters = JsonMapper.shared().readTree(tool.toJson()).path("parameters");
		return new ToolDefinition(tool.name(), tool.description(),
				parameters.isMissingNode() ? null : parameters.toString());
	}

}
