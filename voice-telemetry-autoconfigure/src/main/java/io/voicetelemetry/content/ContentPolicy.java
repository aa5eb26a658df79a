package io.voicetelemetry.content;

import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

import io.voicetelemetry.content.redaction.SensitiveKind;
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
	 * How much of what was said is kept on one span when nothing else is configured, in
	 * {@code char}s.
	 */
	public static final int DEFAULT_MAX_SPAN_LENGTH = 262_144;

	/**
	 * What is recorded in place of what a method was told to keep to itself.
	 */
	public static final String CONFIDENTIAL = "[confidential]";

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

	private final int maxSpanLength;

	private final Redactors redactors;

	private final @Nullable UserIdPseudonyms pseudonyms;

	private ContentPolicy(boolean captures, int maxLength, int maxSpanLength, Redactors redactors,
			@Nullable UserIdPseudonyms pseudonyms) {
		this.captures = captures;
		this.maxLength = maxLength;
		this.maxSpanLength = maxSpanLength;
		this.redactors = redactors;
		this.pseudonyms = pseudonyms;
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
		return of(capture, maxLength, redactors, Set.of());
	}

	/**
	 * A policy that has texts redacted, and what is sensitive in them found.
	 * @param capture whether content may be recorded
	 * @param maxLength the longest text kept, in {@code char}s
	 * @param redactors what each text goes through, in this order
	 * @param detected what is looked for in the text that they leave, and taken out of it
	 * @return the policy
	 * @throws IllegalArgumentException if {@code maxLength} is not positive
	 */
	public static ContentPolicy of(ContentCapture capture, int maxLength, List<ContentRedactor> redactors,
			Set<SensitiveKind> detected) {
		return of(capture, maxLength, redactors, detected, System::nanoTime);
	}

	static ContentPolicy of(ContentCapture capture, int maxLength, List<ContentRedactor> redactors,
			Set<SensitiveKind> detected, LongSupplier nanoTime) {
		if (maxLength < 1) {
			throw new IllegalArgumentException("maxLength must be positive but is " + maxLength);
		}
		return new ContentPolicy(capture == ContentCapture.FULL, maxLength, DEFAULT_MAX_SPAN_LENGTH,
				Redactors.of(redactors, detected, nanoTime), null);
	}

	/**
	 * The same policy, with its redactors switched on and their failures told to somebody
	 * else.
	 * @param reports who is told
	 * @return the policy
	 */
	public ContentPolicy reportingTo(FenceReports reports) {
		return this.redactors.isEmpty() ? this : new ContentPolicy(this.captures, this.maxLength, this.maxSpanLength,
				this.redactors.reportingTo(reports), this.pseudonyms);
	}

	/**
	 * The same policy for another amount of content on one span.
	 * @param maxSpanLength how many {@code char}s all texts of a span together may have
	 * @return the policy
	 * @throws IllegalArgumentException if {@code maxSpanLength} is not positive
	 */
	public ContentPolicy withMaxSpanLength(int maxSpanLength) {
		if (maxSpanLength < 1) {
			throw new IllegalArgumentException("maxSpanLength must be positive but is " + maxSpanLength);
		}
		return new ContentPolicy(this.captures, this.maxLength, maxSpanLength, this.redactors, this.pseudonyms);
	}

	/**
	 * The same policy, with pseudonyms in place of the ids of users, or without.
	 * @param pseudonyms the pseudonyms, or {@code null} for none
	 * @return the policy
	 */
	public ContentPolicy withPseudonyms(@Nullable UserIdPseudonyms pseudonyms) {
		return new ContentPolicy(this.captures, this.maxLength, this.maxSpanLength, this.redactors, pseudonyms);
	}

	/**
	 * The id of a user as it may be recorded, whether content is or not.
	 * @param userId the id
	 * @return the id, or its pseudonym
	 */
	public String userId(String userId) {
		return (this.pseudonyms != null) ? this.pseudonyms.of(userId) : userId;
	}

	/**
	 * Whether users have pseudonyms.
	 * @return {@code true} if no id of a user may be recorded
	 */
	public boolean hasPseudonyms() {
		return this.pseudonyms != null;
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
	 * How many {@code char}s all texts of a span together may have.
	 * @return the length in {@code char}s
	 */
	public int maxSpanLength() {
		return this.maxSpanLength;
	}

	/**
	 * How much of a text {@link #capture(String, long)} needs.
	 * @return the length in {@code char}s
	 */
	public int neededLength() {
		return this.redactors.neededLength(this.maxLength);
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
		return capture(beginning, length, this.maxLength);
	}

	/**
	 * What of a text that was said may be recorded where there is only so much room.
	 * @param beginning the text, or at least {@link #neededLength()} {@code char}s of it
	 * @param length the length of the whole text, in {@code char}s
	 * @param room how many {@code char}s there is room for
	 * @return the text, redacted and cut to the longest allowed length, or to the room,
	 * with a mark that says the original one, or {@code null} if nothing may be recorded
	 */
	public @Nullable String capture(String beginning, long length, int room) {
		if (!this.captures) {
			return null;
		}
		int max = Math.max(Math.min(this.maxLength, room), 0);
		return this.redactors.isEmpty() ? Truncation.limit(beginning, length, max)
				: this.redactors.redact(beginning, length, max);
	}

	/**
	 * What of a JSON text may be recorded. Redactors see its characters where it has
	 * escapes for them: those of an address are the same, written
	 * <code>&#92;u0040</code>. A JSON object, array or string that is no JSON any more
	 * when it was redacted and cut becomes a JSON string.
	 * @param json the text, which need not be JSON
	 * @param room how many {@code char}s there is room for
	 * @return the text, redacted and cut, which is JSON if the text was, or {@code null}
	 * if nothing may be recorded
	 */
	public @Nullable String captureJson(String json, int room) {
		return JsonCapture.capture(this, json, room);
	}

	/**
	 * Whether redactors leave a value alone that is no text and cannot become one.
	 * @param value a number, say
	 * @return whether it may be recorded
	 */
	public boolean captures(Object value) {
		return this.captures && this.redactors.leavesUnchanged(value);
	}

	/**
	 * Whether values that were captured one by one may be recorded together: a number may
	 * have been cut into them.
	 * @param values the values of one attribute
	 * @return whether they may be recorded
	 */
	public boolean capturesTogether(List<?> values) {
		return this.captures && this.redactors.leavesUnchangedTogether(values);
	}

	/**
	 * Cuts a text that is not content to the longest allowed length.
	 * @param text the text
	 * @return the text, or its beginning followed by a mark with the original length
	 */
	public String limit(String text) {
		return Truncation.limit(text, text.length(), this.maxLength);
	}

}
