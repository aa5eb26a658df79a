package io.voicetelemetry.recipe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import io.opentelemetry.api.OpenTelemetry;
import io.voicetelemetry.content.ContentCapture;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.ClosableVoiceTelemetry;
import io.voicetelemetry.session.TimeSource;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Telemetry of an application for recipes whose messages have times: time passes when a
 * test says so.
 */
final class RecipeTelemetry implements AutoCloseable, TimeSource {

	private final AtomicLong nanos = new AtomicLong();

	private final RecipeApplication application;

	private final ClosableVoiceTelemetry telemetry;

	RecipeTelemetry(RecipeApplication application) {
		this.application = application;
		this.telemetry = VoiceTelemetry.builder(application.bean(OpenTelemetry.class))
			.timeSource(this)
			.content(ContentPolicy.of(ContentCapture.FULL, ContentPolicy.DEFAULT_MAX_LENGTH))
			.build();
	}

	/** A call that no test before has had. */
	VoiceSession session() {
		return this.telemetry.session().id(UUID.randomUUID().toString()).start();
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
		return this.application.assertCall(session.id(), attributes, tree);
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
	}

}
