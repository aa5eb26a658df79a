package io.voicetelemetry.content;

import java.util.List;
import java.util.function.LongSupplier;

import io.voicetelemetry.fence.FenceReports;
import io.voicetelemetry.fence.UserCodeFence;

/**
 * The redactors of the application, each behind a fence.
 */
final class Redactors {

	private final List<ContentRedactor> redactors;

	private final LongSupplier nanoTime;

	private final FenceReports reports;

	private final UserCodeFence[] fences;

	Redactors(List<ContentRedactor> redactors, LongSupplier nanoTime, FenceReports reports) {
		this.redactors = List.copyOf(redactors);
		this.nanoTime = nanoTime;
		this.reports = reports;
		this.fences = this.redactors.stream()
			.map((redactor) -> new UserCodeFence("The redactor " + redactor.getClass().getName(),
					"all texts become '" + ContentPolicy.REDACTION_FAILED + "'", nanoTime))
			.toArray(UserCodeFence[]::new);
	}

	Redactors reportingTo(FenceReports reports) {
		return new Redactors(this.redactors, this.nanoTime, reports);
	}

	boolean isEmpty() {
		return this.fences.length == 0;
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
		return redacted;
	}

}
