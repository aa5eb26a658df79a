package io.voicetelemetry.content;

import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

import io.voicetelemetry.fence.FenceReports;
import org.jspecify.annotations.Nullable;

/**
 * Decides what of a text may be recorded, at the moment it is captured: no exporter,
 * listener or log ever sees more. Thread-safe.
 *
 * @since 0.1
 */
public final class ContentPolicy {

	/**
	 * The longest text kept when nothing else is configured, in {@code char}s.
	 */
	public static final int DEFAULT_MAX_LENGTH = 65_536;

	/**
	 * What is recorded in place of a text that could not be redacted.
	 */
	public static final String REDACTION_FAILED = "[redaction failed]";

	/**
	 * How much of a long text is redacted beyond what is kept, and thrown away then: what
	 * a redactor looks for is not found where it is cut in two, and what is left of it
	 * must not be kept. In {@code char}s.
	 */
	public static final int REDACTION_MARGIN = 256;

	private static final ContentPolicy NONE = of(ContentCapture.NONE, DEFAULT_MAX_LENGTH);

	private final boolean captures;

	private final int maxLength;

	private final Redactors redactors;

	private ContentPolicy(boolean captures, int maxLength, Redactors redactors) {
		this.captures = captures;
		this.maxLength = maxLength;
		this.redactors = redactors;
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
		return of(capture, maxLength, List.of());
	}

	/**
	 * A policy that has texts redacted.
	 * @param capture whether content may be recorded
	 * @param maxLength the longest text kept, in {@code char}s
	 * @param redactors what each text goes through, in this order
	 * @return the policy
	 * @throws IllegalArgumentException if {@code maxLength} is not positive
	 */
	public static ContentPolicy of(ContentCapture capture, int maxLength, List<ContentRedactor> redactors) {
		return of(capture, maxLength, redactors, System::nanoTime);
	}

	static ContentPolicy of(ContentCapture capture, int maxLength, List<ContentRedactor> redactors,
			LongSupplier nanoTime) {
		if (maxLength < 1) {
			throw new IllegalArgumentException("maxLength must be positive but is " + maxLength);
		}
		return new ContentPolicy(capture == ContentCapture.FULL, maxLength,
				new Redactors(Objects.requireNonNull(redactors, "redactors"), nanoTime, FenceReports.NONE));
	}

	/**
	 * The same policy, with its redactors switched on and their failures told to somebody
	 * else.
	 * @param reports who is told
	 * @return the policy
	 */
	public ContentPolicy reportingTo(FenceReports reports) {
		return this.redactors.isEmpty() ? this
				: new ContentPolicy(this.captures, this.maxLength, this.redactors.reportingTo(reports));
	}

	/**
	 * Whether content is recorded at all.
	 * @return {@code true} if it is
	 */
	public boolean captures() {
		return this.captures;
	}

	/**
	 * Whether texts go through redactors.
	 * @return {@code true} if there is at least one
	 */
	public boolean redacts() {
		return !this.redactors.isEmpty();
	}

	/**
	 * The longest text kept.
	 * @return the length in {@code char}s
	 */
	public int maxLength() {
		return this.maxLength;
	}

	/**
	 * How much of a text {@link #capture(String, long)} needs.
	 * @return the length in {@code char}s
	 */
	public int neededLength() {
		return this.redactors.isEmpty() ? this.maxLength
				: (int) Math.min((long) this.maxLength + REDACTION_MARGIN, Integer.MAX_VALUE);
	}

	/**
	 * What of a text that was said may be recorded.
	 * @param text the text
	 * @return the text, redacted and cut to the longest allowed length with a mark that
	 * says the original one, or {@code null} if nothing may be recorded
	 */
	public @Nullable String capture(@Nullable String text) {
		return (text != null) ? capture(text, text.length()) : null;
	}

	/**
	 * What of a text that was said, and of which perhaps only the beginning was kept, may
	 * be recorded.
	 * @param beginning the text, or at least {@link #neededLength()} {@code char}s of it
	 * @param length the length of the whole text, in {@code char}s
	 * @return the text, redacted and cut to the longest allowed length with a mark that
	 * says the original one, or {@code null} if nothing may be recorded
	 */
	public @Nullable String capture(String beginning, long length) {
		if (!this.captures) {
			return null;
		}
		return this.redactors.isEmpty() ? limit(beginning, length) : redacted(beginning, length);
	}

	private String redacted(String beginning, long length) {
		int needed = neededLength();
		if (length <= needed) {
			String redacted = this.redactors.redact(beginning);
			return (redacted.length() <= this.maxLength || redacted.equals(REDACTION_FAILED)) ? redacted
					: cut(redacted, this.maxLength, (length > this.maxLength) ? length : redacted.length());
		}
		String redacted = this.redactors.redact(beginning.substring(0, charBoundary(beginning, needed)));
		if (redacted.equals(REDACTION_FAILED)) {
			return redacted;
		}
		int kept = Math.max(0, Math.min(this.maxLength, redacted.length() - REDACTION_MARGIN));
		return cut(redacted, kept, length);
	}

	/**
	 * Whether redactors leave a value alone that is no text and cannot become one.
	 * @param value a number, say
	 * @return whether it may be recorded
	 */
	public boolean captures(Object value) {
		if (!this.captures || this.redactors.isEmpty()) {
			return this.captures;
		}
		String text = String.valueOf(value);
		return this.redactors.redact(text).equals(text);
	}

	/**
	 * Cuts a text that is not content to the longest allowed length.
	 * @param text the text
	 * @return the text, or its beginning followed by a mark with the original length
	 */
	public String limit(String text) {
		return limit(text, text.length());
	}

	private String limit(String beginning, long length) {
		return (length <= this.maxLength) ? beginning : cut(beginning, this.maxLength, length);
	}

	private static String cut(String text, int end, long length) {
		return text.substring(0, charBoundary(text, end)) + "… [truncated, " + length + " characters]";
	}

	/**
	 * A cut between the two halves of a surrogate pair would make invalid UTF-8.
	 */
	private static int charBoundary(String text, int end) {
		return (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) ? end - 1 : end;
	}

}
