package io.voicetelemetry.session;

import java.time.Duration;

import io.voicetelemetry.event.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * What a speech recognition understood, for methods annotated with {@code @TracedStt}
 * that return it. What is not known is left out.
 *
 * @since 0.1
 */
public interface SttResult {

	/**
	 * What was understood: content.
	 * @return the text, or {@code null}
	 */
	default @Nullable String transcript() {
		return null;
	}

	/**
	 * How much audio was recognised.
	 * @return the audio's length, or {@code null}
	 */
	default @Nullable Duration audioDuration() {
		return null;
	}

	/**
	 * Which language was spoken.
	 * @return the language as BCP 47 writes it, or {@code null}
	 */
	default @Nullable String language() {
		return null;
	}

	/**
	 * The tokens that the recognition took, where the provider counts any.
	 * @return the tokens, or {@code null}
	 */
	default @Nullable TokenUsage usage() {
		return null;
	}

	/**
	 * Who recognised, which counts where neither the annotation nor the application says
	 * it.
	 * @return the provider, or {@code null}
	 */
	default @Nullable String provider() {
		return null;
	}

}
