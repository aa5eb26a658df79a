package io.voicetelemetry.session;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random calls become what a simple model says. Rows 19 and 25 of the scorecard among
 * others: ends and starts in any order, on threads that serve many calls.
 */
@Timeout(300)
class RandomCallsTests {

	/** The whole run: {@code -Dvoice.telemetry.test.operations=10000000}. */
	private static final long OPERATIONS = Long.getLong("voice.telemetry.test.operations", 200_000);

	private static final long SEED = Long.getLong("voice.telemetry.test.seed", 7);

	@Test
	void becomeWhatAModelSays() throws Exception {
		RandomCalls.Result result = RandomCalls.run(SEED, OPERATIONS);
		assertThat(result.failures()).isEmpty();
		assertThat(result.operations()).isGreaterThanOrEqualTo(OPERATIONS);
		assertThat(result.spans()).isGreaterThan(OPERATIONS / 10);
		assertThat(result.refusals()).isPositive();
	}

}
