package io.voicetelemetry.session;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.fence.UserCodeFence;
import org.jspecify.annotations.Nullable;

/**
 * Writes how a stage ended on its span, and ends it: one exception event and one
 * {@code error.type} for a failure, no status otherwise.
 */
final class SpanEnd {

	private static final String EXCEPTION_EVENT = "exception";

	/** What the conventions say where no class is known. */
	private static final String OTHER = "_OTHER";

	private static final UserCodeFence DESCRIPTION = UserCodeFence.untimed("Describing an exception");

	private SpanEnd() {
	}

	/**
	 * Ends a stage whose work threw something.
	 */
	static void end(VoiceSpan stage, Throwable thrown) {
		if (Outcome.of(thrown) == Outcome.CANCELLED) {
			stage.cancel();
		}
		else {
			stage.fail(thrown);
		}
	}

	/**
	 * What kind of failure something was.
	 */
	static String typeOf(@Nullable Throwable error) {
		if (error instanceof ProviderFailure failure) {
			return (failure.code() != null) ? failure.code() : OTHER;
		}
		return (error != null) ? error.getClass().getName() : OTHER;
	}

	static void end(SpanHandle handle, Outcome outcome, @Nullable Throwable error, long atNanos) {
		try {
			handle.beforeSpanEnds();
			record(handle, outcome, error, atNanos);
		}
		catch (Throwable ex) {
			handle.recorder.refusals().count(RefusalReason.INTERNAL_ERROR, "Recording the end of a span", ex);
		}
		try {
			handle.span.end(atNanos, TimeUnit.NANOSECONDS);
		}
		catch (Throwable ex) {
			// A span processor of the application threw.
			handle.recorder.refusals().count(RefusalReason.INTERNAL_ERROR, "Ending a span", ex);
		}
	}

	private static void record(SpanHandle handle, Outcome outcome, @Nullable Throwable error, long atNanos) {
		handle.closeEvents();
		handle.putOwn(TelemetryAttributes.OUTCOME, outcome.value());
		if (outcome == Outcome.ERROR && handle.isRecording()) {
			String type = typeOf(error);
			handle.put(TelemetryAttributes.ERROR_TYPE, type);
			AttributesBuilder event = Attributes.builder().put(TelemetryAttributes.EXCEPTION_TYPE.key(), type);
			String message = (error != null) ? describe(handle, error, event) : null;
			handle.span.setStatus(StatusCode.ERROR, (message != null) ? message : "");
			handle.span.addEvent(EXCEPTION_EVENT, event.build(), atNanos, TimeUnit.NANOSECONDS);
		}
	}

	/**
	 * Adds message and stack trace, where content may be captured. Both come from code of
	 * the application.
	 */
	private static @Nullable String describe(SpanHandle handle, Throwable error, AttributesBuilder event) {
		return handle.capturesContent()
				? DESCRIPTION.call(() -> describe(handle, error, event, handle.content()), handle.recorder.refusals())
				: null;
	}

	/**
	 * Whether nothing but its class may be told of what made a stage fail. Runs code of
	 * the application.
	 */
	private static boolean isSecret(SpanHandle handle, Throwable error) {
		return handle.hasSecretFailure() || handle.lifecycle().isSecret(error);
	}

	private static @Nullable String describe(SpanHandle handle, Throwable error, AttributesBuilder event,
			SpanContent content) {
		if (error instanceof ProviderFailure || isSecret(handle, error)) {
			return null;
		}
		String told = error.getMessage();
		String message = (told != null) ? content.capture(TelemetryAttributes.EXCEPTION_MESSAGE, told) : null;
		if (message != null) {
			event.put(TelemetryAttributes.EXCEPTION_MESSAGE.key(), message);
		}
		BoundedWriter writer = new BoundedWriter(handle.recorder.content());
		error.printStackTrace(new PrintWriter(writer));
		String trace = content.capture(TelemetryAttributes.EXCEPTION_STACKTRACE, writer.text());
		if (trace != null) {
			event.put(TelemetryAttributes.EXCEPTION_STACKTRACE.key(), trace);
		}
		return message;
	}

}
