package io.voicetelemetry.session;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No lock is held while the spans of tries begin and end, which runs processors of the
 * application.
 */
class AttemptLockTests {

	private final Meanwhile meanwhile = new Meanwhile();

	private final Recording recording = new Recording((provider) -> provider.addSpanProcessor(this.meanwhile),
			(settings) -> settings);

	private final LlmCall call = this.recording.session().startAgentTurn().startLlmCall();

	@AfterEach
	void closeRecording() {
		this.call.end();
		this.recording.telemetry.session("call-1").end("hangup");
		assertThat(this.meanwhile.stalled).isFalse();
		this.recording.assertValid();
		this.recording.close();
	}

	private void failFirst() {
		this.call.attemptStarted();
		this.call.attemptEnded(new IOException());
	}

	private List<Object> runs(String attribute) {
		return this.recording.spans(Stage.LLM_REQUEST_RUN)
			.stream()
			.map((span) -> Recording.attribute(span, attribute))
			.toList();
	}

	@Test
	void endsATryWhoseSpanIsAboutToBegin() {
		failFirst();
		this.meanwhile.atStart(() -> this.call.attemptEnded(new IOException()));
		VoiceSpan second = this.call.attemptStarted();
		assertThat(second.isOpen()).isFalse();
		assertThat(runs("voice.retry_count")).containsExactly(0L, 1L);
		assertThat(runs("voice.outcome")).containsExactly("error", "error");
		assertThat(this.recording.telemetry.refusals()).isEmpty();
	}

	@Test
	void cutsOffATryWhoseSpanIsAboutToBegin() {
		failFirst();
		this.meanwhile.atStart(() -> {
			this.call.attemptStarted();
			this.call.attemptEnded(null);
		});
		assertThat(this.call.attemptStarted().isOpen()).isFalse();
		assertThat(runs("voice.retry_count")).containsExactlyInAnyOrder(0L, 1L, 2L);
		assertThat(runs("voice.outcome")).containsExactlyInAnyOrder("error", "cancelled", "success");
		assertThat(this.recording.telemetry.refusals()).isEmpty();
	}

	@Test
	void beginsATryOfTheApplicationMeanwhile() {
		this.meanwhile.atStart(() -> this.call.startAttempt().end());
		this.call.startAttempt().end();
		assertThat(runs("voice.retry_count")).containsExactlyInAnyOrder(0L, 1L);
		assertThat(this.recording.telemetry.refusals()).isEmpty();
	}

	@Test
	void beginsATryWhileTheSpanOfAnotherEnds() {
		failFirst();
		this.call.attemptStarted();
		this.meanwhile.atEnd(() -> this.call.attemptStarted());
		this.call.attemptEnded(new IOException());
		this.call.attemptEnded(null);
		assertThat(runs("voice.retry_count")).containsExactlyInAnyOrder(0L, 1L, 2L);
		assertThat(runs("voice.outcome")).containsExactlyInAnyOrder("error", "error", "success");
		assertThat(this.recording.telemetry.refusals()).isEmpty();
	}

	/**
	 * Has another thread do something once, and waits for it, while a span of a try
	 * begins or ends.
	 */
	private static final class Meanwhile implements SpanProcessor {

		private final AtomicReference<@Nullable Runnable> atStart = new AtomicReference<>();

		private final AtomicReference<@Nullable Runnable> atEnd = new AtomicReference<>();

		private volatile boolean stalled;

		void atStart(Runnable work) {
			this.atStart.set(work);
		}

		void atEnd(Runnable work) {
			this.atEnd.set(work);
		}

		@Override
		public void onStart(Context parent, ReadWriteSpan span) {
			run(span, this.atStart);
		}

		@Override
		public void onEnd(ReadableSpan span) {
			run(span, this.atEnd);
		}

		private void run(ReadableSpan span, AtomicReference<@Nullable Runnable> once) {
			Runnable work = span.getName().equals("llm_request_run") ? once.getAndSet(null) : null;
			if (work == null) {
				return;
			}
			try {
				CompletableFuture.runAsync(work).get(20, TimeUnit.SECONDS);
			}
			catch (TimeoutException ex) {
				this.stalled = true;
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public boolean isStartRequired() {
			return true;
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

}
