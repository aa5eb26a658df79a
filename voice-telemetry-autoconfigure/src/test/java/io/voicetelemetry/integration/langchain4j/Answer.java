package io.voicetelemetry.integration.langchain4j;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;

/**
 * What an application does with a streamed answer: it takes it in, and may cut it off.
 */
final class Answer implements StreamingChatResponseHandler {

	private final CompletableFuture<ChatResponse> response = new CompletableFuture<>();

	private final int mostPieces;

	final List<String> pieces = new CopyOnWriteArrayList<>();

	final long begunAt = System.nanoTime();

	volatile long firstPieceAt;

	private Answer(int mostPieces) {
		this.mostPieces = mostPieces;
	}

	static Answer whole() {
		return new Answer(Integer.MAX_VALUE);
	}

	/**
	 * One that is cut off when a piece of it came.
	 */
	static Answer cutOffAt(int piece) {
		return new Answer(piece);
	}

	@Override
	public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
		if (this.pieces.isEmpty()) {
			this.firstPieceAt = System.nanoTime();
		}
		this.pieces.add(piece.text());
		if (this.pieces.size() >= this.mostPieces) {
			context.streamingHandle().cancel();
			this.response.cancel(false);
		}
	}

	@Override
	public void onCompleteResponse(ChatResponse response) {
		this.response.complete(response);
	}

	@Override
	public void onError(Throwable error) {
		this.response.completeExceptionally(error);
	}

	/**
	 * The complete answer.
	 * @throws Exception what the model failed with, or that it was cut off
	 */
	ChatResponse await() throws Exception {
		return this.response.get(30, TimeUnit.SECONDS);
	}

	double secondsToFirstPiece() {
		return (this.firstPieceAt - this.begunAt) / 1e9;
	}

}
