package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.voicetelemetry.event.SessionSummary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who is told of the end of a session, on which thread, and what becomes of it when they
 * misbehave.
 */
@Timeout(120)
class SessionCallbackTests {

	private Recording recording = new Recording();

	@AfterEach
	void closeRecording() {
		this.recording.close();
	}

	private static SessionSummary await(CompletableFuture<SessionSummary> summary) throws Exception {
		return summary.get(30, TimeUnit.SECONDS);
	}

	@Test
	void callbackThatComesAfterTheEndIsToldAtOnce() throws Exception {
		CompletableFuture<SessionSummary> told = new CompletableFuture<>();
		VoiceSession session = this.recording.session();
		session.end();
		session.onEnd(told::complete);
		assertThat(await(told).sessionId()).isEqualTo("call-1");
	}

	@Test
	void callbacksAreToldInOrderOnADaemonThreadOfTheirOwn() throws Exception {
		List<Object> told = new ArrayList<>();
		CompletableFuture<SessionSummary> last = new CompletableFuture<>();
		VoiceSession session = this.recording.session();
		session.onEnd((summary) -> told.add(1));
		session.onEnd((summary) -> {
			told.add(Thread.currentThread().getName());
			told.add(Thread.currentThread().isDaemon());
		});
		session.onEnd(last::complete);
		session.end();
		await(last);
		assertThat(told).containsExactly(1, "voice-telemetry-listeners", true);
	}

	@Test
	void callbackThatThrowsHarmsNobody() throws Exception {
		CompletableFuture<SessionSummary> last = new CompletableFuture<>();
		VoiceSession session = this.recording.session();
		session.onEnd((summary) -> {
			throw new IllegalStateException();
		});
		session.onEnd((summary) -> {
			throw new StackOverflowError();
		});
		session.onEnd(last::complete);
		session.end();
		assertThat(await(last)).isNotNull();
		assertThat(this.recording.refusals(RefusalReason.USER_CODE_FAILED)).isEqualTo(2);
	}

	@Test
	void callbackThatBlocksHoldsUpNeitherACallNorOtherCallbacks() {
		CountDownLatch release = new CountDownLatch(1);
		VoiceSession blocking = this.recording.session("blocking");
		blocking.onEnd((summary) -> awaitUninterruptibly(release));
		blocking.end();
		CountDownLatch told = new CountDownLatch(1100);
		for (int i = 0; i < 1100; i++) {
			VoiceSession session = this.recording.session("call-" + i);
			session.onEnd((summary) -> told.countDown());
			session.end();
		}
		awaitUninterruptibly(told);
		assertThat(this.recording.refusals(RefusalReason.CALLBACK_OVERFLOW)).isZero();
		release.countDown();
	}

	@Test
	void callbacksThatAreTooManyAreCounted() {
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch blocked = new CountDownLatch(1);
		VoiceSession session = this.recording.session();
		session.end();
		session.onEnd((summary) -> {
			blocked.countDown();
			awaitUninterruptibly(release);
		});
		awaitUninterruptibly(blocked);
		AtomicInteger told = new AtomicInteger();
		for (int i = 0; i < 1100; i++) {
			session.onEnd((summary) -> told.incrementAndGet());
		}
		assertThat(this.recording.refusals(RefusalReason.CALLBACK_OVERFLOW)).isEqualTo(1100 - 1024);
		release.countDown();
		this.recording.telemetry.close();
		assertThat(told).hasValue(1024);
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void callbackMayUseTheTelemetry() throws Exception {
		CompletableFuture<SessionSummary> second = new CompletableFuture<>();
		VoiceSession session = this.recording.session();
		session.onEnd((summary) -> {
			session.end();
			session.startAgentTurn().startLlmCall().end();
			VoiceSession next = this.recording.session();
			next.onEnd(second::complete);
			next.startUserTurn();
			session.onEnd((again) -> next.end("recursion"));
		});
		session.end();
		assertThat(await(second).disconnectReason()).isEqualTo("recursion");
		assertThat(this.recording.telemetry.openSessions()).isZero();
	}

	@Test
	void followUpHappensAfterTheLastSpanAndBeforeTheCallbacks() throws Exception {
		this.recording.close();
		List<Object> order = new ArrayList<>();
		CompletableFuture<SessionSummary> told = new CompletableFuture<>();
		Recording[] ended = new Recording[1];
		this.recording = new Recording((settings) -> settings.onSessionEnd(() -> {
			order.add(ended[0].spans().size());
			order.add(ended[0].telemetry.openSessions());
		}));
		ended[0] = this.recording;
		VoiceSession session = this.recording.session();
		session.onEnd((summary) -> {
			order.add("callback");
			told.complete(summary);
		});
		session.startAgentTurn();
		session.end();
		await(told);
		assertThat(order).containsExactly(2, 0, "callback");
	}

	@Test
	void followUpThatThrowsHarmsNoCall() throws Exception {
		this.recording.close();
		this.recording = new Recording((settings) -> settings.onSessionEnd(() -> {
			throw new StackOverflowError();
		}));
		CompletableFuture<SessionSummary> told = new CompletableFuture<>();
		VoiceSession session = this.recording.session();
		session.onEnd(told::complete);
		session.end();
		assertThat(await(told)).isNotNull();
		assertThat(this.recording.telemetry.openSessions()).isZero();
		assertThat(this.recording.refusals(RefusalReason.INTERNAL_ERROR)).isEqualTo(1);
	}

}
