package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.voicetelemetry.logging.LogContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Threads that serve many calls, and threads that were interrupted. Row 25 of the
 * scorecard: a call never sees another, leaves nothing behind, and no interrupt is lost.
 */
@Timeout(300)
class PooledThreadTests {

	private static final int SESSIONS = 50;

	private static final int SWITCHES = 1_000_000;

	private static final int THREADS = 8;

	private final ClosableVoiceTelemetry telemetry = VoiceTelemetry
		.builder(OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder().setSampler(Sampler.alwaysOn()).build())
			.build())
		.build();

	private final List<VoiceSession> sessions = new ArrayList<>();

	private final List<AgentTurn> replies = new ArrayList<>();

	private final AtomicLong mixed = new AtomicLong();

	@AfterEach
	void closeTelemetry() {
		this.telemetry.close();
	}

	@Test
	void switchBetweenCallsAndMixNone() throws Exception {
		switchOn(Executors.newFixedThreadPool(THREADS), THREADS, SWITCHES / THREADS);
	}

	@Test
	void virtualOnesSwitchBetweenCallsAndMixNone() throws Exception {
		ExecutorService threads;
		try {
			threads = (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
		}
		catch (NoSuchMethodException ex) {
			assumeTrue(false, "NOT TESTED: this JDK has no virtual threads, run with 21 or later");
			return;
		}
		switchOn(threads, 1000, SWITCHES / 1000 / 4);
	}

	private void switchOn(ExecutorService threads, int tasks, int switches) throws Exception {
		for (int i = 0; i < SESSIONS; i++) {
			VoiceSession session = this.telemetry.session().id("call-" + i).start();
			this.sessions.add(session);
			this.replies.add(session.startAgentTurn());
		}
		try {
			List<Future<?>> work = new ArrayList<>();
			for (int i = 0; i < tasks; i++) {
				Random random = new Random(i);
				work.add(threads.submit(() -> {
					for (int j = 0; j < switches; j++) {
						visit(random.nextInt(SESSIONS), random);
						checkNowhere();
					}
				}));
			}
			for (Future<?> each : work) {
				each.get(120, TimeUnit.SECONDS);
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(this.mixed).hasValue(0);
		this.sessions.forEach(VoiceSession::end);
		assertThat(this.telemetry.refusals()).isEmpty();
	}

	private void visit(int number, Random random) {
		try (Scope scope = this.sessions.get(number).makeCurrent()) {
			check(number, this.sessions.get(number));
			if (random.nextInt(4) == 0) {
				// Another call, in between: a callback of a provider, say.
				int other = random.nextInt(SESSIONS);
				try (Scope inner = this.replies.get(other).makeCurrent()) {
					check(other, this.replies.get(other));
				}
			}
			if (random.nextInt(20) == 0) {
				VoiceSpan started = this.telemetry.start(Stage.OPERATION, "work");
				if (!started.spanContext().getTraceId().equals(this.sessions.get(number).spanContext().getTraceId())) {
					this.mixed.incrementAndGet();
				}
				started.end();
			}
			check(number, this.sessions.get(number));
		}
	}

	private void check(int number, VoiceSpan expected) {
		VoiceSession session = VoiceContext.session(Context.current());
		if (VoiceSpan.current() != expected || session == null || !session.id().equals("call-" + number)
				|| !("call-" + number).equals(MDC.get(LogContext.SESSION_ID))
				|| !expected.spanContext().getSpanId().equals(MDC.get(LogContext.SPAN_ID))) {
			this.mixed.incrementAndGet();
		}
	}

	private void checkNowhere() {
		if (VoiceContext.span(Context.current()) != null || MDC.get(LogContext.SESSION_ID) != null) {
			this.mixed.incrementAndGet();
		}
	}

	/**
	 * All that can be done with handles, on a thread that was interrupted before.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void keepTheirInterruptWhateverIsDone(long seed) {
		try {
			CallDriver driver = new CallDriver(this.telemetry, "call-" + seed);
			Thread.currentThread().interrupt();
			for (CallStep step : CallStep.script(seed, 2000)) {
				driver.take(step);
				assertThat(Thread.currentThread().isInterrupted()).as("after %s", step).isTrue();
			}
			VoiceSession session = this.telemetry.session().id("another").start();
			session.onEnd((summary) -> {
			});
			session.addListener((metrics) -> {
			});
			session.startAgentTurn().startLlmCall().fail(new InterruptedException());
			session.end();
			driver.finish();
			assertThat(Thread.currentThread().isInterrupted()).isTrue();
			assertThat(driver.thrown()).isEmpty();
			this.telemetry.close();
			assertThat(Thread.currentThread().isInterrupted()).isTrue();
		}
		finally {
			Thread.interrupted();
		}
	}

}
