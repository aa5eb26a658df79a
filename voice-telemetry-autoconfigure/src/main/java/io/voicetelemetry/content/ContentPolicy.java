package io.voicetelemetry.content;

import org.jspecify.annotations.Nullable;

/**
 * Decides what of a text may be recorded, at the moment it is captured: no exporter,
 * listener or log ever sees more. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class ContentPolicy {

	/**
	 * The longest text kept when nothing else is configured, in {@code char}s.
	 */
	public static final int DEFAULT_MAX_LENGTH = 65_536;

	private static final ContentPolicy NONE = new ContentPolicy(ContentCapture.NONE, DEFAULT_MAX_LENGTH);

	private final boolean captures;

	private final int maxLength;

	private ContentPolicy(ContentCapture capture, int maxLength) {
		this.captures = capture == ContentCapture.FULL;
		this.maxLength = maxLength;
	}

	/**
	 * A policy that captures no content.
	 * @return the policy
	 */
	public static ContentPolicy none() {
		return NONE;
	}

	/**
	 * A policy.
	 * @param capture whether content may be recorded
	 * @param maxLength the longest text kept, in {@code char}s
	 * @return the policy
	 * @throws IllegalArgumentException if {@code maxLength} is not positive
	 */
	public static ContentPolicy of(ContentCapture capture, int maxLength) {
		if (maxLength < 1) {
			throw new IllegalArgumentException("maxLength must be positive but is " + maxLength);
		}
		return new ContentPolicy(capture, maxLength);
	}

	/**
	 * Whether content is recorded at all.
	 * @return {@code true} if it is
	 */
	public boolean captures() {
		return this.captures;
	}

	/**
	 * The longest text kept.
	 * @return the length in {@code char}s
	 */
	public int maxLength() {
		return this.maxLength;
	}

	/**
	 * What of a text that was said may be recorded.
	 * @param text the text
	 * @return the text, cut to the longest allowed length with a mark that says the
	 * original one, or {@code null} if nothing may be recorded
	 */
	public @Nullable String capture(@Nullable String text) {
		return (this.captures && text != null) ? limit(text) : null;
	}

	/**
	 * Cuts a text to the longest allowed length, content or not.
	 * @param text the text
	 * @return the text, or its beginning followed by a mark with the original length
	 */
	public String limit(String text) {
		return limit(text, text.length());
	}

	/**
	 * Cuts a text of which only the beginning was kept to the longest allowed length,
	 * content or not.
	 * @param beginning the text, or at least {@link #maxLength()} {@code char}s of it
	 * @param length the length of the whole text, in {@code char}s
	 * @return the text, or its beginning followed by a mark with the original length
	 */
	public String limit(String beginning, long length) {
		if (length <= this.maxLength) {
			return beginning;
		}
		// A cut between the two halves of a surrogate pair would make invalid UTF-8.
		int end = Character.isHighSurrogate(beginning.charAt(this.maxLength - 1)) ? this.maxLength - 1 : this.maxLength;
		return beginning.substring(0, end) + "… [truncated, " + length + " characters]";
	}

}
