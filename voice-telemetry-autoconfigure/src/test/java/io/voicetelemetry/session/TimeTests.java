package io.voicetelemetry.session;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Times that the application gives, and what becomes of those that make no sense.
 */
class TimeTests {

	private final Recording recording = new Recording();

	private final VirtualTime time = this.recording.time;

	@AfterEach
	void closeRecording() {
		this.recording.assertValid();
		this.recording.close();
	}

	@Test
	void stageBeginsWhenItSaysItDid() {
		VoiceSession session = this.recording.session();
		Instant spoke = this.time.advanceMillis(100);
		this.time.advanceMillis(300);
		UserTurn turn = session.startUserTurn(spoke);
		session.end();
		assertThat(Recording.start(this.recording.span(turn))).isEqualTo(spoke);
	}

	@Test
	void stageBeginsNotBeforeItsParent() {
		this.time.advanceMillis(1000);
		VoiceSession session = this.recording.session();
		UserTurn turn = session.startUserTurn(VirtualTime.START);
		session.end();
		assertThat(Recording.start(this.recording.span(turn))).isEqualTo(VirtualTime.START.plusMillis(1000));
		assertThat(this.recording.refusals(RefusalReason.TIME_OUT_OF_RANGE)).isEqualTo(1);
	}

	@Test
	void stageBeginsNotInTheFuture() {
		VoiceSession session = this.recording.session();
		UserTurn turn = session.startUserTurn(VirtualTime.START.plusSeconds(60));
		session.end();
		assertThat(Recording.start(this.recording.span(turn))).isEqualTo(VirtualTime.START);
		assertThat(this.recording.refusals(RefusalReason.TIME_OUT_OF_RANGE)).isEqualTo(1);
	}

	@Test
	void stageEndsNotBeforeItBegan() {
		VoiceSession session = this.recording.session();
		Instant begin = this.time.advanceMillis(10);
		VoiceSpan operation = session.startOperation("a");
		this.time.advanceMillis(10);
		operation.end(VirtualTime.START);
		session.end();
		assertThat(Recording.end(this.recording.span(operation))).isEqualTo(begin);
		assertThat(this.recording.refusals(RefusalReason.TIME_OUT_OF_RANGE)).isEqualTo(1);
	}

	@Test
	void stageEndsNotInTheFuture() {
		VoiceSession session = this.recording.session();
		VoiceSpan operation = session.startOperation("a");
		Instant now = this.time.advanceMillis(10);
		operation.end(now.plusNanos(1));
		session.end();
		assertThat(Recording.end(this.recording.span(operation))).isEqualTo(now);
		assertThat(this.recording.refusals(RefusalReason.TIME_OUT_OF_RANGE)).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1000000000-01-01T00:00:00Z", "+1000000000-12-31T23:59:59.999999999Z",
			"1677-09-21T00:12:43Z", "2262-04-11T23:47:17Z", "1970-01-01T00:00:00Z", "1969-12-31T23:59:59Z" })
	void everyInstantIsSurvived(Instant instant) {
		VoiceSession session = this.recording.telemetry.session().startedAt(instant).start();
		this.time.advanceMillis(10);
		UserTurn userTurn = session.startUserTurn(instant);
		userTurn.startedSpeaking(instant);
		userTurn.stoppedSpeaking(instant);
		userTurn.commit(instant);
		session.userStartedSpeaking(instant);
		session.userStoppedSpeaking(instant);
		userTurn.end(instant);
		AgentTurn agentTurn = session.startAgentTurn();
		agentTurn.firstAudioPlayed(instant);
		agentTurn.playoutEnded(Duration.ofMillis(5), instant);
		LlmCall call = agentTurn.startLlmCall();
		call.firstToken(instant);
		call.cancel(instant);
		SpeechSynthesis synthesis = agentTurn.startSynthesis();
		synthesis.firstAudio(instant);
		synthesis.end(instant);
		agentTurn.cancel(instant);
		session.end(instant);
		assertThat(this.recording.spans()).hasSizeGreaterThanOrEqualTo(8).allSatisfy((span) -> {
			assertThat(Recording.start(span)).isBetween(VirtualTime.START, this.time.advanceMillis(0));
			assertThat(Recording.end(span)).isBetween(Recording.start(span), this.time.advanceMillis(0));
		});
		assertThat(this.recording.refusals(RefusalReason.TIME_OUT_OF_RANGE)).isGreaterThan(10);
		assertThat(this.recording.refusals(RefusalReason.INTERNAL_ERROR)).isZero();
	}

	@Test
	void sessionBeginsWhenItSaysItDid() {
		Instant rang = VirtualTime.START.minusSeconds(5);
		VoiceSession session = this.recording.telemetry.session().startedAt(rang).start();
		session.startUserTurn(rang.plusSeconds(1)).end();
		session.end();
		assertThat(Recording.start(this.recording.span(session))).isEqualTo(rang);
		assertThat(Recording.start(this.recording.span(Stage.USER_TURN))).isEqualTo(rang.plusSeconds(1));
		assertThat(this.recording.telemetry.refusals()).isEmpty();
	}

	@Test
	void sessionThatSaysItBeganLongerAgoThanItMayLastBeginsNow() {
		VoiceSession session = this.recording.telemetry.session()
			.startedAt(VirtualTime.START.minus(Duration.ofHours(4)))
			.start();
		this.recording.telemetry.reap();
		assertThat(session.isOpen()).isTrue();
		session.end();
		assertThat(Recording.start(this.recording.span(session))).isEqualTo(VirtualTime.START);
		assertThat(this.recording.refusals(RefusalReason.TIME_OUT_OF_RANGE)).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(longs = { -3600, 3600 })
	void jumpOfTheWallClockChangesNoDuration(long seconds) {
		VoiceSession session = this.recording.session();
		AgentTurn turn = session.startAgentTurn();
		this.time.advanceMillis(250);
		this.time.setWallClock(Duration.ofSeconds(seconds));
		this.time.advanceMillis(250);
		turn.end(turn.now());
		session.end();
		assertThat(Recording.start(this.recording.span(turn))).isEqualTo(VirtualTime.START);
		assertThat(Recording.end(this.recording.span(turn))).isEqualTo(VirtualTime.START.plusMillis(500));
		assertThat(this.recording.telemetry.refusals()).isEmpty();
	}

	@Test
	void eventsAreAtTheirTime() {
		VoiceSession session = this.recording.session();
		Instant at = this.time.advanceMillis(30);
		session.addEvent("recording.started");
		this.time.advanceMillis(30);
		session.end();
		assertThat(this.recording.span(session).getEvents()).singleElement()
			.satisfies((event) -> assertThat(SessionClock.toInstant(event.getEpochNanos())).isEqualTo(at));
	}

	@Test
	void exceptionIsAtTheEndOfItsStage() {
		VoiceSession session = this.recording.session();
		VoiceSpan outer = session.startOperation("outer");
		VoiceSpan inner = outer.startOperation("inner");
		this.time.advanceMillis(10);
		outer.fail(new IllegalStateException());
		Instant end = this.time.advanceMillis(10);
		inner.end();
		this.time.advanceMillis(10);
		session.end();
		assertThat(this.recording.span(outer).getEvents()).singleElement()
			.satisfies((event) -> assertThat(SessionClock.toInstant(event.getEpochNanos())).isEqualTo(end));
	}

	@Test
	void timeSourceThatThrowsHarmsNoCall() {
		TimeSource broken = new TimeSource() {

			@Override
			public long epochNanos() {
				throw new IllegalStateException("no time");
			}

			@Override
			public long nanoTime() {
				throw new StackOverflowError();
			}

		};
		try (Recording timeless = new Recording((settings) -> settings.timeSource(broken))) {
			VoiceSession session = timeless.session();
			session.startAgentTurn().end();
			timeless.telemetry.reap();
			session.end();
			assertThat(timeless.spans()).hasSize(2);
			timeless.assertValid();
			assertThat(timeless.refusals(RefusalReason.USER_CODE_FAILED)).isPositive();
		}
	}

	@Test
	void timeSourceThatGoesBackMakesNoNegativeDuration() {
		long[] ticks = { 5_000, 1_000 };
		TimeSource backwards = new TimeSource() {

			@Override
			public long epochNanos() {
				return SessionClock.toEpochNanos(VirtualTime.START);
			}

			@Override
			public long nanoTime() {
				return ticks[0] -= ticks[1];
			}

		};
		try (Recording reversed = new Recording((settings) -> settings.timeSource(backwards))) {
			VoiceSession session = reversed.session();
			session.startAgentTurn().end();
			session.end();
			assertThat(reversed.spans()).allSatisfy(
					(span) -> assertThat(span.getEndEpochNanos()).isGreaterThanOrEqualTo(span.getStartEpochNanos()));
		}
	}

}
