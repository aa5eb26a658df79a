package io.voicetelemetry.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions that are opened, found, opened again, and ended with the telemetry.
 */
@Timeout(120)
class OpenSessionTests {

	@Test
	void isFoundByItsIdUntilItEnds() {
		try (Recording recording = new Recording()) {
			VoiceSession first = recording.session("1");
			VoiceSession second = recording.session("2");
			assertThat(recording.telemetry.session("1")).isSameAs(first);
			assertThat(recording.telemetry.findSession("2")).containsSame(second);
			assertThat(recording.telemetry.openSessions()).isEqualTo(2);
			first.end();
			assertThat(recording.telemetry.findSession("1")).isEmpty();
			assertThat(recording.telemetry.openSessions()).isEqualTo(1);
			assertThat(recording.telemetry.refusals()).isEmpty();
		}
	}

	@Test
	void theOldestIsThatWhichBeganFirst() {
		try (Recording recording = new Recording()) {
			assertThat(recording.telemetry.oldestSession()).isEmpty();
			VoiceSession first = recording.session("1");
			recording.time.advanceMillis(3000);
			VoiceSession second = recording.session("2");
			recording.time.advanceMillis(2000);
			assertThat(recording.telemetry.oldestSession()).contains(Duration.ofSeconds(5));
			first.end();
			assertThat(recording.telemetry.oldestSession()).contains(Duration.ofSeconds(2));
			second.end();
			assertThat(recording.telemetry.oldestSession()).isEmpty();
		}
	}

	@Test
	void thatIsOpenedTwiceIsOne() {
		try (Recording recording = new Recording()) {
			VoiceSession session = recording.session();
			assertThat(recording.session()).isSameAs(session);
			session.end();
			assertThat(recording.spans()).hasSize(1);
			assertThat(recording.refusals(RefusalReason.DUPLICATE_SESSION)).isEqualTo(1);
		}
	}

	@Test
	void thatIsOpenedAgainAfterItsEndIsANewOne() {
		try (Recording recording = new Recording()) {
			VoiceSession first = recording.session();
			first.end();
			VoiceSession second = recording.session();
			assertThat(second.isOpen()).isTrue();
			second.end();
			assertThat(second.spanContext().getTraceId()).isNotEqualTo(first.spanContext().getTraceId());
			assertThat(recording.spans()).hasSize(2);
			assertThat(recording.telemetry.refusals()).isEmpty();
		}
	}

	@Test
	void thatIsOpenedAgainWhileItIsBeingEndedIsANewOne() {
		List<VoiceSession> reopened = new ArrayList<>();
		Recording[] self = new Recording[1];
		SpanProcessor reopening = new SpanProcessor() {

			@Override
			public void onStart(Context parentContext, ReadWriteSpan span) {
			}

			@Override
			public boolean isStartRequired() {
				return false;
			}

			@Override
			public void onEnd(ReadableSpan span) {
				if (reopened.isEmpty()) {
					assertThat(self[0].telemetry.findSession("call-1")).isEmpty();
					reopened.add(self[0].session());
				}
			}

			@Override
			public boolean isEndRequired() {
				return true;
			}

		};
		try (Recording recording = new Recording((provider) -> provider.addSpanProcessor(reopening),
				(settings) -> settings)) {
			self[0] = recording;
			recording.session().end();
			assertThat(reopened).singleElement().satisfies((session) -> assertThat(session.isOpen()).isTrue());
			assertThat(recording.telemetry.findSession("call-1")).containsSame(reopened.get(0));
			assertThat(recording.telemetry.openSessions()).isEqualTo(1);
			assertThat(recording.refusals(RefusalReason.DUPLICATE_SESSION)).isZero();
		}
	}

	@Test
	void thatIsEndedAndReopenedByManyThreadsIsNeverLost() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try (Recording recording = new Recording()) {
			List<Future<?>> work = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				work.add(threads.submit(() -> {
					for (int j = 0; j < 2000; j++) {
						VoiceSession session = recording.session();
						session.startOperation("work").end();
						session.end();
					}
				}));
			}
			for (Future<?> each : work) {
				each.get(30, TimeUnit.SECONDS);
			}
			assertThat(recording.telemetry.openSessions()).isZero();
			long sessions = recording.spans(Stage.AGENT_SESSION).size();
			assertThat(sessions + recording.refusals(RefusalReason.DUPLICATE_SESSION)).isEqualTo(8000);
			recording.reset();
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void isEndedWithTheTelemetry() {
		Recording recording = new Recording();
		VoiceSession session = recording.session();
		AgentTurn turn = session.startAgentTurn();
		recording.telemetry.close();
		assertThat(Recording.attributes(recording.span(session))).containsEntry("voice.disconnect_reason", "shutdown")
			.containsEntry("voice.outcome", "cancelled");
		assertThat(Recording.attribute(recording.span(turn), "voice.outcome")).isEqualTo("cancelled");
		assertThat(recording.telemetry.openSessions()).isZero();
		recording.assertValid();
		recording.close();
	}

	@Test
	void nothingIsRecordedAfterTheTelemetryIsClosed() {
		Recording recording = new Recording();
		VoiceSpan operation = recording.telemetry.start(Stage.OPERATION, "before");
		VoiceSession session = recording.session();
		recording.telemetry.close();
		recording.reset();
		session.startAgentTurn().end();
		session.end("again");
		assertThat(recording.session("call-2").isOpen()).isFalse();
		recording.telemetry.start(Stage.LLM_REQUEST, null).end();
		operation.startOperation("after").end();
		assertThat(recording.spans()).isEmpty();
		assertThat(recording.telemetry.openSessions()).isZero();
		assertThat(recording.refusals(RefusalReason.LATE)).isEqualTo(4);
		recording.telemetry.close();
		recording.close();
	}

	@Test
	void isNeverLeftOpenWhenTheTelemetryIsClosedMeanwhile() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			for (int i = 0; i < 300; i++) {
				Recording recording = new Recording();
				CyclicBarrier start = new CyclicBarrier(2);
				Future<VoiceSession> opened = threads.submit(() -> {
					start.await(30, TimeUnit.SECONDS);
					VoiceSession last = NoopHandles.SESSION;
					for (int j = 0; j < 10; j++) {
						last = recording.session("call-" + j);
					}
					return last;
				});
				start.await(30, TimeUnit.SECONDS);
				recording.telemetry.close();
				assertThat(opened.get(30, TimeUnit.SECONDS).isOpen()).isFalse();
				assertThat(recording.telemetry.openSessions()).isZero();
				recording.close();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void makesNoThreadBeforeTheFirstOne() {
		Set<Thread> before = ourThreads();
		try (Recording recording = new Recording()) {
			recording.telemetry.start(Stage.OPERATION, "work").end();
			recording.telemetry.session("nobody");
			assertThat(newThreads(before)).isEmpty();
			recording.session().onEnd((summary) -> {
			});
			recording.session("call-2");
			assertThat(newThreads(before)).singleElement().satisfies((thread) -> {
				assertThat(thread.getName()).isEqualTo("voice-telemetry-reaper");
				assertThat(thread.isDaemon()).isTrue();
			});
		}
	}

	@Test
	void leavesNoThreadBehind() throws Exception {
		Set<Thread> before = ourThreads();
		Recording recording = new Recording();
		recording.session().onEnd((summary) -> {
		});
		recording.close();
		for (Thread thread : newThreads(before)) {
			thread.join(30_000);
			assertThat(thread.isAlive()).isFalse();
		}
	}

	private static Set<Thread> newThreads(Set<Thread> before) {
		Set<Thread> threads = ourThreads();
		threads.removeAll(before);
		return threads;
	}

	private static Set<Thread> ourThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("voice-telemetry"))
			.collect(Collectors.toSet());
	}

	@Test
	void closeKeepsTheInterruptFlag() {
		Recording recording = new Recording();
		VoiceSession session = recording.session();
		session.onEnd((summary) -> {
		});
		Thread.currentThread().interrupt();
		recording.telemetry.close();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(session.isOpen()).isFalse();
		recording.close();
	}

}
