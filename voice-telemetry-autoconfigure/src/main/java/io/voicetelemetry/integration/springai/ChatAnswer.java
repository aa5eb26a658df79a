package io.voicetelemetry.integration.springai;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.voicetelemetry.content.ChatMessage;
import io.voicetelemetry.session.LlmCall;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/**
 * The answer of a chat model, whole or in pieces, put on the span of the request. Pieces
 * come one after the other, maybe on several threads.
 */
final class ChatAnswer {

	/** Where Spring AI's models put what the model thinks. */
	private static final String REASONING = "reasoningContent";

	/** What Spring AI's model of Anthropic's says of pieces of thought, instead of it. */
	private static final String THINKING = "thinking";

	/** What it says of whole thoughts. */
	private static final String SIGNATURE = "signature";

	private final LlmCall span;

	private final List<ChatMessage.ToolRequest> toolCalls = new ArrayList<>();

	private @Nullable String provider;

	private @Nullable String id;

	private @Nullable String model;

	private @Nullable String finishReason;

	private boolean pieces;

	private boolean asksForTools;

	ChatAnswer(LlmCall span) {
		this.span = span;
	}

	/**
	 * Says who answers, as the GenAI conventions or as Spring AI call it.
	 */
	synchronized void provider(@Nullable String provider) {
		this.provider = ChatRequest.provider(provider);
	}

	/**
	 * A piece of the answer.
	 */
	synchronized void add(ChatResponse piece) {
		this.pieces = true;
		metadata(piece.getMetadata());
		Generation generation = piece.getResult();
		if (generation == null) {
			return;
		}
		AssistantMessage message = generation.getOutput();
		String text = message.getText();
		if (text != null && !text.isEmpty()) {
			this.span.textReceived(text);
		}
		else if (message.hasToolCalls() || thinks(message)) {
			this.span.firstToken();
		}
		this.asksForTools |= message.hasToolCalls();
		if (message.hasToolCalls() && this.span.capturesContent()) {
			this.toolCalls.addAll(toolCalls(message));
		}
		String reason = finishReasonOf(generation);
		this.finishReason = (reason != null) ? reason : this.finishReason;
	}

	/**
	 * The end of the answer.
	 * @param whole the answer in one piece, if it is known so
	 */
	synchronized void complete(@Nullable ChatResponse whole) {
		if (whole != null && !this.pieces) {
			readWhole(whole);
			return;
		}
		if (this.id != null || this.model != null) {
			this.span.response(this.id, this.model);
		}
		if (this.finishReason != null) {
			this.span.finishReasons(List.of(this.finishReason));
		}
		if (!this.toolCalls.isEmpty()) {
			this.span.toolCalls(this.toolCalls);
		}
	}

	/**
	 * Whether another request follows, with what tools answer.
	 */
	synchronized boolean hasToolCalls() {
		return this.asksForTools;
	}

	private void readWhole(ChatResponse whole) {
		metadata(whole.getMetadata());
		this.span.response(this.id, this.model);
		List<String> reasons = new ArrayList<>();
		for (Generation generation : whole.getResults()) {
			String reason = finishReasonOf(generation);
			if (reason != null) {
				reasons.add(reason);
			}
		}
		if (!reasons.isEmpty()) {
			this.span.finishReasons(reasons);
		}
		this.asksForTools = whole.hasToolCalls();
		if (this.span.capturesContent()) {
			tellContent(whole);
		}
	}

	private void tellContent(ChatResponse whole) {
		AssistantMessage message = whole.getResults()
			.stream()
			.map(Generation::getOutput)
			.filter((output) -> !isThought(output))
			.findFirst()
			.orElse(null);
		if (message != null) {
			String text = message.getText();
			if (text != null && !text.isEmpty()) {
				this.span.completion(text);
			}
			if (message.hasToolCalls()) {
				this.span.toolCalls(toolCalls(message));
			}
		}
	}

	private void metadata(@Nullable ChatResponseMetadata metadata) {
		if (metadata == null) {
			return;
		}
		this.id = known(metadata.getId(), this.id);
		this.model = known(metadata.getModel(), this.model);
		this.span.usage(TokenCounts.of(metadata.getUsage(), this.provider));
	}

	private static @Nullable String finishReasonOf(Generation generation) {
		// Providers write it in lower case, some of Spring AI's models in upper case.
		String reason = known(generation.getMetadata().getFinishReason(), null);
		return (reason != null) ? reason.toLowerCase(Locale.ROOT) : null;
	}

	private static boolean thinks(AssistantMessage message) {
		return Boolean.TRUE.equals(message.getMetadata().get(THINKING))
				|| (message.getMetadata().get(REASONING) instanceof String thought && !thought.isEmpty());
	}

	/**
	 * Whether it is none of the answer: Spring AI's model of Anthropic's puts what it
	 * thought before that.
	 */
	private static boolean isThought(AssistantMessage message) {
		return message.getMetadata().get(SIGNATURE) instanceof String && !message.hasToolCalls();
	}

	private static List<ChatMessage.ToolRequest> toolCalls(AssistantMessage message) {
		return message.getToolCalls()
			.stream()
			.map((call) -> new ChatMessage.ToolRequest(call.id(), call.name(), call.arguments()))
			.toList();
	}

	private static @Nullable String known(@Nullable String value, @Nullable String otherwise) {
		return (value != null && !value.isBlank()) ? value : otherwise;
	}

}
