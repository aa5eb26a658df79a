package io.voicetelemetry.session;

import io.voicetelemetry.event.LatencyPart;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A step on the way to an answer, told of by threads that do not wait for one another.
 */
class TimelineStepTests {

	private static TimelineStep step() {
		return new TimelineStep(LatencyPart.Kind.LLM, (SpanHandle) NoopHandles.AGENT_TURN, 100);
	}

	@Test
	void goesOnUntilItIsOver() {
		TimelineStep step = step();
		assertThat(step.end(500)).isEqualTo(500);
		assertThat(step.hadReached(500)).isFalse();
		step.over(300);
		assertThat(step.end(500)).isEqualTo(300);
		assertThat(step.end(200)).isEqualTo(200);
		assertThat(step.hadReached(500)).isFalse();
	}

	@Test
	void whatItWaitedForComesOnce() {
		TimelineStep step = step();
		step.reached(300);
		step.reached(400);
		step.over(450);
		assertThat(step.nanos()).isEqualTo(200);
		assertThat(step.hadReached(299)).isFalse();
		assertThat(step.hadReached(300)).isTrue();
	}

	@Test
	void whatIsOverReachesNothing() {
		TimelineStep step = step();
		step.over(300);
		step.reached(350);
		assertThat(step.hadReached(500)).isFalse();
	}

	@Test
	void isNotOverBeforeItBegan() {
		TimelineStep step = step();
		step.reached(50);
		assertThat(step.nanos()).isZero();
	}

}
