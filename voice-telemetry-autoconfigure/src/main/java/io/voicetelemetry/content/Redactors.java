package io.voicetelemetry.content;

import java.util.List;
import java.util.function.LongSupplier;

import io.voicetelemetry.content.redaction.SensitiveDataRedactor;
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

	Redactors(List<ContentRedactor> redactors, @Nullable SensitiveDataRedactor builtIn, LongSupplier nanoTime,
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

	Redactors reportingTo(FenceReports reports) {
		return new Redactors(this.redactors, this.builtIn, this.nanoTime, reports);
	}

	boolean isEmpty() {
		return this.fences.length == 0 && this.builtIn == null;
	}

	/**
	 * The text without what a redactor took out, or the placeholder: never more.
	 */
	String redact(String text) {
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
