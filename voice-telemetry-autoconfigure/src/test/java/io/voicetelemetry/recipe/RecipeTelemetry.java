package io.voicetelemetry.recipe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.voicetelemetry.content.ContentCapture;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.ClosableVoiceTelemetry;
import io.voicetelemetry.session.TimeSource;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedSpan;
import io.voicetelemetry.test.VoiceTraceChecker;
import io.voicetelemetry.test.VoiceTraceTree;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Telemetry for recipes whose messages have times: time passes when a test says so.
 */
final class RecipeTelemetry implements AutoCloseable, TimeSource {

	private final AtomicLong nanos = new AtomicLong();

	private final OtlpReceiver backend = OtlpReceiver.start();

	private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
		.setTracerProvider(SdkTracerProvider.builder()
			.addSpanProcessor(SimpleSpanProcessor
				.create(OtlpHttpSpanExporter.builder().setEndpoint(this.backend.endpoint()).build()))
			.build())
		.build();

	private final ClosableVoiceTelemetry telemetry = VoiceTelemetry.builder(this.sdk)
		.timeSource(this)
		.content(ContentPolicy.of(ContentCapture.FULL, ContentPolicy.DEFAULT_MAX_LENGTH))
		.build();

	VoiceSession session(String id) {
		return this.telemetry.session().id(id).start();
	}

	void pass(long millis) {
		this.nanos.addAndGet(Duration.ofMillis(millis).toNanos());
	}

	@Override
	public long epochNanos() {
		return Instant.parse("2026-03-01T10:00:00Z").getEpochSecond() * 1_000_000_000 + this.nanos.get();
	}

	@Override
	public long nanoTime() {
		return this.nanos.get();
	}

	/**
	 * Checks a call that has ended, by the rules for traces of calls too.
	 */
	List<ReceivedSpan> assertCall(VoiceSession session, List<String> attributes, String tree) {
		this.sdk.getSdkTracerProvider().forceFlush().join(30, TimeUnit.SECONDS);
		List<ReceivedSpan> spans = this.backend.spans()
			.stream()
			.filter((span) -> session.id().equals(span.attributes().get("session.id")))
			.toList();
		assertThat(VoiceTraceTree.render(spans, attributes::contains)).isEqualTo(tree);
		assertThat(VoiceTraceChecker.violations(this.backend.spans())).isEmpty();
		return spans;
	}

	void assertNothingRefused() {
		assertThat(this.telemetry.refusals()).isEmpty();
	}

	/** What a call has used of its only model. */
	static TokenUsage usage(VoiceSession session) {
		assertThat(session.usage().usage()).hasSize(1);
		return session.usage().usage().get(0).tokens();
	}

	@Override
	public void close() {
		this.telemetry.close();
		this.sdk.close();
		this.backend.close();
	}

}
