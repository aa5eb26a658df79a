package io.voicetelemetry.sample.agent;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A JSON message from the caller. What a message doesn't need is absent.
 *
 * @param type what happened
 * @param caller who calls ({@code hello})
 * @param text what was recognised ({@code transcript})
 * @param isFinal whether the text won't change any more ({@code transcript})
 * @param reply number of the reply meant, the latest by default ({@code played},
 * {@code playout_ended})
 * @param seconds how much of the reply was played ({@code playout_ended})
 */
public record CallerMessage(Type type, @Nullable String caller, @Nullable String text,
		@JsonProperty("final") @Nullable Boolean isFinal, @Nullable Integer reply, @Nullable Double seconds) {

	/**
	 * What callers can report.
	 */
	public enum Type {

		/**
		 * Who calls.
		 */
		@JsonProperty("hello")
		HELLO,

		/**
		 * The caller began to speak.
		 */
		@JsonProperty("speech_started")
		SPEECH_STARTED,

		/**
		 * The caller stopped speaking.
		 */
		@JsonProperty("speech_stopped")
		SPEECH_STOPPED,

		/**
		 * What the caller said, so far or finally.
		 */
		@JsonProperty("transcript")
		TRANSCRIPT,

		/**
		 * The first audio of a reply was heard.
		 */
		@JsonProperty("played")
		PLAYED,

		/**
		 * A reply is no longer heard, because it came to its end or was cut off.
		 */
		@JsonProperty("playout_ended")
		PLAYOUT_ENDED,

		/**
		 * The caller speaks over the reply: cut it off.
		 */
		@JsonProperty("interrupt")
		INTERRUPT,

		/**
		 * The caller hangs up.
		 */
		@JsonProperty("hangup")
		HANGUP

	}

}
