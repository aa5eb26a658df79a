package io.voicetelemetry.integration.propagation;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.voicetelemetry.NothingIsLeftOnTheThread;
import io.voicetelemetry.session.ClosableVoiceTelemetry;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many calls at a time that go from thread to thread, each thread serving all of them.
 * How often is the system property {@code voice.telemetry.switches}.
 */
class SessionSwitchTests {

	private static final int SWITCHES = Integer.getInteger("voice.telemetry.switches", 30_000);

	private static final int SESSIONS = 100;

	private @Nullable ContextPropagation propagation;

	private final ClosableVoiceTelemetry telemetry = VoiceTelemetry.builder(OpenTelemetrySdk.builder().build()).build();

	private final LongAdder right = new LongAdder();

	private final LongAdder wrong = new LongAdder();

	private final CountDownLatch done = new CountDownLatch(SESSIONS);

	// A test that is left out has an instance, too.
	@BeforeEach
	void register() {
		this.propagation = ContextPropagation.register();
	}

	@AfterEach
	void close() {
		this.telemetry.close();
		Objects.requireNonNull(this.propagation).close();
		Hooks.disableAutomaticContextPropagation();
	}

	@Test
	void noIdIsInTheWrongSessionOnThreadsOfPools() throws Exception {
		ThreadPoolTaskExecutor first = pool();
		ThreadPoolTaskExecutor second = pool();
		try {
			sessions().forEach((session) -> start(new Hops(session, first, second)));
			assertThatAllArrive();
			assertThatNothingIsLeft(first);
			assertThatNothingIsLeft(second);
		}
		finally {
			first.shutdown();
			second.shutdown();
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void noIdIsInTheWrongSessionOnVirtualThreads() throws Exception {
		SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor();
		threads.setVirtualThreads(true);
		threads.setTaskDecorator(new ContextPropagatingTaskDecorator());
		sessions().forEach((session) -> start(new Hops(session, threads, threads)));
		assertThatAllArrive();
		assertThatNothingIsLeft(threads);
	}

	@Test
	void noIdIsInTheWrongSessionOnSchedulersOfReactor() throws Exception {
		Hooks.enableAutomaticContextPropagation();
		Scheduler first = Schedulers.newParallel("first", 3);
		Scheduler second = Schedulers.newBoundedElastic(3, 1_000_000, "second");
		try {
			for (VoiceSession session : sessions()) {
				try (Scope scope = session.makeCurrent()) {
					Flux.range(0, SWITCHES / SESSIONS / 2)
						.publishOn(first, 4)
						.doOnNext((number) -> look(session))
						.concatMap((number) -> Mono.just(number).publishOn(second).doOnNext((each) -> look(session)))
						.contextCapture()
						.doFinally((signal) -> this.done.countDown())
						.subscribe();
				}
			}
			assertThatAllArrive();
			assertThatNothingIsLeft(first::schedule);
			assertThatNothingIsLeft(second::schedule);
		}
		finally {
			first.dispose();
			second.dispose();
		}
	}

	private void start(Hops hops) {
		try (Scope scope = hops.session.makeCurrent()) {
			hops.executor.execute(hops);
		}
	}

	private void look(VoiceSession session) {
		Seen seen = Seen.here();
		if (seen.session().equals(session.id()) && seen.log().equals(session.id())
				&& seen.stage().equals(seen.span())) {
			this.right.increment();
		}
		else {
			this.wrong.increment();
		}
	}

	private void assertThatAllArrive() throws InterruptedException {
		assertThat(this.done.await(10, TimeUnit.MINUTES)).isTrue();
		assertThat(this.wrong.sum()).isZero();
		assertThat(this.right.sum()).isEqualTo(SWITCHES);
		assertThat(Seen.here().isOutside()).isTrue();
	}

	private static void assertThatNothingIsLeft(Executor threads) throws InterruptedException {
		int tasks = 100;
		LongAdder clean = new LongAdder();
		CountDownLatch looked = new CountDownLatch(tasks);
		for (int i = 0; i < tasks; i++) {
			threads.execute(() -> {
				if (Seen.here().isOutside() && NothingIsLeftOnTheThread.isSeen()) {
					clean.increment();
				}
				looked.countDown();
			});
		}
		assertThat(looked.await(1, TimeUnit.MINUTES)).isTrue();
		assertThat(clean.sum()).isEqualTo(tasks);
	}

	private List<VoiceSession> sessions() {
		List<VoiceSession> sessions = new ArrayList<>();
		for (int i = 0; i < SESSIONS; i++) {
			sessions.add(this.telemetry.session().id("call-" + i).start());
		}
		return sessions;
	}

	private static ThreadPoolTaskExecutor pool() {
		ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
		pool.setCorePoolSize(3);
		pool.setTaskDecorator(new ContextPropagatingTaskDecorator());
		pool.initialize();
		return pool;
	}

	/**
	 * One session on its way: each task gives the next to a thread of the other executor,
	 * now and then from inside a stage.
	 */
	private final class Hops implements Runnable {

		private final VoiceSession session;

		private final Executor executor;

		private final Executor other;

		private int number;

		Hops(VoiceSession session, Executor executor, Executor other) {
			this.session = session;
			this.executor = executor;
			this.other = other;
		}

		@Override
		public void run() {
			look(this.session);
			this.number++;
			if (this.number == SWITCHES / SESSIONS) {
				SessionSwitchTests.this.done.countDown();
			}
			else if (this.number % 10 == 0) {
				this.session.startOperation("step").run(this::next);
			}
			else {
				next();
			}
		}

		private void next() {
			((this.number % 2 == 0) ? this.executor : this.other).execute(this);
		}

	}

}
