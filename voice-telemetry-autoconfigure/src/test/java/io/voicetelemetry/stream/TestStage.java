package io.voicetelemetry.stream;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.VoiceSpan;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;

/**
 * A stage that notes what it is told.
 */
final class TestStage extends RunningStage {

	private static final VoiceTelemetry TELEMETRY = VoiceTelemetry
		.builder(OpenTelemetrySdk.builder().setTracerProvider(SdkTracerProvider.builder().build()).build())
		.build();

	private final VoiceSpan span;

	private final List<Object> told;

	private TestStage(VoiceSpan span, List<Object> told) {
		super(span.context(), TELEMETRY, null);
		this.span = span;
		this.told = told;
	}

	/**
	 * Work that tells a list of all items and ends.
	 */
	static DeferredWork noting(List<Object> told) {
		return (where) -> new TestStage(TELEMETRY.start(Stage.OPERATION, "work"), told);
	}

	static DeferredWork noting() {
		return noting(new CopyOnWriteArrayList<>());
	}

	VoiceSpan span() {
		return this.span;
	}

	@Override
	protected ItemReading begin(Object first) {
		return this.told::add;
	}

	@Override
	protected void ended(Outcome outcome, @Nullable Object unread, @Nullable Object result, @Nullable Throwable error) {
		this.told.add(outcome);
		this.span.end();
	}

}
