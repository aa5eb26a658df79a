package io.voicetelemetry.benchmarks;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.VoiceMetrics;
import io.voicetelemetry.event.VoiceMetricsListener;

/**
 * The listener of the application that is told of each call: by the library or by hand.
 * It adds up tokens.
 */
final class Listener implements VoiceMetricsListener, Consumer<HandWrittenEvent> {

	private static final int AT_A_TIME = 1024;

	/** Less than what queues take, so that none overflows. */
	private static final int MOST_UNTOLD = 8192;

	private final AtomicLong calls = new AtomicLong();

	/** Written by one thread alone. */
	private volatile long told;

	private volatile long tokens;

	@Override
	public void onMetrics(VoiceMetrics metrics) {
		if (metrics instanceof LlmMetrics llm) {
			told(llm.tokens().input().orElse(0) + llm.tokens().output().orElse(0));
		}
	}

	@Override
	public void accept(HandWrittenEvent event) {
		told(event.inputTokens() + event.outputTokens());
	}

	@SuppressWarnings("NonAtomicOperationOnVolatileField")
	private void told(long tokens) {
		this.tokens = this.tokens + tokens;
		this.told = this.told + 1;
	}

	long told() {
		return this.told;
	}

	long tokens() {
		return this.tokens;
	}

	/**
	 * Calls that one thread makes. No application makes them without a pause: whoever
	 * does waits for the listener now and then, else what is measured were a full queue.
	 */
	final class Pace {

		private int calls;

		void next() {
			if (++this.calls == AT_A_TIME) {
				this.calls = 0;
				long made = Listener.this.calls.addAndGet(AT_A_TIME);
				while (made - Listener.this.told > MOST_UNTOLD) {
					LockSupport.parkNanos(20_000);
				}
			}
		}

	}

}
