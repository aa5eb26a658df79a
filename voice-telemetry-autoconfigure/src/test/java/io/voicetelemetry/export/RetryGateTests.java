package io.voicetelemetry.export;

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RetryGateTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	/** The clock of a JVM starts anywhere. */
	private static final long START = -5 * SECOND;

	private final RetryGate gate = new RetryGate(new Random());

	@Test
	void isOpenForSeveralRequestsWhileAllIsWell() {
		assertThat(this.gate.isOpen(START, 0)).isTrue();
		assertThat(this.gate.isOpen(START, 7)).isTrue();
		assertThat(this.gate.isOpen(START, 8)).isFalse();
	}

	@Test
	void aSuccessOpensIt() {
		this.gate.failed(START, false, null);
		assertThat(this.gate.isOpen(START, 0)).isFalse();
		this.gate.succeeded(START);
		assertThat(this.gate.isOpen(START, 1)).isTrue();
	}

	@Test
	void leavesTheBackendAloneForAsLongAsItAsks() {
		this.gate.failed(START, false, Duration.ofSeconds(30));
		assertThat(this.gate.isOpen(START + 30 * SECOND - 1, 0)).isFalse();
		assertThat(this.gate.isOpen(START + 40 * SECOND, 0)).isTrue();
	}

	@Test
	void whatWasUnderWayDoesNotEndTheWaitThatTheBackendAskedFor() {
		this.gate.failed(START, false, Duration.ofSeconds(30));
		this.gate.succeeded(START + SECOND);
		assertThat(this.gate.isOpen(START + 30 * SECOND - 1, 0)).isFalse();
		assertThat(this.gate.isOpen(START + 40 * SECOND, 0)).isTrue();
		this.gate.succeeded(START + 40 * SECOND);
		assertThat(this.gate.isOpen(START + 40 * SECOND, 1)).isTrue();
	}

}
