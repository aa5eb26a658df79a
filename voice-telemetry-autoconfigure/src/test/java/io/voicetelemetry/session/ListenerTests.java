package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.context.Context;
import io.voicetelemetry.event.SessionStart;
import io.voicetelemetry.event.ToolMetrics;
import io.voicetelemetry.event.VoiceMetrics;
import io.voicetelemetry.event.VoiceMetricsListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners to the figures of calls: what they are told, on which thread, and what they
 * may do there.
 */
@Timeout(120)
class ListenerTests {

	static final String[] WHOLE_CALL = { ToldListener.START, "first", "second", ToldListener.USAGE, ToldListener.END };

	private final ToldListener listener = new ToldListener();

	private final Recording recording = new Recording((settings) -> settings.metricsListener(this.listener));

	@AfterEach
	void closeRecording() {
		this.recording.close();
	}

	@Test
	void isToldAWholeCallOnAThreadOfItsOwn() {
		call("call-1");
		assertThat(this.listener.awaitEnd("call-1")).containsExactly(WHOLE_CALL);
		assertThat(this.listener.threads()).doesNotContain(Thread.currentThread())
			.allSatisfy((thread) -> assertThat(thread.getName()).isEqualTo("voice-telemetry-listeners"))
			.allMatch(Thread::isDaemon);
		assertThat(this.recording.telemetry.refusals()).isEmpty();
	}

	@Test
	void isToldWhatEndedWithTheSession() {
		VoiceSession session = this.recording.session();
		AgentTurn turn = session.startAgentTurn();
		turn.startToolCall("inner");
		turn.end();
		session.startToolCall("outer").end();
		session.end();
		assertThat(this.listener.awaitEnd("call-1")).containsExactly(ToldListener.START, "outer", "inner",
				"turn_metrics", ToldListener.USAGE, ToldListener.END);
	}

	@Test
	void isToldNothingAfterTheEnd() {
		VoiceSession session = this.recording.session();
		VoiceSpan tool = session.startToolCall("first");
		session.end();
		tool.end();
		tool.report((origin) -> {
			throw new AssertionError("It is too late");
		});
		session.startToolCall("late").end();
		assertThat(this.listener.awaitEnd("call-1")).containsExactly(ToldListener.START, "first", ToldListener.USAGE,
				ToldListener.END);
		call("call-2");
		this.listener.awaitEnd("call-2");
		assertThat(this.listener.of("call-1")).last().isEqualTo(ToldListener.END);
	}

	@Test
	void isNotToldFiguresThatAreMadeWhileTheSessionEnds() {
		VoiceSession session = this.recording.session();
		session.report((origin) -> {
			session.end();
			return new ToolMetrics(origin, "late", 1);
		});
		call("call-2");
		this.listener.awaitEnd("call-2");
		assertThat(this.listener.of("call-1")).containsExactly(ToldListener.START, ToldListener.USAGE,
				ToldListener.END);
		assertThat(this.recording.refusals(RefusalReason.LATE)).isEqualTo(1);
	}

	@Test
	void ofTheSessionIsToldThatSessionFromItsBeginning() {
		ToldListener own = new ToldListener();
		VoiceSession session = this.recording.telemetry.session().id("call-1").listener(own).start();
		call("call-2");
		finish(session);
		assertThat(own.awaitEnd("call-1")).containsExactly(WHOLE_CALL);
		this.listener.awaitEnd("call-2");
		assertThat(own.of("call-2")).isEmpty();
	}

	@Test
	void thatComesLateIsToldTheRest() {
		ToldListener late = new ToldListener();
		ToldListener own = new ToldListener();
		VoiceSession session = this.recording.session();
		session.startToolCall("first").end();
		this.listener.awaitCount(2);
		this.recording.telemetry.addListener(late);
		session.addListener(own);
		session.startToolCall("second").end();
		session.end();
		assertThat(late.awaitEnd("call-1")).containsExactly("second", ToldListener.USAGE, ToldListener.END);
		assertThat(own.awaitEnd("call-1")).containsExactly("second", ToldListener.USAGE, ToldListener.END);
		session.addListener(own);
		assertThat(this.recording.refusals(RefusalReason.LATE)).isEqualTo(1);
	}

	@Test
	void thatIsThereTwiceIsToldTwice() {
		this.recording.telemetry.addListener(this.listener);
		call("call-1");
		this.listener.awaitCount(2 * WHOLE_CALL.length);
		assertThat(this.listener.of("call-1")).hasSize(2 * WHOLE_CALL.length);
	}

	@Test
	void mayUseTheTelemetry() {
		ToldListener added = new ToldListener();
		this.recording.telemetry.addListener(new ToldListener() {

			@Override
			void add(String sessionId, String what) {
				if (sessionId.equals("call-1") && what.equals("first")) {
					VoiceSession session = ListenerTests.this.recording.telemetry.session("call-1");
					session.addListener(added);
					session.startToolCall("from the listener").end();
					call("call-2");
					session.end("listener");
				}
			}

		});
		this.recording.session().startToolCall("first").end();
		assertThat(this.listener.awaitEnd("call-1")).containsExactly(ToldListener.START, "first", "from the listener",
				ToldListener.USAGE, ToldListener.END);
		assertThat(this.listener.awaitEnd("call-2")).containsExactly(WHOLE_CALL);
		assertThat(added.awaitEnd("call-1")).containsExactly("from the listener", ToldListener.USAGE, ToldListener.END);
		assertThat(this.recording.telemetry.refusals()).isEmpty();
	}

	@Test
	void findsTheSessionThatItIsToldOf() {
		List<Boolean> found = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			String id = "call-" + i;
			CountDownLatch told = new CountDownLatch(1);
			this.recording.telemetry.session().id(id).listener(new VoiceMetricsListener() {

				@Override
				public void onMetrics(VoiceMetrics metrics) {
				}

				@Override
				public void onSessionStart(SessionStart session) {
					found.add(ListenerTests.this.recording.telemetry.findSession(session.sessionId()).isPresent());
					told.countDown();
				}

			}).start();
			awaitUninterruptibly(told);
		}
		assertThat(found).hasSize(200).containsOnly(true);
	}

	// Under the Java agent, threads are where the code is that gave them their task.
	@Test
	void isInNoStage() {
		List<Object> stages = new ArrayList<>();
		this.recording.telemetry.addListener(new ToldListener() {

			@Override
			void add(String sessionId, String what) {
				stages.add(VoiceContext.span(Context.current()) == null);
				super.add(sessionId, what);
				ListenerTests.this.listener.add("also", what);
			}

		});
		VoiceSession session = this.recording.session();
		session.run(() -> session.startToolCall("first").run(() -> session.startToolCall("second").end()));
		assertThat(this.listener.awaitEnd("also")).hasSize(WHOLE_CALL.length);
		assertThat(stages).hasSize(WHOLE_CALL.length).containsOnly(true);
	}

	@Test
	void noneIsNoListener() {
		this.recording.telemetry.addListener(null);
		VoiceSession session = this.recording.telemetry.session().id("call-1").listener(null).start();
		session.addListener(null);
		finish(session);
		assertThat(this.listener.awaitEnd("call-1")).containsExactly(WHOLE_CALL);
		assertThat(this.recording.refusals(RefusalReason.NULL_ARGUMENT)).isEqualTo(3);
	}

	private void call(String id) {
		finish(this.recording.session(id));
	}

	static void finish(VoiceSession session) {
		session.startToolCall("first").end();
		session.startToolCall("second").end();
		session.end();
	}

	static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
