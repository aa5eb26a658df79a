package io.voicetelemetry.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Each stage ends once, on any thread, in any order, and not before its children.
 */
class EndTests {

	private final Recording recording = new Recording();

	private final VoiceSession session = this.recording.session();

	@AfterEach
	void closeRecording() {
		if (this.session.isOpen()) {
			this.session.end();
		}
		this.recording.assertValid();
		this.recording.close();
	}

	private Object outcomeOf(VoiceSpan handle) {
		return Recording.attribute(this.recording.span(handle), "voice.outcome");
	}

	@Test
	void saysHowItEnded() {
		VoiceSpan success = this.session.startOperation("a");
		VoiceSpan failure = this.session.startOperation("b");
		VoiceSpan cancelled = this.session.startOperation("c");
		success.end();
		failure.fail(new IllegalStateException());
		cancelled.cancel();
		assertThat(outcomeOf(success)).isEqualTo("success");
		assertThat(outcomeOf(failure)).isEqualTo("error");
		assertThat(outcomeOf(cancelled)).isEqualTo("cancelled");
	}

	static Stream<Consumer<VoiceSpan>> ends() {
		return Stream.of(VoiceSpan::end, VoiceSpan::cancel, (span) -> span.fail(new IllegalStateException()),
				(span) -> span.end(Instant.MAX), (span) -> span.cancel(Instant.MIN));
	}

	@ParameterizedTest
	@MethodSource("ends")
	void firstEndStandsAndTheOthersAreCounted(Consumer<VoiceSpan> later) {
		VoiceSpan turn = this.session.startAgentTurn();
		VoiceSpan operation = turn.startOperation("a");
		operation.end();
		later.accept(operation);
		turn.end();
		later.accept(turn);
		assertThat(outcomeOf(operation)).isEqualTo("success");
		assertThat(outcomeOf(turn)).isEqualTo("success");
		assertThat(this.recording.refusals(RefusalReason.DOUBLE_END)).isEqualTo(2);
	}

	@ParameterizedTest
	@MethodSource("ends")
	void firstEndOfASessionStands(Consumer<VoiceSpan> later) {
		this.session.end("transferred");
		later.accept(this.session);
		this.session.end("again");
		assertThat(Recording.attributes(this.recording.span(this.session)))
			.containsEntry("voice.disconnect_reason", "transferred")
			.containsEntry("voice.outcome", "success");
		assertThat(this.recording.refusals(RefusalReason.DOUBLE_END)).isEqualTo(2);
	}

	@ParameterizedTest
	@MethodSource("ends")
	void endWhileChildrenStillRunIsTheOneThatCounts(Consumer<VoiceSpan> later) {
		VoiceSpan outer = this.session.startOperation("outer");
		VoiceSpan inner = outer.startOperation("inner");
		outer.cancel();
		later.accept(outer);
		inner.end();
		assertThat(outcomeOf(outer)).isEqualTo("cancelled");
		assertThat(this.recording.refusals(RefusalReason.DOUBLE_END)).isEqualTo(1);
	}

	@Test
	void nothingIsRecordedAfterTheEnd() {
		VoiceSpan operation = this.session.startOperation("a");
		operation.end();
		operation.setAttribute("key", "value")
			.setAttribute("key", 1)
			.setAttribute("key", 1.5)
			.setAttribute("key", true)
			.set(TelemetryAttributes.USE_CASE, "late")
			.addEvent("late");
		assertThat(Recording.attributes(this.recording.span(operation))).doesNotContainKeys("key", "voice.use_case");
		assertThat(this.recording.span(operation).getEvents()).isEmpty();
		assertThat(this.recording.refusals(RefusalReason.LATE)).isEqualTo(6);
	}

	@Test
	void endsOnceWhenManyThreadsEndItAtOnce() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			int rounds = 500;
			for (int i = 0; i < rounds; i++) {
				VoiceSpan operation = this.session.startOperation("a");
				List<Future<?>> ends = new ArrayList<>();
				for (int j = 0; j < 4; j++) {
					ends.add(threads.submit((Runnable) operation::end));
				}
				for (Future<?> end : ends) {
					end.get(30, TimeUnit.SECONDS);
				}
			}
			assertThat(this.recording.spans()).hasSize(rounds);
			assertThat(this.recording.refusals(RefusalReason.DOUBLE_END)).isEqualTo(3 * rounds);
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void runEndsWithTheWork() throws Exception {
		VoiceSpan run = this.session.startOperation("run");
		run.run(() -> assertThat(VoiceSpan.current()).isSameAs(run));
		VoiceSpan call = this.session.startOperation("call");
		assertThat(call.<Integer>call(() -> 42)).isEqualTo(42);
		assertThat(outcomeOf(run)).isEqualTo("success");
		assertThat(outcomeOf(call)).isEqualTo("success");
		assertThat(VoiceSpan.current().isOpen()).isFalse();
	}

	@Test
	void runFailsWithTheErrorThatGoesOnToTheCaller() {
		IllegalStateException error = new IllegalStateException();
		VoiceSpan run = this.session.startOperation("run");
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> run.run(() -> {
			throw error;
		})).isSameAs(error);
		VoiceSpan call = this.session.startOperation("call");
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> call.call(() -> {
			throw error;
		})).isSameAs(error);
		assertThat(outcomeOf(run)).isEqualTo("error");
		assertThat(outcomeOf(call)).isEqualTo("error");
	}

	@Test
	void workThatWasCancelledDidNotFail() {
		VoiceSpan cancelled = this.session.startOperation("cancelled");
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> cancelled.run(() -> {
			throw new CancellationException();
		}));
		VoiceSpan interrupted = this.session.startOperation("interrupted");
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> interrupted.call(() -> {
			throw new InterruptedException();
		}));
		assertThat(outcomeOf(cancelled)).isEqualTo("cancelled");
		assertThat(outcomeOf(interrupted)).isEqualTo("cancelled");
		assertThat(this.recording.span(interrupted).getEvents()).isEmpty();
	}

}
