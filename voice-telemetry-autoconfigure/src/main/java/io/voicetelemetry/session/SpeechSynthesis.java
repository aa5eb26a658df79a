package io.voicetelemetry.session;

import java.time.Duration;
import java.time.Instant;

import io.opentelemetry.context.Context;
import io.voicetelemetry.event.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * One request for speech synthesis: text to audio.
 *
 * @since 0.1
 */
public interface SpeechSynthesis extends RetriedRequest {

	/**
	 * The synthesis in which this thread runs.
	 * @return the synthesis, or one that does nothing if there is none
	 */
	static SpeechSynthesis current() {
		return VoiceContext.nearest(Context.current(), SpeechSynthesis.class, NoopHandles.SYNTHESIS);
	}

	/**
	 * Says who speaks.
	 * @param provider the provider
	 * @param model the model
	 * @return this
	 */
	SpeechSynthesis model(@Nullable String provider, @Nullable String model);

	/**
	 * Says with which voice.
	 * @param voice the voice
	 * @return this
	 */
	SpeechSynthesis voice(@Nullable String voice);

	/**
	 * Says which piece of the reply this is.
	 * @param segmentId the piece
	 * @return this
	 */
	SpeechSynthesis segment(@Nullable String segmentId);

	/**
	 * Says how much of the text was spoken, of a synthesis that was cut off. Told when
	 * the synthesis is over, and what it made was still to be played, it counts for the
	 * reply alone.
	 * @param text what the caller heard: content
	 * @return this
	 */
	SpeechSynthesis spoken(@Nullable String text);

	/**
	 * Says how many tokens the synthesis took, where the provider counts any.
	 * @param usage the tokens
	 * @return this
	 */
	SpeechSynthesis usage(@Nullable TokenUsage usage);

	/**
	 * Says how long it took to get a connection.
	 * @param acquireTime how long, or {@code null} if unknown
	 * @param reused whether the connection was there already
	 * @return this
	 */
	SpeechSynthesis connected(@Nullable Duration acquireTime, boolean reused);

	/**
	 * Signals that text was handed over: its characters are counted, and the wait for the
	 * first byte of audio begins with the first text.
	 * @param text the text: content
	 */
	void textHandedOver(@Nullable String text);

	/**
	 * Signals the first byte of audio; later calls are ignored.
	 */
	void firstAudio();

	/**
	 * Signals the first byte of audio; later calls are ignored.
	 * @param at when it came; {@code null} is now
	 */
	void firstAudio(@Nullable Instant at);

	/**
	 * Takes in a piece of audio as it comes, none at the same time as another: the first
	 * is the first byte of audio, and all are counted. It reads no clock but for the
	 * first.
	 * @param bytes how many bytes there are; none are ignored
	 */
	void audioReceived(int bytes);

	/**
	 * Says how the audio is coded, so that the length of what was received is known.
	 * @param format the format
	 * @return this
	 */
	SpeechSynthesis audioFormat(@Nullable AudioFormat format);

	/**
	 * Says how much audio was made.
	 * @param audio the audio's length
	 * @return this
	 */
	SpeechSynthesis audioDuration(@Nullable Duration audio);

}
