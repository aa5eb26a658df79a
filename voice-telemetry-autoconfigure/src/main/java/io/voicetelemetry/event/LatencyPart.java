package io.voicetelemetry.event;

import java.util.Locale;
import java.util.Objects;

/**
 * A part of the silence that the caller heard: the parts of a turn follow one another
 * without overlap and make up the whole. Where two things went on at a time, the part
 * belongs to that which is nearer to what was heard: the caller's turn until it was
 * committed, then playout and synthesis of the answer, what else was done for it, what
 * other replies did; of equals to what began first.
 *
 * @param kind what went on
 * @param start when it began to count, in seconds from the end of the caller's speech
 * @param duration how long it counts, in seconds
 * @since 0.1
 */
public record LatencyPart(Kind kind, double start, double duration) {

	/**
	 * Checks the figures.
	 * @throws IllegalArgumentException if one is negative or no number
	 */
	public LatencyPart {
		Objects.requireNonNull(kind, "kind");
		Figures.requireSeconds(start, "start");
		Figures.requireSeconds(duration, "duration");
	}

	/**
	 * What goes on while the caller waits.
	 */
	public enum Kind {

		/**
		 * Until the last final transcript was there.
		 */
		TRANSCRIPTION,

		/**
		 * From there until it was decided that the turn is over.
		 */
		ENDPOINTING,

		/**
		 * The application's own work between turn and reply.
		 */
		ON_USER_TURN_COMPLETED,

		/**
		 * A request to a model, until its first token.
		 */
		LLM,

		/**
		 * From there until the first sentence was handed to synthesis, or the model had
		 * called its tools.
		 */
		FIRST_SENTENCE,

		/**
		 * A tool call.
		 */
		TOOL,

		/**
		 * From the first text handed to synthesis until the first byte of audio.
		 */
		TTS,

		/**
		 * From there until the player played it.
		 */
		PLAYOUT,

		/**
		 * Nothing of these.
		 */
		OTHER;

		private final String value = name().toLowerCase(Locale.ROOT);

		/**
		 * The kind as attributes and meters carry it.
		 * @return the kind's name in lower case
		 */
		public String value() {
			return this.value;
		}

	}

}
