package io.voicetelemetry.sample.agent;

import java.util.ArrayList;
import java.util.List;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.voicetelemetry.sample.appointment.AppointmentToolBox;
import io.voicetelemetry.sample.llm.LanguageModel;
import io.voicetelemetry.sample.llm.LlmStep;

import org.springframework.stereotype.Service;

/**
 * Answers one turn: asks the language model, calls the tools it wants, asks again.
 */
@Service
public class TurnHandler {

	private static final int MAX_STEPS = 5;

	private final LanguageModel languageModel;

	private final AppointmentToolBox toolBox;

	TurnHandler(LanguageModel languageModel, AppointmentToolBox toolBox) {
		this.languageModel = languageModel;
		this.toolBox = toolBox;
	}

	/**
	 * Answer what was said last, or greet when nothing was. Returns when all text is in
	 * the reply, which may still be being spoken.
	 * @param conversation the history; tool calls are added to it
	 * @param reply where the text goes
	 */
	public void answer(Conversation conversation, Reply reply) {
		for (int step = 0; step < MAX_STEPS; step++) {
			if (reply.cancellation().isCancelled()) {
				return;
			}
			LlmStep answer = this.languageModel.generate(request(conversation), reply::append, reply.cancellation());
			if (answer.toolCalls().isEmpty() || reply.cancellation().isCancelled()) {
				return;
			}
			conversation.addToolCalls(answer.toolCalls(), execute(answer.toolCalls()));
		}
		throw new IllegalStateException("The language model still asks for tools after " + MAX_STEPS + " steps");
	}

	private ChatRequest request(Conversation conversation) {
		return ChatRequest.builder()
			.messages(conversation.messages())
			.toolSpecifications(this.toolBox.specifications())
			.build();
	}

	private List<ToolExecutionResultMessage> execute(List<ToolExecutionRequest> calls) {
		List<ToolExecutionResultMessage> results = new ArrayList<>();
		for (ToolExecutionRequest call : calls) {
			results.add(ToolExecutionResultMessage.from(call, this.toolBox.execute(call)));
		}
		return results;
	}

}
