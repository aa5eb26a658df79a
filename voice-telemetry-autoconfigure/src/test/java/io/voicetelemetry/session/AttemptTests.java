package io.voicetelemetry.session;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tries of a request: those that are signalled, and those the application begins.
 */
class AttemptTests {

	private Recording recording = new Recording();

	@AfterEach
	void closeRecording() {
		this.recording.telemetry.findSession("call-1").ifPresent((session) -> session.end("hangup"));
		this.recording.assertValid();
		this.recording.close();
	}

	private LlmCall call() {
		return this.recording.session().startAgentTurn().startLlmCall();
	}

	private List<SpanData> runs() {
		return this.recording.spans(Stage.LLM_REQUEST_RUN);
	}

	private List<Object> attributes(String name) {
		return runs().stream().map((span) -> Recording.attribute(span, name)).toList();
	}

	@Test
	void onlyTryHasNoSpan() {
		LlmCall call = call();
		assertThat(call.attemptStarted()).isSameAs(call);
		call.attemptEnded(null);
		call.end();
		assertThat(runs()).isEmpty();
	}

	@Test
	void firstTryGetsItsSpanWhenTheSecondBegins() {
		LlmCall call = call();
		Instant firstStart = this.recording.time.advanceMillis(10);
		call.attemptStarted();
		Instant firstEnd = this.recording.time.advanceMillis(100);
		call.attemptEnded(new IllegalStateException());
		Instant secondStart = this.recording.time.advanceMillis(500);
		VoiceSpan second = call.attemptStarted();
		Instant secondEnd = this.recording.time.advanceMillis(100);
		call.attemptEnded(null);
		call.end();
		this.recording.assertParent(second, call);
		assertThat(runs()).extracting(Recording::start).containsExactly(firstStart, secondStart);
		assertThat(runs()).extracting(Recording::end).containsExactly(firstEnd, secondEnd);
		assertThat(attributes("voice.retry_count")).containsExactly(0L, 1L);
		assertThat(attributes("voice.outcome")).containsExactly("error", "success");
		assertThat(attributes("error.type")).containsExactly("java.lang.IllegalStateException", Recording.Absent.VALUE);
		assertThat(Recording.attribute(this.recording.span(call), "voice.outcome")).isEqualTo("success");
	}

	@Test
	void everyFailedTryIsAnErrorAndTheRequestToo() {
		LlmCall call = call();
		for (int i = 0; i < 3; i++) {
			call.attemptStarted();
			call.attemptEnded(new IllegalStateException());
		}
		call.fail(new IllegalStateException());
		assertThat(attributes("voice.outcome")).containsExactly("error", "error", "error");
		assertThat(attributes("voice.retry_count")).containsExactly(0L, 1L, 2L);
	}

	@Test
	void everyTryHasASpanWhenAskedFor() {
		this.recording.close();
		this.recording = new Recording((settings) -> settings.options(Recording.options(false, false, true)));
		LlmCall call = call();
		VoiceSpan attempt = call.attemptStarted();
		call.attemptEnded(null);
		call.end();
		assertThat(attempt).isNotSameAs(call);
		assertThat(attributes("voice.retry_count")).containsExactly(0L);
	}

	@Test
	void triesThatTheApplicationBeginsHaveSpans() {
		LlmCall call = call();
		VoiceSpan first = call.startAttempt();
		first.fail(new IllegalStateException());
		VoiceSpan second = call.startAttempt();
		second.end();
		call.end();
		this.recording.assertParent(first, call);
		this.recording.assertParent(second, call);
		assertThat(attributes("voice.retry_count")).containsExactly(0L, 1L);
	}

	@Test
	void triesOfASynthesisAreItsOwn() {
		VoiceSession session = this.recording.session();
		SpeechSynthesis synthesis = session.startSynthesis();
		synthesis.attemptStarted();
		synthesis.attemptEnded(new IllegalStateException());
		VoiceSpan second = synthesis.attemptStarted();
		synthesis.attemptEnded(null);
		VoiceSpan own = synthesis.startAttempt();
		own.end();
		synthesis.end();
		assertThat(second.stage()).isEqualTo(Stage.TTS_REQUEST_RUN);
		assertThat(this.recording.spans(Stage.TTS_REQUEST_RUN))
			.extracting((span) -> Recording.attribute(span, "voice.retry_count"))
			.containsExactly(0L, 1L, 2L);
	}

	@Test
	void tryThatTheNextBeginsBeforeItEndedWasCutOff() {
		LlmCall call = call();
		call.attemptStarted();
		this.recording.time.advanceMillis(100);
		call.attemptStarted();
		this.recording.time.advanceMillis(100);
		call.attemptStarted();
		call.attemptEnded(null);
		call.end();
		assertThat(attributes("voice.outcome")).containsExactly("cancelled", "cancelled", "success");
		assertThat(runs()).extracting(Recording::end)
			.containsExactly(VirtualTime.START.plusMillis(100), VirtualTime.START.plusMillis(200),
					VirtualTime.START.plusMillis(200));
		assertThat(this.recording.telemetry.refusals()).isEmpty();
	}

	@Test
	void tryThatWasCancelledDidNotFail() {
		LlmCall call = call();
		call.attemptStarted();
		call.attemptEnded(new CancellationException());
		call.attemptStarted();
		call.attemptEnded(new InterruptedException());
		call.cancel();
		assertThat(attributes("voice.outcome")).containsExactly("cancelled", "cancelled");
	}

	@Test
	void triesAfterTheEndOfTheRequestAreCountedAndNotRecorded() {
		LlmCall call = call();
		call.attemptStarted();
		call.attemptEnded(new IllegalStateException());
		call.end();
		assertThat(call.attemptStarted()).isSameAs(call);
		call.attemptEnded(null);
		VoiceSpan own = call.startAttempt();
		own.end();
		assertThat(own.isRecording()).isFalse();
		assertThat(runs()).isEmpty();
		assertThat(this.recording.refusals(RefusalReason.LATE)).isEqualTo(2);
	}

	@Test
	void triesOfARequestThatIsEndingAreCountedAndNotRecorded() {
		LlmCall call = call();
		VoiceSpan operation = call.startOperation("parse");
		call.end();
		call.attemptStarted();
		VoiceSpan second = call.attemptStarted();
		assertThat(second.isRecording()).isFalse();
		call.attemptEnded(null);
		operation.end();
		assertThat(runs()).isEmpty();
	}

	@Test
	void endOfATryThatNeverBeganIsCounted() {
		LlmCall call = call();
		call.attemptEnded(new IllegalStateException());
		call.end();
		assertThat(runs()).isEmpty();
		assertThat(this.recording.refusals(RefusalReason.LATE)).isEqualTo(1);
	}

}
