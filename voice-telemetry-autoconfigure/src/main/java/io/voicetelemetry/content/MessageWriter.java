package io.voicetelemetry.content;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Writes messages as the JSON that the GenAI conventions ask for, as much of them as may
 * be recorded: each text is redacted and cut before it becomes part of JSON, so that what
 * comes out is JSON whatever goes in. What is left out is marked. Not thread-safe; one
 * writer serves one attribute.
 *
 * @since 0.1
 * @see MessageJson
 */
public final class MessageWriter {

	/**
	 * What a message, a part of one or a tool takes of the room besides its texts.
	 */
	private static final int OVERHEAD = 32;

	/** What may be needed for longer texts is made when it is. */
	private static final int MOST_AT_ONCE = 1 << 20;

	/** No name or id that means something is longer. */
	private static final ContentPolicy NAMES = ContentPolicy.of(ContentCapture.NONE, 256);

	private final ContentPolicy policy;

	private final int room;

	private int used;

	/**
	 * A writer.
	 * @param policy what of each text may be recorded
	 * @param room how many {@code char}s all texts together may have
	 */
	public MessageWriter(ContentPolicy policy, int room) {
		this.policy = policy;
		this.room = Math.max(room, 0);
	}

	/**
	 * How much of the room was taken.
	 * @return the length in {@code char}s, without what JSON needs to quote them
	 */
	public int used() {
		return this.used;
	}

	/**
	 * Messages. The last ones are kept, since they are what an answer is about.
	 * @param messages the messages
	 * @return a JSON array
	 */
	public String messages(List<ChatMessage> messages) {
		if (messages.size() == 1) {
			ChatMessage message = messages.get(0);
			StringBuilder json = newJson(lengthOf(message)).append('[');
			message(json, message);
			return json.append(']').toString();
		}
		List<String> written = new ArrayList<>();
		int next = messages.size();
		while (next > 0 && (written.isEmpty() || hasRoom())) {
			next--;
			ChatMessage message = messages.get(next);
			StringBuilder json = newJson(lengthOf(message));
			message(json, message);
			written.add(json.toString());
		}
		StringBuilder json = newJson(written.stream().mapToLong(String::length).sum()).append('[');
		if (next > 0) {
			json.append(message(ChatMessage.Role.SYSTEM, leftOut(next, "earlier message")));
			json.append(',');
		}
		for (int i = written.size() - 1; i >= 0; i--) {
			json.append(written.get(i)).append((i > 0) ? "," : "");
		}
		return json.append(']').toString();
	}

	/**
	 * What a model answered.
	 * @param text the text, or as much of it as may be needed, or {@code null}
	 * @param length the length of the whole text, in {@code char}s
	 * @param toolCalls the tools that it asks for
	 * @param finishReason why it stopped, or {@code null} if unknown
	 * @return a JSON array of one message
	 */
	public String answer(@Nullable String text, long length, List<ChatMessage.ToolRequest> toolCalls,
			@Nullable String finishReason) {
		StringBuilder json = newJson((text != null) ? text.length() : 0).append('[');
		begin(json, ChatMessage.Role.ASSISTANT);
		int parts = 0;
		if (text != null) {
			json.append("{\"type\":\"text\",\"content\":");
			MessageJson.quote(json, counted(this.policy.capture(text, length, this.room - this.used)));
			json.append('}');
			parts++;
		}
		int all = parts + toolCalls.size();
		for (int i = 0; i < toolCalls.size() && (parts == 0 || hasRoom()); i++) {
			json.append((parts > 0) ? "," : "");
			part(json, toolCalls.get(i));
			parts++;
		}
		end(json, all - parts, null, finishReason);
		return json.append(']').toString();
	}

	/**
	 * Instructions to a model.
	 * @param text the instructions
	 * @return a JSON array of one part
	 */
	public String instructions(String text) {
		return MessageJson.instructions(captured(text));
	}

	/**
	 * The tools that a model may ask for.
	 * @param tools the tools
	 * @return a JSON array
	 */
	public String toolDefinitions(List<ToolDefinition> tools) {
		StringBuilder json = new StringBuilder("[");
		int written = 0;
		while (written < tools.size() && (written == 0 || hasRoom())) {
			json.append((written > 0) ? "," : "");
			tool(json, tools.get(written));
			written++;
		}
		if (written < tools.size()) {
			json.append(",{\"type\":\"truncated\",\"name\":");
			MessageJson.quote(json, leftOut(tools.size() - written, "tool"));
			json.append('}');
		}
		return json.append(']').toString();
	}

	private void tool(StringBuilder json, ToolDefinition tool) {
		this.used += OVERHEAD;
		json.append("{\"type\":\"function\",\"name\":");
		name(json, tool.name());
		if (tool.description() != null) {
			json.append(",\"description\":");
			text(json, tool.description());
		}
		if (tool.parameters() != null) {
			json.append(",\"parameters\":");
			json(json, tool.parameters());
		}
		json.append('}');
	}

	private boolean hasRoom() {
		return this.used < this.room;
	}

	/**
	 * Text that is not copied again and again as it grows, if few characters need an
	 * escape.
	 */
	private StringBuilder newJson(long length) {
		return new StringBuilder((int) Math.min(length + length / 16, Math.min(this.room, MOST_AT_ONCE)) + 128);
	}

	private static long lengthOf(ChatMessage message) {
		long length = 0;
		for (ChatMessage.Part part : message.parts()) {
			if (part instanceof ChatMessage.Text text && text.content() != null) {
				length += text.content().length();
			}
		}
		return length;
	}

	private void message(StringBuilder json, ChatMessage message) {
		begin(json, message.role());
		int parts = 0;
		for (ChatMessage.Part part : message.parts()) {
			if (parts == 0 || hasRoom()) {
				json.append((parts > 0) ? "," : "");
				part(json, part);
				parts++;
			}
		}
		end(json, message.parts().size() - parts, message.name(), null);
	}

	private static void begin(StringBuilder json, ChatMessage.Role role) {
		json.append("{\"role\":\"").append(role.value()).append("\",\"parts\":[");
	}

	private void end(StringBuilder json, int leftOut, @Nullable String name, @Nullable String finishReason) {
		this.used += OVERHEAD;
		if (leftOut > 0) {
			json.append(",{\"type\":\"text\",\"content\":");
			MessageJson.quote(json, leftOut(leftOut, "part"));
			json.append('}');
		}
		json.append(']');
		if (name != null) {
			json.append(",\"name\":");
			text(json, name);
		}
		if (finishReason != null) {
			json.append(",\"finish_reason\":");
			MessageJson.quote(json, finishReason);
		}
		json.append('}');
	}

	private static String message(ChatMessage.Role role, String text) {
		String message = MessageJson.message(role.value(), text);
		return message.substring(1, message.length() - 1);
	}

	private void part(StringBuilder json, ChatMessage.Part part) {
		this.used += OVERHEAD;
		if (part instanceof ChatMessage.ToolRequest request) {
			json.append("{\"type\":\"tool_call\"");
			id(json, request.id());
			json.append(",\"name\":");
			name(json, request.name());
			if (request.arguments() != null) {
				json.append(",\"arguments\":");
				json(json, request.arguments());
			}
		}
		else if (part instanceof ChatMessage.ToolResponse response) {
			json.append("{\"type\":\"tool_call_response\"");
			id(json, response.id());
			json.append(",\"response\":");
			json(json, (response.response() != null) ? response.response() : "null");
		}
		else {
			String content = ((ChatMessage.Text) part).content();
			json.append("{\"type\":\"text\",\"content\":");
			text(json, (content != null) ? content : "");
		}
		json.append('}');
	}

	private void id(StringBuilder json, @Nullable String id) {
		if (id != null) {
			json.append(",\"id\":");
			name(json, id);
		}
	}

	private void name(StringBuilder json, @Nullable String name) {
		String kept = (name != null) ? NAMES.limit(name) : "";
		this.used += kept.length();
		MessageJson.quote(json, kept);
	}

	private void text(StringBuilder json, String text) {
		MessageJson.quote(json, captured(text));
	}

	private String captured(String text) {
		return counted(this.policy.capture(text, text.length(), this.room - this.used));
	}

	/**
	 * Puts what was given as JSON into JSON: as it is if it still is JSON when it was
	 * redacted and cut, else as text.
	 */
	private void json(StringBuilder json, String text) {
		String captured = counted(this.policy.captureJson(text, this.room - this.used));
		if (JsonReader.isValid(captured)) {
			json.append(captured);
		}
		else {
			MessageJson.quote(json, captured);
		}
	}

	private String counted(@Nullable String captured) {
		String kept = (captured != null) ? captured : "";
		this.used += kept.length();
		return kept;
	}

	private static String leftOut(int count, String what) {
		return "… [" + count + " " + what + ((count > 1) ? "s" : "") + " left out]";
	}

}
