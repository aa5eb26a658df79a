package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.voicetelemetry.content.ChatMessage;
import io.voicetelemetry.content.ContentPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The tools of which an application has said that what they are given, or also what they
 * answer, is not to be recorded: it stands in the messages of models, too, which know a
 * tool by its name alone. Of the whole process, as {@link DeclaredContent} is: of two
 * tools with one name, both are discreet.
 */
final class DiscreetTools {

	private static final DeclaredContent ARGUMENTS = new DeclaredContent(1000);

	private static final DeclaredContent RESULTS = new DeclaredContent(1000);

	private static volatile boolean any;

	private DiscreetTools() {
	}

	/**
	 * Says that the arguments of a tool are not to be recorded.
	 * @param name the name that models know it by
	 * @param results whether its results are not to be recorded, either
	 */
	static void add(String name, boolean results) {
		ARGUMENTS.add(name);
		if (results) {
			RESULTS.add(name);
		}
		any = true;
	}

	static boolean hidesResults(@Nullable String name) {
		return any && name != null && RESULTS.contains(name);
	}

	/**
	 * What may be recorded of calls that a model asks for.
	 */
	static List<ChatMessage.ToolRequest> requests(List<ChatMessage.ToolRequest> requests) {
		return any ? requests.stream().map(DiscreetTools::request).toList() : requests;
	}

	/**
	 * What may be recorded of a conversation. A result is known by the id of the call it
	 * answers.
	 */
	static List<ChatMessage> messages(List<ChatMessage> messages) {
		if (!any) {
			return messages;
		}
		Set<String> discreet = new HashSet<>();
		List<ChatMessage> recordable = new ArrayList<>(messages.size());
		for (ChatMessage message : messages) {
			recordable.add(new ChatMessage(message.role(),
					message.parts().stream().map((part) -> part(part, discreet)).toList(), message.name()));
		}
		return recordable;
	}

	private static ChatMessage.Part part(ChatMessage.Part part, Set<String> discreet) {
		if (part instanceof ChatMessage.ToolRequest request) {
			if (request.id() != null && hidesResults(request.name())) {
				discreet.add(request.id());
			}
			return request(request);
		}
		return (part instanceof ChatMessage.ToolResponse response && response.id() != null
				&& discreet.contains(response.id()))
						? new ChatMessage.ToolResponse(response.id(), ContentPolicy.CONFIDENTIAL) : part;
	}

	private static ChatMessage.ToolRequest request(ChatMessage.ToolRequest request) {
		return (request.name() != null && request.arguments() != null && ARGUMENTS.contains(request.name()))
				? new ChatMessage.ToolRequest(request.id(), request.name(), ContentPolicy.CONFIDENTIAL) : request;
	}

}
