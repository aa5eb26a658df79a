package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.voicetelemetry.event.ToolMetrics;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners that are too slow: what they are told and what is counted makes up all there
 * was to tell, also when the telemetry is closed.
 */
@Timeout(120)
class ListenerOverflowTests {

	private static final int OF_ALL_CALLS = 16_384;

	private static final int OF_A_CALL = 1024;

	private static final int TOO_MANY = 100;

	private final CountDownLatch blocked = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	private final ToldListener blocking = new Blocking();

	private final Set<Thread> before = Thread.getAllStackTraces().keySet();

	private Recording recording = new Recording();

	@AfterEach
	void closeRecording() {
		this.release.countDown();
		this.recording.close();
	}

	@Test
	void listenerToAllCallsMissesWhatIsTooMuch() {
		this.recording.telemetry.addListener(this.blocking);
		VoiceSession session = this.recording.session();
		ListenerTests.awaitUninterruptibly(this.blocked);
		report(session, OF_ALL_CALLS + TOO_MANY);
		assertThat(overflow()).isEqualTo(TOO_MANY);
		this.release.countDown();
		this.blocking.awaitCount(1 + OF_ALL_CALLS);
		session.startToolCall("later").end();
		session.end();
		assertThat(this.blocking.awaitEnd("call-1")).hasSize(1 + OF_ALL_CALLS + 3)
			.startsWith(ToldListener.START, "0", "1")
			.endsWith(String.valueOf(OF_ALL_CALLS - 1), "later", ToldListener.USAGE, ToldListener.END);
		assertThat(this.recording.telemetry.refusals()).containsOnlyKeys(RefusalReason.CALLBACK_OVERFLOW);
		assertThat(overflow()).isEqualTo(TOO_MANY);
	}

	@Test
	void listenerOfASessionMissesWhatIsTooMuch() {
		ToldListener other = new ToldListener();
		this.recording.telemetry.addListener(other);
		VoiceSession session = this.recording.telemetry.session().id("call-1").listener(this.blocking).start();
		ListenerTests.awaitUninterruptibly(this.blocked);
		report(session, OF_A_CALL + TOO_MANY);
		session.end();
		assertThat(overflow()).isEqualTo(TOO_MANY + 2);
		this.release.countDown();
		this.blocking.awaitCount(1 + OF_A_CALL);
		assertThat(other.awaitEnd("call-1")).hasSize(OF_A_CALL + TOO_MANY + 3);
		this.recording.telemetry.close();
		assertThat(this.blocking.of("call-1")).hasSize(1 + OF_A_CALL).endsWith(String.valueOf(OF_A_CALL - 1));
	}

	@Test
	void othersOfSessionsWaitForAThreadWhenTooManyBlock() {
		List<ToldListener> listeners = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			listeners.add(new Blocking());
		}
		ToldListener other = new ToldListener();
		listeners.add(other);
		VoiceSession session = this.recording.session();
		listeners.forEach(session::addListener);
		report(session, 10);
		session.end();
		Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> newThreads().size() == 16);
		assertThat(other.count()).isZero();
		this.release.countDown();
		assertThat(listeners).allSatisfy((listener) -> assertThat(listener.awaitEnd("call-1")).hasSize(12));
		assertThat(this.recording.telemetry.refusals()).isEmpty();
	}

	@Test
	void whatIsTooMuchIsSaidOnce() {
		List<String> lines = new CopyOnWriteArrayList<>();
		Logger logger = (Logger) LoggerFactory.getLogger(VoiceTelemetry.class);
		AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

			@Override
			protected void append(ILoggingEvent event) {
				lines.add(event.getFormattedMessage());
			}

		};
		appender.start();
		logger.addAppender(appender);
		try {
			this.recording.telemetry.addListener(this.blocking);
			VoiceSession session = this.recording.session();
			ListenerTests.awaitUninterruptibly(this.blocked);
			report(session, OF_ALL_CALLS + TOO_MANY);
			session.end();
		}
		finally {
			logger.detachAppender(appender);
		}
		assertThat(lines).singleElement()
			.asString()
			.contains(Blocking.class.getName(), String.valueOf(OF_ALL_CALLS), "callback_overflow");
	}

	@Test
	void closeTellsWhatIsLeft() {
		List<ToldListener> listeners = List.of(new ToldListener(), new ToldListener());
		listeners.forEach(this.recording.telemetry::addListener);
		report(this.recording.session(), 1000);
		this.recording.telemetry.close();
		assertThat(listeners).allSatisfy((listener) -> assertThat(listener.of("call-1")).hasSize(1003)
			.endsWith(ToldListener.USAGE, ToldListener.END));
		assertThat(this.recording.telemetry.refusals()).isEmpty();
		awaitNoThread();
	}

	@Test
	void closeCountsWhatIsNotToldAndStopsTellingIt() {
		this.recording.telemetry.addListener(this.blocking);
		VoiceSession session = this.recording.session();
		ListenerTests.awaitUninterruptibly(this.blocked);
		report(session, 10);
		this.recording.telemetry.close();
		// All but the start of the session, which it has got, whatever becomes of it.
		assertThat(overflow()).isEqualTo(12);
		this.release.countDown();
		awaitNoThread();
		assertThat(this.blocking.of("call-1")).containsExactly(ToldListener.START);
		this.recording.telemetry.close();
		assertThat(overflow()).isEqualTo(12);
	}

	@Test
	void closeCountsWhatWaitsForAThread() {
		SessionBuilder session = this.recording.telemetry.session().id("call-1");
		for (int i = 0; i < 20; i++) {
			session.listener(this.blocking);
		}
		session.start();
		Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> newThreads().size() == 16);
		ListenerTests.awaitUninterruptibly(this.blocked);
		this.recording.telemetry.close();
		this.release.countDown();
		awaitNoThread();
		assertThat(this.blocking.count() + overflow()).isEqualTo(20 * 3);
	}

	@Test
	void whatComesAfterCloseIsCounted() {
		VoiceSpan tool = this.recording.telemetry.start(Stage.FUNCTION_TOOL, "outside");
		VoiceSession session = this.recording.session();
		this.recording.telemetry.addListener(this.blocking);
		session.end();
		ListenerTests.awaitUninterruptibly(this.blocked);
		this.release.countDown();
		this.recording.telemetry.close();
		assertThat(overflow()).isZero();
		tool.end();
		session.onEnd((summary) -> {
			throw new AssertionError("It is too late");
		});
		assertThat(overflow()).isEqualTo(2);
		assertThat(this.blocking.of("call-1")).containsExactly(ToldListener.USAGE, ToldListener.END);
		awaitNoThread();
	}

	@Test
	void closeByAThreadThatIsInterruptedLosesNothingSilently() {
		this.recording.telemetry.addListener(this.blocking);
		report(this.recording.session(), 10);
		Thread.currentThread().interrupt();
		this.recording.telemetry.close();
		assertThat(Thread.interrupted()).isTrue();
		this.release.countDown();
		awaitNoThread();
		assertThat(this.blocking.count() + overflow()).isEqualTo(13);
	}

	@Test
	void mayCloseTheTelemetry() {
		ToldListener other = new ToldListener();
		this.recording.close();
		UnaryOperator<VoiceTelemetryBuilder> settings = (builder) -> builder.metricsListener(new ToldListener() {

			@Override
			void add(String sessionId, String what) {
				ListenerOverflowTests.this.recording.telemetry.close();
				other.add(sessionId, what);
			}

		});
		this.recording = new Recording(settings);
		this.recording.session();
		other.awaitCount(1);
		awaitNoThread();
		assertThat(other.count() + overflow()).isEqualTo(3);
	}

	@Test
	void thereIsNoThreadWithoutListeners() {
		VoiceSession session = this.recording.session();
		report(session, 10);
		session.end();
		assertThat(newThreads()).isEmpty();
	}

	private static void awaitWhoeverInterrupts(CountDownLatch latch) {
		for (boolean over = false; !over;) {
			try {
				over = latch.await(60, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				// The more it takes, the better.
			}
		}
	}

	private static void report(VoiceSession session, int count) {
		for (int i = 0; i < count; i++) {
			String name = String.valueOf(i);
			session.report((origin) -> new ToolMetrics(origin, name, 1));
		}
	}

	private long overflow() {
		return this.recording.refusals(RefusalReason.CALLBACK_OVERFLOW);
	}

	private Set<Thread> newThreads() {
		Set<Thread> threads = Thread.getAllStackTraces().keySet();
		threads.removeAll(this.before);
		threads.removeIf((thread) -> !thread.getName().equals("voice-telemetry-listeners"));
		return threads;
	}

	private void awaitNoThread() {
		Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> newThreads().isEmpty());
	}

	/**
	 * Takes its time with the first, whoever interrupts it.
	 */
	private class Blocking extends ToldListener {

		@Override
		void add(String sessionId, String what) {
			super.add(sessionId, what);
			ListenerOverflowTests.this.blocked.countDown();
			awaitWhoeverInterrupts(ListenerOverflowTests.this.release);
		}

	}

}
