package io.voicetelemetry.session;

import java.time.Duration;

import io.opentelemetry.context.Context;
import io.voicetelemetry.event.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * One speech recognition: audio to text.
 *
 * @since 0.1
 */
public interface SpeechRecognition extends VoiceSpan {

	/**
	 * The recognition in which this thread runs.
	 * @return the recognition, or one that does nothing if there is none
	 */
	static SpeechRecognition current() {
		return VoiceContext.nearest(Context.current(), SpeechRecognition.class, NoopHandles.RECOGNITION);
	}

	/**
	 * Says who recognises.
	 * @param provider the provider
	 * @param model the model
	 * @return this
	 */
	SpeechRecognition model(@Nullable String provider, @Nullable String model);

	/**
	 * Says what was understood; several make up the text. The caller's turn learns it
	 * too.
	 * @param text the text: content
	 * @return this
	 */
	SpeechRecognition transcript(@Nullable String text);

	/**
	 * Says what was understood, and how sure the recogniser is; several make up the text.
	 * The caller's turn learns both too.
	 * @param text the text: content
	 * @param confidence how sure, 0 to 1
	 * @return this
	 */
	SpeechRecognition transcript(@Nullable String text, double confidence);

	/**
	 * Says how much audio was recognised.
	 * @param audio the audio's length
	 * @return this
	 */
	SpeechRecognition audioDuration(@Nullable Duration audio);

	/**
	 * Says that more audio was recognised, of a recognition that goes on for long: it is
	 * told and counted at once.
	 * @param more the length of the audio since this was last called
	 * @return this
	 */
	SpeechRecognition audioRecognized(@Nullable Duration more);

	/**
	 * Says that the recognition goes along with the speech: how long it takes then says
	 * nothing about the recogniser.
	 * @return this
	 */
	SpeechRecognition streamed();

	/**
	 * Says how many tokens the recognition took, where the provider counts any.
	 * @param usage the tokens
	 * @return this
	 */
	SpeechRecognition usage(@Nullable TokenUsage usage);

	/**
	 * Says how long it took to get a connection.
	 * @param acquireTime how long, or {@code null} if unknown
	 * @param reused whether the connection was there already
	 * @return this
	 */
	SpeechRecognition connected(@Nullable Duration acquireTime, boolean reused);

	/**
	 * Says which language was spoken.
	 * @param language the language, as BCP 47 writes it
	 * @return this
	 */
	SpeechRecognition language(@Nullable String language);

	/**
	 * Says what a result tells: what it does not know leaves what was said before.
	 * @param result the result
	 * @return this
	 */
	SpeechRecognition understood(@Nullable SttResult result);

}
