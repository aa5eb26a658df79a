package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The order in which listeners are told about a session: that in which its stages ended,
 * whichever threads ended them and told of it.
 */
@Timeout(120)
class ListenerOrderTests {

	private static final int SESSIONS = 20;

	private static final int STAGES = 200;

	private static final int THREADS = 4;

	private final ToldListener consumer = new ToldListener();

	private final ToldListener listener = new ToldListener();

	private final ToldListener own = new ToldListener();

	private final Recording recording = new Recording(
			(settings) -> settings.metricsConsumer(this.consumer).metricsListener(this.listener));

	private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);

	@AfterEach
	void closeRecording() {
		this.pool.shutdownNow();
		this.recording.close();
	}

	@Test
	void isThatOfTheStagesThoughEachEndsOnAnotherThread() throws Exception {
		List<CompletableFuture<?>> calls = new ArrayList<>();
		for (int i = 0; i < SESSIONS; i++) {
			VoiceSession session = session("call-" + i);
			CompletableFuture<?> call = CompletableFuture.completedFuture(null);
			for (int stage = 0; stage < STAGES; stage++) {
				String name = String.valueOf(stage);
				call = call.thenRunAsync(() -> session.startToolCall(name).end(), this.pool);
			}
			calls.add(call.thenRunAsync(session::end, this.pool));
		}
		CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
		List<String> expected = new ArrayList<>();
		expected.add(ToldListener.START);
		IntStream.range(0, STAGES).mapToObj(String::valueOf).forEach(expected::add);
		expected.addAll(List.of(ToldListener.USAGE, ToldListener.END));
		for (int i = 0; i < SESSIONS; i++) {
			assertAllAgree("call-" + i);
			assertThat(this.listener.of("call-" + i)).isEqualTo(expected);
		}
	}

	@Test
	void isTheSameForAllOfStagesThatEndAtOnce() throws Exception {
		for (int i = 0; i < SESSIONS; i++) {
			VoiceSession session = session("call-" + i);
			endStagesAtOnce(session, () -> {
			});
			session.end();
			assertAllAgree(session.id());
			List<String> told = this.listener.of(session.id());
			assertThat(told).hasSize(THREADS * STAGES + 3);
			assertFramed(told);
			for (int thread = 0; thread < THREADS; thread++) {
				String prefix = thread + "-";
				assertThat(told.stream().filter((name) -> name.startsWith(prefix)))
					.containsExactlyElementsOf(namesOf(prefix));
			}
		}
	}

	@Test
	void endsWithTheSessionThoughStagesEndMeanwhile() throws Exception {
		for (int i = 0; i < SESSIONS; i++) {
			VoiceSession session = session("call-" + i);
			endStagesAtOnce(session, session::end);
			assertAllAgree(session.id());
			assertFramed(this.listener.of(session.id()));
		}
	}

	@Test
	void isWholeThoughTheSessionEndsAroundStagesWithoutFigures() {
		VoiceSession session = session("call");
		VoiceSpan before = session.startOperation("before");
		session.startToolCall("asked");
		VoiceSpan after = session.startOperation("after");
		before.end();
		session.end();
		after.end();
		assertAllAgree("call");
		assertThat(this.listener.of("call")).containsExactly(ToldListener.START, "asked", ToldListener.USAGE,
				ToldListener.END);
	}

	private VoiceSession session(String id) {
		return this.recording.telemetry.session().id(id).listener(this.own).start();
	}

	/**
	 * Ends stages on all threads at once.
	 * @param meanwhile what the first thread does halfway
	 */
	private void endStagesAtOnce(VoiceSession session, Runnable meanwhile) throws Exception {
		CountDownLatch ready = new CountDownLatch(THREADS);
		CompletableFuture<?>[] all = new CompletableFuture<?>[THREADS];
		for (int i = 0; i < THREADS; i++) {
			int thread = i;
			all[i] = CompletableFuture.runAsync(() -> {
				ready.countDown();
				ListenerTests.awaitUninterruptibly(ready);
				for (int stage = 0; stage < STAGES; stage++) {
					if (thread == 0 && stage == STAGES / 2) {
						meanwhile.run();
					}
					session.startToolCall(thread + "-" + stage).end();
				}
			}, this.pool);
		}
		CompletableFuture.allOf(all).get(60, TimeUnit.SECONDS);
	}

	private static List<String> namesOf(String prefix) {
		return IntStream.range(0, STAGES).mapToObj((stage) -> prefix + stage).toList();
	}

	private void assertAllAgree(String id) {
		assertThat(this.listener.awaitEnd(id)).isEqualTo(this.own.awaitEnd(id)).isEqualTo(this.consumer.of(id));
	}

	private static void assertFramed(List<String> told) {
		assertThat(told).startsWith(ToldListener.START).endsWith(ToldListener.USAGE, ToldListener.END);
		// A stage that begins in the very moment of the session's end may have no name.
		assertThat(told).filteredOn((what) -> !what.contains("-") && !what.equals("null"))
			.containsExactly(ToldListener.START, ToldListener.USAGE, ToldListener.END);
	}

}
