package io.voicetelemetry.session;

/**
 * Reads the pieces of a streamed result onto the span that was made for it: text, audio,
 * tokens. A bean of this type is chosen once per method, by the type that the method's
 * stream is of, or by the class of the first piece where that says nothing. It runs
 * between the provider and whoever is waiting for the answer, so it must be quick; what
 * it throws is counted and reaches nobody. Of a stream without a reader of its own, a
 * {@link ResultReader} reads the last piece.
 *
 * @param <C> the type of the pieces
 * @since 0.1
 */
public interface ChunkReader<C> {

	/**
	 * The pieces that are read.
	 * @return the type; a stream of it, or of a subtype, is read
	 */
	Class<C> chunkType();

	/**
	 * Begins to read a stream.
	 * @param span the span: an {@link LlmCall} for a method annotated with
	 * {@code @TracedLlmCall}, and so on
	 * @return what reads the pieces of this stream alone
	 */
	Reading<C> begin(VoiceSpan span);

	/**
	 * Reads the pieces of one stream, none at the same time as another.
	 *
	 * @param <C> the type of the pieces
	 * @since 0.1
	 */
	@FunctionalInterface
	interface Reading<C> {

		/**
		 * Reads a piece. Keep no content unless {@link VoiceSpan#capturesContent()} says
		 * that it may be recorded.
		 * @param chunk the piece
		 */
		void chunk(C chunk);

		/**
		 * Told that there are no more, however the stream ended, before the span ends.
		 */
		default void end() {
		}

	}

}
