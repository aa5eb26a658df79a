package io.voicetelemetry.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who is told figures in place: at once, in order, and outside all locks, whatever it
 * does then.
 */
@Timeout(120)
class InPlaceConsumerTests {

	/** What happens when the consumer is told something. */
	private volatile Consumer<String> reaction = (what) -> {
	};

	private final ToldListener consumer = new ToldListener() {

		@Override
		void add(String sessionId, String what) {
			super.add(sessionId, what);
			InPlaceConsumerTests.this.reaction.accept(what);
		}

	};

	private final ToldListener listener = new ToldListener();

	private final Recording recording = new Recording(
			(settings) -> settings.metricsConsumer(this.consumer).metricsListener(this.listener));

	@AfterEach
	void closeRecording() {
		this.recording.close();
	}

	@Test
	void isToldOnTheCallingThreadBeforeTheCallGoesOn() {
		VoiceSession session = this.recording.session();
		assertThat(this.consumer.of("call-1")).containsExactly(ToldListener.START);
		session.startToolCall("first").end();
		assertThat(this.consumer.of("call-1")).containsExactly(ToldListener.START, "first");
		session.end();
		assertThat(this.consumer.of("call-1")).containsExactly(ToldListener.START, "first", ToldListener.USAGE,
				ToldListener.END);
		assertThat(this.consumer.threads()).containsExactly(Thread.currentThread());
	}

	@Test
	void thatThrowsHarmsNobody() {
		this.reaction = (what) -> {
			throw what.equals("first") ? new StackOverflowError() : new LinkageError();
		};
		VoiceSession session = this.recording.session();
		session.startToolCall("first").end();
		session.end();
		String[] all = { ToldListener.START, "first", ToldListener.USAGE, ToldListener.END };
		assertThat(this.consumer.of("call-1")).containsExactly(all);
		assertThat(this.listener.awaitEnd("call-1")).containsExactly(all);
		assertThat(this.recording.refusals(RefusalReason.INTERNAL_ERROR)).isEqualTo(4);
	}

	@Test
	void mayEndOtherStagesOfTheSession() {
		VoiceSession session = this.recording.session();
		VoiceSpan second = session.startToolCall("second");
		VoiceSpan third = session.startToolCall("third");
		this.reaction = (what) -> {
			if (what.equals("first")) {
				second.end();
				third.end();
			}
			else if (what.equals("second")) {
				session.startToolCall("fourth").end();
			}
		};
		session.startToolCall("first").end();
		session.end();
		assertThat(this.consumer.of("call-1")).containsExactly(ToldListener.START, "first", "second", "third", "fourth",
				ToldListener.USAGE, ToldListener.END);
		assertThat(this.listener.awaitEnd("call-1")).isEqualTo(this.consumer.of("call-1"));
	}

	@Test
	void mayEndTheSession() {
		VoiceSession session = this.recording.session();
		session.startToolCall("second");
		this.reaction = (what) -> session.end("consumer");
		session.startToolCall("first").end();
		assertThat(session.isOpen()).isFalse();
		assertThat(this.consumer.of("call-1")).containsExactly(ToldListener.START, "first", "second",
				ToldListener.USAGE, ToldListener.END);
		assertThat(this.listener.awaitEnd("call-1")).isEqualTo(this.consumer.of("call-1"));
	}

	@Test
	void mayOpenAndFindSessionsWhenOneBegins() {
		AtomicInteger next = new AtomicInteger();
		List<Boolean> found = new ArrayList<>();
		this.reaction = (what) -> {
			if (what.equals(ToldListener.START)) {
				int number = next.getAndIncrement();
				found.add(this.recording.telemetry.findSession("call-" + number).isPresent());
				if (number < 100) {
					this.recording.session("call-" + (number + 1));
				}
			}
		};
		this.recording.session("call-0");
		assertThat(found).hasSize(101).containsOnly(true);
		assertThat(this.recording.telemetry.openSessions()).isEqualTo(101);
		assertThat(this.recording.telemetry.refusals()).isEmpty();
	}

	@Test
	void mayWaitForAnotherThreadThatUsesTheSession() {
		VoiceSession session = this.recording.session();
		AgentTurn turn = session.startAgentTurn();
		this.reaction = (what) -> {
			if (what.equals("first")) {
				inAnotherThread(() -> {
					turn.startToolCall("second").end();
					turn.setAttribute("a", "b").end();
				});
			}
		};
		turn.startToolCall("first").end();
		session.end();
		assertThat(this.consumer.of("call-1")).containsExactly(ToldListener.START, "first", "second", "turn_metrics",
				ToldListener.USAGE, ToldListener.END);
		// It did not give up waiting.
		assertThat(this.recording.telemetry.refusals()).isEmpty();
	}

	@Test
	void mayWaitForAnotherThreadThatUsesTheSameRecognition() {
		SpeechRecognition recognition = this.recording.session().startRecognition();
		this.reaction = (what) -> {
			if (this.consumer.count() == 2) {
				inAnotherThread(() -> recognition.audioRecognized(Duration.ofSeconds(2)));
			}
		};
		recognition.audioRecognized(Duration.ofSeconds(1));
		assertThat(this.consumer.of("call-1")).containsExactly(ToldListener.START, "stt_metrics", "stt_metrics");
	}

	@Test
	void thatIsSlowOnOneThreadIsToldTheRestThereToo() {
		VoiceSession session = this.recording.session();
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch busy = new CountDownLatch(1);
		this.reaction = (what) -> {
			if (what.equals("first")) {
				busy.countDown();
				ListenerTests.awaitUninterruptibly(release);
			}
		};
		CompletableFuture<Void> slow = CompletableFuture.runAsync(() -> session.startToolCall("first").end());
		ListenerTests.awaitUninterruptibly(busy);
		session.startToolCall("second").end();
		session.startToolCall("third").end();
		session.end();
		assertThat(this.consumer.of("call-1")).containsExactly(ToldListener.START, "first");
		release.countDown();
		slow.orTimeout(30, TimeUnit.SECONDS).join();
		assertThat(this.consumer.of("call-1")).containsExactly(ToldListener.START, "first", "second", "third",
				ToldListener.USAGE, ToldListener.END);
		assertThat(this.listener.awaitEnd("call-1")).isEqualTo(this.consumer.of("call-1"));
	}

	private static void inAnotherThread(Runnable work) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		// Not of the common pool, whose threads may be waiting already.
		new Thread(() -> {
			work.run();
			done.complete(null);
		}).start();
		done.orTimeout(30, TimeUnit.SECONDS).join();
	}

}
