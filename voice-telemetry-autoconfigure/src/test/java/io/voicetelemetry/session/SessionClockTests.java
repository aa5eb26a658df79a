package io.voicetelemetry.session;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SessionClockTests {

	private final VirtualTime time = new VirtualTime();

	@Test
	void readsTheWallTimeOnce() {
		SessionClock clock = new SessionClock(this.time);
		this.time.setWallClock(Duration.ofDays(-1));
		Instant start = SessionClock.toInstant(clock.nowNanos());
		this.time.advanceMillis(5);
		assertThat(start).isEqualTo(VirtualTime.START);
		assertThat(SessionClock.toInstant(clock.nowNanos())).isEqualTo(VirtualTime.START.plusMillis(5));
	}

	@Test
	void convertsWithoutLoss() {
		Instant instant = Instant.parse("2026-11-21T10:11:12.123456789Z");
		assertThat(SessionClock.toInstant(SessionClock.toEpochNanos(instant))).isEqualTo(instant);
		Instant before = Instant.parse("1969-12-31T23:59:59.999999999Z");
		assertThat(SessionClock.toEpochNanos(before)).isEqualTo(-1);
		assertThat(SessionClock.toInstant(-1)).isEqualTo(before);
	}

	@Test
	void keepsWhatIsBeyondNanosecondsAtTheBounds() {
		assertThat(SessionClock.toEpochNanos(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
		assertThat(SessionClock.toEpochNanos(Instant.MIN)).isEqualTo(Long.MIN_VALUE);
		assertThat(SessionClock.toEpochNanos(Instant.parse("2262-04-11T23:47:16.999999999Z"))).isPositive();
		assertThat(SessionClock.toEpochNanos(Instant.parse("1677-09-21T00:12:45Z"))).isNegative();
	}

	@Test
	void goesBackAndForthOverItsWholeRange() {
		long previous = Long.MIN_VALUE;
		for (long seconds = -9_300_000_000L; seconds <= 9_300_000_000L; seconds += 50_000_000L) {
			long nanos = SessionClock.toEpochNanos(Instant.ofEpochSecond(seconds, 999_999_999));
			assertThat(nanos).isGreaterThanOrEqualTo(previous);
			previous = nanos;
		}
	}

	@Test
	void countsInSeconds() {
		assertThat(SessionClock.seconds(1_500_000_000L)).isEqualTo(1.5);
	}

	@Test
	void ofTheSystemIsTheSystems() {
		Instant before = Instant.now();
		SessionClock clock = new SessionClock(TimeSource.SYSTEM);
		assertThat(SessionClock.toInstant(clock.nowNanos())).isBetween(before.minusSeconds(60), before.plusSeconds(60));
	}

}
