package io.voicetelemetry.benchmarks;

import java.util.EnumSet;
import java.util.function.UnaryOperator;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.voicetelemetry.content.redaction.SensitiveDataRedactor;
import io.voicetelemetry.content.redaction.SensitiveKind;

/**
 * The annotated bean with everything on, and the same by hand beside it. Both have the
 * same SDK, a meter registry and a listener of their own.
 */
final class FullApplication implements AutoCloseable {

	private final Listener listener = new Listener();

	private final BenchmarkApplication application;

	private final LanguageModel annotated;

	private final HandWrittenFigures figures;

	private final FullHandWrittenModel handWritten;

	FullApplication(SdkTracerProvider tracerProvider, MeterRegistry ours, MeterRegistry byHand, boolean content,
			boolean redaction) {
		this.application = BenchmarkApplication.withFigures(tracerProvider, content, redaction, ours, this.listener);
		this.annotated = this.application.model();
		this.figures = new HandWrittenFigures(byHand, this.listener);
		UnaryOperator<String> redactor = redaction
				? SensitiveDataRedactor.of(EnumSet.allOf(SensitiveKind.class))::redact : UnaryOperator.identity();
		this.handWritten = new FullHandWrittenModel(new LanguageModel(), this.application.sdk().getTracer("by-hand"),
				this.figures, content ? new HandWrittenContent(redactor) : null);
	}

	LanguageModel annotated() {
		return this.annotated;
	}

	FullHandWrittenModel handWritten() {
		return this.handWritten;
	}

	HandWrittenFigures figures() {
		return this.figures;
	}

	BenchmarkApplication application() {
		return this.application;
	}

	Listener listener() {
		return this.listener;
	}

	HandWrittenTurn openTurn(String sessionId) {
		return new HandWrittenTurn(this.application.sdk().getTracer("by-hand"), sessionId, "speech_0123456789ab");
	}

	OpenReply openReply(String sessionId) {
		return new OpenReply(this.application.telemetry(), sessionId);
	}

	@Override
	public void close() {
		this.figures.close();
		this.application.close();
	}

}
