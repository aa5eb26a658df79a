package io.voicetelemetry.sample.agent;

import java.util.ArrayList;
import java.util.List;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;

/**
 * A call's history as the language model gets to see it: what the caller said and what
 * the caller heard.
 */
final class Conversation {

	private static final String INSTRUCTIONS = """
			You answer the telephone of the Riverside Clinic. Greet the caller first. \
			Speak in short plain sentences, without lists or symbols. Look up and book appointments with the tools, \
			and confirm a booking in one sentence.""";

	private final List<ChatMessage> messages = new ArrayList<>();

	private String instructions = INSTRUCTIONS;

	synchronized void callerIs(String caller) {
		this.instructions = INSTRUCTIONS + " The caller is " + caller + ".";
	}

	synchronized void addCaller(String text) {
		this.messages.add(UserMessage.from(text));
	}

	synchronized void addAgent(String text) {
		this.messages.add(AiMessage.from(text));
	}

	synchronized void addToolCalls(List<ToolExecutionRequest> calls, List<ToolExecutionResultMessage> results) {
		this.messages.add(AiMessage.from(calls));
		this.messages.addAll(results);
	}

	synchronized List<ChatMessage> messages() {
		List<ChatMessage> all = new ArrayList<>();
		all.add(SystemMessage.from(this.instructions));
		all.addAll(this.messages);
		return all;
	}

}
