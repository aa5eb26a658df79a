package io.voicetelemetry.content;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;

import io.voicetelemetry.content.redaction.SensitiveDataRedactor;
import io.voicetelemetry.content.redaction.SensitiveKind;
import io.voicetelemetry.fence.FenceReports;
import io.voicetelemetry.fence.UserCodeFence;
import org.jspecify.annotations.Nullable;

/**
 * The redactors of the application, each behind a fence, and the built-in one. That comes
 * last: the application knows its own numbers better, and what its redactors return is
 * looked through, too.
 */
final class Redactors {

	private static final String BUILT_IN = "The built-in redactor";

	private final List<ContentRedactor> redactors;

	private final @Nullable SensitiveDataRedactor builtIn;

	private final LongSupplier nanoTime;

	private final FenceReports reports;

	private final UserCodeFence[] fences;

	private Redactors(List<ContentRedactor> redactors, @Nullable SensitiveDataRedactor builtIn, LongSupplier nanoTime,
			FenceReports reports) {
		this.redactors = List.copyOf(redactors);
		this.builtIn = builtIn;
		this.nanoTime = nanoTime;
		this.reports = reports;
		this.fences = this.redactors.stream()
			.map((redactor) -> new UserCodeFence("The redactor " + redactor.getClass().getName(),
					"all texts become '" + ContentPolicy.REDACTION_FAILED + "'", nanoTime))
			.toArray(UserCodeFence[]::new);
	}

	/**
	 * Redactors whose failures nobody is told.
	 * @param detected what the built-in one looks for
	 */
	static Redactors of(List<ContentRedactor> redactors, Set<SensitiveKind> detected, LongSupplier nanoTime) {
		SensitiveDataRedactor builtIn = detected.isEmpty() ? null : SensitiveDataRedactor.of(detected);
		return new Redactors(Objects.requireNonNull(redactors, "redactors"), builtIn, nanoTime, FenceReports.NONE);
	}

	Redactors reportingTo(FenceReports reports) {
		return new Redactors(this.redactors, this.builtIn, this.nanoTime, reports);
	}

	boolean isEmpty() {
		return this.fences.length == 0 && this.builtIn == null;
	}

	/**
	 * How much of a text is needed to keep so much of it.
	 */
	int neededLength(int max) {
		return isEmpty() ? max : (int) Math.min((long) max + ContentPolicy.REDACTION_MARGIN, Integer.MAX_VALUE);
	}

	/**
	 * The text without what a redactor took out, and cut, or the placeholder.
	 * @param beginning the text, or as much of it as is needed
	 * @param length the length of the whole text
	 * @param max the longest that is kept
	 */
	String redact(String beginning, long length, int max) {
		int needed = neededLength(max);
		if (length <= needed) {
			String redacted = redact(beginning);
			return (redacted.length() <= max || redacted.equals(ContentPolicy.REDACTION_FAILED)) ? redacted
					: Truncation.cut(redacted, max, (length > max) ? length : redacted.length());
		}
		String redacted = redact(beginning.substring(0, Truncation.charBoundary(beginning, needed)));
		if (redacted.equals(ContentPolicy.REDACTION_FAILED)) {
			return redacted;
		}
		int kept = Math.max(0, Math.min(max, redacted.length() - ContentPolicy.REDACTION_MARGIN));
		return Truncation.cut(redacted, kept, length);
	}

	/**
	 * Whether a value stays what it is.
	 */
	boolean leavesUnchanged(Object value) {
		if (isEmpty()) {
			return true;
		}
		String text = String.valueOf(value);
		return redact(text).equals(text);
	}

	/**
	 * Whether values that were looked at one by one stay what they are side by side.
	 */
	boolean leavesUnchangedTogether(List<?> values) {
		if (values.size() < 2 || isEmpty()) {
			return true;
		}
		StringBuilder together = new StringBuilder();
		for (Object value : values) {
			String text = String.valueOf(value);
			if (text.chars().anyMatch(Character::isLetter)) {
				return true;
			}
			together.append(together.isEmpty() ? "" : ", ").append(text);
		}
		return leavesUnchanged(together);
	}

	/**
	 * The text without what a redactor took out, or the placeholder: never more.
	 */
	private String redact(String text) {
		String redacted = text;
		for (int i = 0; i < this.fences.length; i++) {
			ContentRedactor redactor = this.redactors.get(i);
			String before = redacted;
			// Of the application: it may return what it promised not to.
			String after = this.fences[i].<String>call(() -> redactor.redact(before), this.reports);
			if (after == null) {
				return ContentPolicy.REDACTION_FAILED;
			}
			redacted = after;
		}
		return (this.builtIn != null) ? redact(redacted, this.builtIn) : redacted;
	}

	/**
	 * Not behind a fence: it takes linear time and calls nobody, and a slow machine is no
	 * reason to switch it off.
	 */
	private String redact(String text, SensitiveDataRedactor builtIn) {
		try {
			return builtIn.redact(text);
		}
		catch (Throwable ex) {
			// The stack or the memory may be at its end.
			this.reports.refused(BUILT_IN, ex);
			return ContentPolicy.REDACTION_FAILED;
		}
	}

}
