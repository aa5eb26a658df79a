package io.voicetelemetry.session;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a speech synthesis made, for methods annotated with {@code @TracedTts} that return
 * it. What is not known is left out.
 *
 * @since 0.1
 */
public interface TtsResult {

	/**
	 * How much audio was made.
	 * @return the audio's length, or {@code null}
	 */
	default @Nullable Duration audioDuration() {
		return null;
	}

}
