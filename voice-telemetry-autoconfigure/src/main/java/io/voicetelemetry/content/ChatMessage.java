package io.voicetelemetry.content;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation with a language model: content. Immutable. What is
 * {@code null} is left out, so that a message can be made of whatever a framework has.
 *
 * @param role who it is from
 * @param parts what it consists of
 * @param name which participant it is from, where there are several of a role
 * @since 0.1
 * @see <a href=
 * "https://github.com/open-telemetry/semantic-conventions-genai/blob/main/model/gen-ai/gen-ai-input-messages.json">GenAI
 * input messages</a>
 */
public record ChatMessage(Role role, List<Part> parts, @Nullable String name) {

	/**
	 * A message.
	 * @param role who it is from; {@code null} is the user
	 * @param parts what it consists of
	 * @param name which participant it is from, or {@code null}
	 */
	public ChatMessage(@Nullable Role role, @Nullable List<Part> parts, @Nullable String name) {
		this.role = (role != null) ? role : Role.USER;
		this.parts = withoutNulls(parts);
		this.name = name;
	}

	/**
	 * What the application tells the model to be.
	 * @param text the instructions
	 * @return the message
	 */
	public static ChatMessage system(@Nullable String text) {
		return of(Role.SYSTEM, text);
	}

	/**
	 * What the caller said.
	 * @param text the text
	 * @return the message
	 */
	public static ChatMessage user(@Nullable String text) {
		return of(Role.USER, text);
	}

	/**
	 * What the model answered.
	 * @param text the text
	 * @return the message
	 */
	public static ChatMessage assistant(@Nullable String text) {
		return of(Role.ASSISTANT, text);
	}

	/**
	 * What the model answered, with the tools it asks for.
	 * @param text the text, or {@code null}
	 * @param toolCalls the calls it asks for
	 * @return the message
	 */
	public static ChatMessage assistant(@Nullable String text,
			@Nullable List<? extends @Nullable ToolRequest> toolCalls) {
		List<Part> parts = new ArrayList<>();
		if (text != null && !text.isEmpty()) {
			parts.add(new Text(text));
		}
		parts.addAll(withoutNulls(toolCalls));
		return new ChatMessage(Role.ASSISTANT, parts, null);
	}

	/**
	 * What a tool answered to the model.
	 * @param callId the model's id of the call, or {@code null}
	 * @param response the answer: JSON, or any text
	 * @return the message
	 */
	public static ChatMessage tool(@Nullable String callId, @Nullable String response) {
		return new ChatMessage(Role.TOOL, List.of(new ToolResponse(callId, response)), null);
	}

	/**
	 * A message of one text.
	 * @param role who it is from; {@code null} is the user
	 * @param text the text
	 * @return the message
	 */
	public static ChatMessage of(@Nullable Role role, @Nullable String text) {
		return new ChatMessage(role, (text != null) ? List.of(new Text(text)) : List.of(), null);
	}

	static <T> List<T> withoutNulls(@Nullable List<? extends @Nullable T> values) {
		if (values == null || values.isEmpty()) {
			return List.of();
		}
		List<T> kept = new ArrayList<>(values.size());
		for (T value : values) {
			if (value != null) {
				kept.add(value);
			}
		}
		return Collections.unmodifiableList(kept);
	}

	/**
	 * Who a message is from.
	 */
	public enum Role {

		/** The application: instructions. */
		SYSTEM,

		/** The caller. */
		USER,

		/** The model. */
		ASSISTANT,

		/** A tool that the model asked for. */
		TOOL;

		private final String value = name().toLowerCase(Locale.ROOT);

		/**
		 * The role as the GenAI conventions write it.
		 * @return the role
		 */
		public String value() {
			return this.value;
		}

		/**
		 * The role with a name.
		 * @param name the name, in any case
		 * @return the role, or {@code null} if there is none
		 */
		public static @Nullable Role find(@Nullable String name) {
			for (Role role : values()) {
				if (role.value.equalsIgnoreCase(name)) {
					return role;
				}
			}
			return null;
		}

	}

	/**
	 * What a message consists of.
	 */
	public sealed interface Part permits Text, ToolRequest, ToolResponse {

	}

	/**
	 * Text.
	 *
	 * @param content the text
	 */
	public record Text(@Nullable String content) implements Part {
	}

	/**
	 * A call of a tool that the model asks for.
	 *
	 * @param id the model's id of the call, or {@code null}
	 * @param name the tool's name
	 * @param arguments what it is to be called with: JSON, or any text
	 */
	public record ToolRequest(@Nullable String id, @Nullable String name, @Nullable String arguments) implements Part {
	}

	/**
	 * What a tool answered.
	 *
	 * @param id the model's id of the call, or {@code null}
	 * @param response the answer: JSON, or any text
	 */
	public record ToolResponse(@Nullable String id, @Nullable String response) implements Part {
	}

}
