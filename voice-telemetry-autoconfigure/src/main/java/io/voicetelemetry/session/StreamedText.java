package io.voicetelemetry.session;

import org.jspecify.annotations.Nullable;

/**
 * Counts the text of an answer that comes piece by piece, as long as there is nothing
 * else to do with a piece: not with the first, nor where text is kept, nor where the
 * answer is of no use. A class of its own for whoever passes pieces on, to whom each
 * instruction counts: this one can be inlined. Told by one thread at a time; another may
 * say that the answer is of no use, and a piece that does not see it yet does no harm.
 *
 * @since 0.1
 */
public final class StreamedText {

	/** No part of the counts, so that who counts does not undo what another has said. */
	private boolean counting;

	private long pieces;

	private long characters;

	StreamedText() {
	}

	/**
	 * What counts the pieces of an answer in place of {@link LlmCall#textReceived}.
	 * @param call the request
	 * @return the counts, or {@code null} if nothing is recorded
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
	 * Counts a piece that is not empty.
	 * @param counting whether those after it are only to be counted
	 */
	void add(String piece, boolean counting) {
		this.counting = counting;
		this.pieces++;
		this.characters += piece.length();
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

	long pieces() {
		return this.pieces;
	}

	long characters() {
		return this.characters;
	}

}
