package io.voicetelemetry.session;

import org.jspecify.annotations.Nullable;

/**
 * The text of an answer that comes piece by piece. As long as there is nothing else to do
 * with a piece, it is only counted: not the first, nor where text is kept, nor where the
 * answer is of no use. Whoever passes pieces on does that here, where it can be inlined,
 * as each instruction counts. Told by one thread at a time; another may say that the
 * answer is of no use, and a piece that does not see it yet does no harm.
 *
 * @since 0.1
 */
public final class StreamedText {

	private final LlmCallHandle call;

	private final @Nullable ModelAnswer answer;

	/** Asked with the first piece. */
	private boolean kept;

	/** No part of the counts, so that who counts does not undo what another has said. */
	private boolean counting;

	private long pieces;

	private long characters;

	/**
	 * A text.
	 * @param answer what pieces become a part of, if they are kept
	 */
	StreamedText(LlmCallHandle call, @Nullable ModelAnswer answer) {
		this.call = call;
		this.answer = answer;
	}

	/**
	 * The text that is streamed as the answer of a request.
	 * @param call the request
	 * @return the text, or {@code null} if nothing is recorded
	 */
	public static @Nullable StreamedText of(LlmCall call) {
		return (call instanceof LlmCallHandle handle && handle.isMeasured()) ? handle.streamed() : null;
	}

	/**
	 * Counts a piece if that is all there is to do.
	 * @param piece the piece
	 * @return whether it was counted; if not, {@link LlmCall#textReceived} is to be told
	 */
	public boolean count(String piece) {
		int length = piece.length();
		if (!this.counting || length == 0) {
			return false;
		}
		this.pieces++;
		this.characters += length;
		return true;
	}

	/**
	 * Told that a piece came which is not empty.
	 */
	void received(String piece) {
		if (this.pieces == 0) {
			this.call.firstToken();
			this.kept = this.call.capturesContent();
		}
		this.pieces++;
		this.characters += piece.length();
		if (this.answer != null && this.kept) {
			this.answer.append(piece);
		}
		else {
			this.counting = true;
			if (this.call.isReplaced()) {
				// since it was asked before this piece
				stopCounting();
			}
		}
	}

	/**
	 * Has each piece told from now on.
	 */
	void stopCounting() {
		this.counting = false;
	}

	void startAgain() {
		this.counting = false;
		this.pieces = 0;
		this.characters = 0;
	}

	/**
	 * Writes the counts on the span.
	 */
	void put() {
		if (this.pieces > 0) {
			this.call.putCount(TelemetryAttributes.LLM_CHUNKS, this.pieces);
			this.call.putCount(TelemetryAttributes.LLM_CHARACTERS, this.characters);
		}
	}

}
