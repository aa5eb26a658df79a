package io.voicetelemetry.content;

/**
 * Takes out of a text what may not leave the process, such as card numbers. A bean of
 * this type is asked, in order with the others, for every text that is captured: prompts,
 * transcripts, replies, arguments and results of tools, messages and stack traces of
 * exceptions, attributes that are content. Texts that are not captured are not redacted
 * either, and attributes that are not content never are. What the last one returns goes
 * through the built-in detectors
 * ({@link io.voicetelemetry.content.redaction.SensitiveKind}), unless they are switched
 * off.
 * <p>
 * It runs in place, on the thread of the call, which waits for it, and with at most as
 * much of a text as is kept and a little more. So it must be thread-safe, quick, and take
 * no more than linear time.
 * <p>
 * It never fails open: if it throws or returns {@code null}, or is called from within
 * itself, the whole text is replaced with {@link ContentPolicy#REDACTION_FAILED}. So are
 * all texts once it was switched off for being slow: when it took a second, or for the
 * third time 50 ms and fewer than a hundred quick ones lay between.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ContentRedactor {

	/**
	 * Redacts a text.
	 * @param text the text, or the beginning of it
	 * @return the text without what may not leave the process
	 */
	String redact(String text);

}
