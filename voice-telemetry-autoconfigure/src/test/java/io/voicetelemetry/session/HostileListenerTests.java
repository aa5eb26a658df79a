package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners that misbehave: what becomes of calls and of the other listeners.
 */
@Timeout(120)
class HostileListenerTests {

	private static final String[] WHOLE_CALL = ListenerTests.WHOLE_CALL;

	private final ToldListener listener = new ToldListener();

	private final Recording recording = new Recording((settings) -> settings.metricsListener(this.listener));

	@AfterEach
	void closeRecording() {
		this.recording.close();
	}

	@Test
	void thatThrowsHarmsNobody() {
		ToldListener throwing = new ToldListener() {

			@Override
			void add(String sessionId, String what) {
				super.add(sessionId, what);
				if (what.equals("first")) {
					throw new StackOverflowError();
				}
				throw new IllegalStateException();
			}

		};
		ToldListener own = new ToldListener();
		this.recording.telemetry.addListener(throwing);
		ListenerTests.finish(this.recording.telemetry.session().id("call-1").listener(own).start());
		assertThat(throwing.awaitEnd("call-1")).containsExactly(WHOLE_CALL);
		assertThat(own.awaitEnd("call-1")).containsExactly(WHOLE_CALL);
		assertThat(this.listener.awaitEnd("call-1")).containsExactly(WHOLE_CALL);
		this.recording.telemetry.close();
		assertThat(this.recording.telemetry.refusals()).containsOnlyKeys(RefusalReason.USER_CODE_FAILED)
			.containsEntry(RefusalReason.USER_CODE_FAILED, 5L);
	}

	@Test
	void isToldTheRestThoughTheLogThrowsToo() {
		Logger logger = (Logger) LoggerFactory.getLogger(VoiceTelemetry.class);
		AppenderBase<ILoggingEvent> fullDisk = new FullDisk();
		fullDisk.start();
		logger.addAppender(fullDisk);
		try {
			this.recording.telemetry.addListener(new ToldListener() {

				@Override
				void add(String sessionId, String what) {
					HostileListenerTests.this.listener.add("also", what);
					throw new IllegalStateException();
				}

			});
			ListenerTests.finish(this.recording.session());
			assertThat(this.listener.awaitEnd("also")).containsExactly(WHOLE_CALL);
		}
		finally {
			logger.detachAppender(fullDisk);
		}
	}

	@Test
	void thatBlocksHoldsUpNeitherCallsNorOthers() {
		CountDownLatch release = new CountDownLatch(1);
		ToldListener blocking = new ToldListener() {

			@Override
			void add(String sessionId, String what) {
				ListenerTests.awaitUninterruptibly(release);
				super.add(sessionId, what);
			}

		};
		this.recording.telemetry.addListener(blocking);
		ToldListener own = new ToldListener();
		ListenerTests.finish(this.recording.telemetry.session().id("call-1").listener(blocking).listener(own).start());
		assertThat(own.awaitEnd("call-1")).containsExactly(WHOLE_CALL);
		assertThat(this.listener.awaitEnd("call-1")).containsExactly(WHOLE_CALL);
		assertThat(blocking.count()).isZero();
		release.countDown();
		blocking.awaitCount(2 * WHOLE_CALL.length);
		assertThat(this.recording.telemetry.refusals()).isEmpty();
	}

	@Test
	void thoseOfSessionsThatBlockHoldUpNoneToAllCallsAndNoCallback() {
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch ended = new CountDownLatch(1);
		VoiceSession session = this.recording.session();
		for (int i = 0; i < 20; i++) {
			session.addListener((metrics) -> ListenerTests.awaitUninterruptibly(release));
		}
		session.onEnd((summary) -> ended.countDown());
		ListenerTests.finish(session);
		assertThat(this.listener.awaitEnd("call-1")).containsExactly(WHOLE_CALL);
		ListenerTests.awaitUninterruptibly(ended);
		release.countDown();
	}

	@Test
	void thoseToAllCallsThatBlockHoldUpNoOther() {
		CountDownLatch release = new CountDownLatch(1);
		for (int i = 0; i < 20; i++) {
			this.recording.telemetry.addListener((metrics) -> ListenerTests.awaitUninterruptibly(release));
		}
		ToldListener last = new ToldListener();
		ToldListener own = new ToldListener();
		this.recording.telemetry.addListener(last);
		ListenerTests.finish(this.recording.telemetry.session().id("call-1").listener(own).start());
		assertThat(last.awaitEnd("call-1")).containsExactly(WHOLE_CALL);
		assertThat(own.awaitEnd("call-1")).containsExactly(WHOLE_CALL);
		release.countDown();
	}

	@Test
	void callbacksThatBlockHoldUpNoListener() {
		CountDownLatch release = new CountDownLatch(1);
		for (int i = 0; i < 20; i++) {
			VoiceSession session = this.recording.session("blocking-" + i);
			session.onEnd((summary) -> ListenerTests.awaitUninterruptibly(release));
			session.end();
		}
		ToldListener own = new ToldListener();
		ListenerTests.finish(this.recording.telemetry.session().id("call-1").listener(own).start());
		assertThat(own.awaitEnd("call-1")).containsExactly(WHOLE_CALL);
		assertThat(this.listener.awaitEnd("call-1")).containsExactly(WHOLE_CALL);
		release.countDown();
	}

	@Test
	void thatInterruptsItsThreadInterruptsNobody() {
		List<Boolean> interrupted = new ArrayList<>();
		ToldListener interrupting = new ToldListener() {

			@Override
			void add(String sessionId, String what) {
				interrupted.add(Thread.currentThread().isInterrupted());
				super.add(sessionId, what);
				Thread.currentThread().interrupt();
			}

		};
		this.recording.telemetry.addListener(interrupting);
		ListenerTests.finish(this.recording.session());
		assertThat(interrupting.awaitEnd("call-1")).containsExactly(WHOLE_CALL);
		assertThat(interrupted).hasSize(WHOLE_CALL.length).containsOnly(false);
		assertThat(this.listener.awaitEnd("call-1")).containsExactly(WHOLE_CALL);
	}

	/**
	 * Its base class would catch what it throws in {@code append}.
	 */
	private static final class FullDisk extends AppenderBase<ILoggingEvent> {

		@Override
		public synchronized void doAppend(ILoggingEvent event) {
			throw new IllegalStateException("disk full");
		}

		@Override
		protected void append(ILoggingEvent event) {
		}

	}

}
