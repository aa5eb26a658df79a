package io.voicetelemetry.benchmarks;

import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.session.VoiceSpan;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.stream.ItemReaders;
import io.voicetelemetry.stream.ItemReading;
import io.voicetelemetry.stream.RunningStage;
import org.jspecify.annotations.Nullable;

/**
 * The stage that a streamed answer belongs to.
 */
final class AnswerStage extends RunningStage {

	private final VoiceSpan span;

	private final ItemReaders readers;

	AnswerStage(VoiceSpan span, VoiceTelemetry telemetry, ItemReaders readers) {
		super(span.context(), telemetry, null);
		this.span = span;
		this.readers = readers;
	}

	@Override
	protected ItemReading begin(Object first) {
		return this.readers.begin(this.span, String.class, first);
	}

	@Override
	protected void ended(Outcome outcome, @Nullable Object unread, @Nullable Object result, @Nullable Throwable error) {
		this.span.end();
	}

}
