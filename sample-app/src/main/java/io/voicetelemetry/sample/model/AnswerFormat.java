package io.voicetelemetry.sample.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.voicetelemetry.sample.model.ChatCompletion.Choice;
import io.voicetelemetry.sample.model.ChatCompletion.Function;
import io.voicetelemetry.sample.model.ChatCompletion.Message;
import io.voicetelemetry.sample.model.ChatCompletion.ToolCall;
import io.voicetelemetry.sample.model.ChatCompletion.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Puts one answer into OpenAI's format, as a whole or cut into the chunks of a stream.
 */
class AnswerFormat {

	private final String id = "chatcmpl-" + UUID.randomUUID();

	private final String callId = "call_" + UUID.randomUUID();

	private final long created = Instant.now().getEpochSecond();

	private final Answer answer;

	private final String model;

	private final Usage usage;

	AnswerFormat(Answer answer, String model, Usage usage) {
		this.answer = answer;
		this.model = model;
		this.usage = usage;
	}

	ChatCompletion whole() {
		Message message = (this.answer.tool() != null)
				? new Message("assistant", null, List.of(toolCall(null, this.answer.text())))
				: new Message("assistant", this.answer.text(), null);
		return new ChatCompletion(this.id, "chat.completion", this.created, this.model,
				List.of(new Choice(0, message, null, this.answer.finishReason())), this.usage);
	}

	/**
	 * Return the chunk that opens the stream.
	 * @return the chunk, without text
	 */
	ChatCompletion first() {
		return chunk((this.answer.tool() != null) ? new Message("assistant", null, List.of(toolCall(0, "")))
				: new Message("assistant", "", null), null);
	}

	/**
	 * Return the text or the tool's arguments in pieces.
	 * @return a chunk for each piece
	 */
	List<ChatCompletion> pieces() {
		List<ChatCompletion> chunks = new ArrayList<>();
		for (String piece : Tokens.split(this.answer.text())) {
			chunks.add(chunk((this.answer.tool() != null)
					? new Message(null, null, List.of(new ToolCall(0, null, null, new Function(null, piece))))
					: new Message(null, piece, null), null));
		}
		return chunks;
	}

	/**
	 * Return the same pieces, each with the tokens used so far.
	 * @return a chunk for each piece
	 */
	List<ChatCompletion> countedPieces() {
		List<ChatCompletion> chunks = new ArrayList<>();
		for (ChatCompletion piece : pieces()) {
			Usage soFar = Usage.of(this.usage.promptTokens(), chunks.size() + 1);
			chunks.add(new ChatCompletion(piece.id(), piece.object(), piece.created(), piece.model(), piece.choices(),
					soFar));
		}
		return chunks;
	}

	/**
	 * Return the chunk that says why the answer ended.
	 * @return the chunk, without text
	 */
	ChatCompletion last() {
		return chunk(new Message(null, null, null), this.answer.finishReason());
	}

	/**
	 * Return the chunk with the tokens used.
	 * @return the chunk, without choice
	 */
	ChatCompletion usage() {
		return new ChatCompletion(this.id, "chat.completion.chunk", this.created, this.model, List.of(), this.usage);
	}

	private ChatCompletion chunk(Message delta, @Nullable String finishReason) {
		return new ChatCompletion(this.id, "chat.completion.chunk", this.created, this.model,
				List.of(new Choice(0, null, delta, finishReason)), null);
	}

	private ToolCall toolCall(@Nullable Integer index, String arguments) {
		return new ToolCall(index, this.callId, "function", new Function(this.answer.tool(), arguments));
	}

}
