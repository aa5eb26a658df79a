package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.SessionSummary;
import io.voicetelemetry.event.TokenUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two threads that want opposite things of one handle at the same moment, over and over.
 */
@Timeout(120)
class RaceTests {

	private static final int ROUNDS = 1500;

	private final Recording recording = new Recording((settings) -> settings.timeSource(new TickingTime()));

	private final ExecutorService threads = Executors.newFixedThreadPool(2);

	private final List<VoiceSpan> begun = Collections.synchronizedList(new ArrayList<>());

	@AfterEach
	void closeRecording() {
		this.threads.shutdownNow();
		this.recording.close();
	}

	private void race(Callable<?> first, Callable<?> second) throws Exception {
		CyclicBarrier start = new CyclicBarrier(2);
		List<Future<?>> both = new ArrayList<>();
		for (Callable<?> each : List.of(first, second)) {
			both.add(this.threads.submit(() -> {
				start.await(30, TimeUnit.SECONDS);
				return each.call();
			}));
		}
		for (Future<?> each : both) {
			each.get(30, TimeUnit.SECONDS);
		}
	}

	/**
	 * All that has begun was exported, once, in valid trees.
	 */
	private void assertNothingIsLost() {
		List<String> recorded = this.begun.stream()
			.filter(VoiceSpan::isRecording)
			.map((span) -> span.spanContext().getSpanId())
			.toList();
		assertThat(this.recording.spans()).extracting((span) -> span.getSpanId())
			.doesNotHaveDuplicates()
			.containsAll(recorded);
		this.recording.assertValid();
		assertThat(this.recording.telemetry.openSessions()).isZero();
		assertThat(this.recording.refusals(RefusalReason.INTERNAL_ERROR)).isZero();
	}

	private <T extends VoiceSpan> T begun(T span) {
		this.begun.add(span);
		return span;
	}

	@Test
	void childBeginsWhileItsTurnEnds() throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			VoiceSession session = begun(this.recording.session("call-" + i));
			AgentTurn turn = begun(session.startAgentTurn());
			race(() -> {
				LlmCall call = begun(turn.startLlmCall());
				begun(call.startOperation("parse")).end();
				call.end();
				return null;
			}, () -> {
				turn.end();
				return null;
			});
			session.end();
		}
		assertNothingIsLost();
		assertThat(this.recording.spans()).hasSize(ROUNDS * 4);
	}

	@Test
	void childBeginsWhileItsSessionEnds() throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			VoiceSession session = begun(this.recording.session("call-" + i));
			AgentTurn turn = begun(session.startAgentTurn());
			race(() -> {
				LlmCall call = begun(turn.startLlmCall());
				begun(call.startAttempt());
				turn.firstAudioPlayed(null);
				call.end();
				return null;
			}, () -> {
				session.end();
				return null;
			});
		}
		assertNothingIsLost();
	}

	@Test
	void childEndsWhileItsSessionEnds() throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			VoiceSession session = begun(this.recording.session("call-" + i));
			AgentTurn turn = begun(session.startAgentTurn());
			LlmNode node = begun(turn.startLlmNode());
			LlmCall call = begun(node.startLlmCall());
			race(() -> {
				turn.end();
				call.end();
				node.fail(new IllegalStateException());
				return null;
			}, () -> {
				session.end();
				return null;
			});
		}
		assertNothingIsLost();
		assertThat(this.recording.spans()).hasSize(ROUNDS * 4);
	}

	@Test
	void turnIsSignalledWhileItsSessionEnds() throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			VoiceSession session = begun(this.recording.session("call-" + i));
			UserTurn turn = begun(session.startUserTurn());
			turn.startedSpeaking(null);
			race(() -> {
				turn.stoppedSpeaking(null);
				begun(turn.startEndOfTurnDetection());
				turn.startedSpeaking(null);
				turn.stoppedSpeaking(null);
				turn.end();
				return null;
			}, () -> {
				session.end();
				return null;
			});
		}
		assertNothingIsLost();
	}

	@Test
	void sessionIsEndedForTwoReasons() throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			CompletableFuture<SessionSummary> told = new CompletableFuture<>();
			VoiceSession session = this.recording.session("call-" + i);
			session.onEnd(told::complete);
			race(() -> {
				session.end("transferred");
				return null;
			}, () -> {
				session.fail(new IllegalStateException());
				return null;
			});
			SessionSummary summary = told.get(30, TimeUnit.SECONDS);
			boolean failed = summary.outcome() == Outcome.ERROR;
			assertThat(summary.disconnectReason()).isEqualTo(failed ? "error" : "transferred");
			assertThat(Recording.attributes(this.recording.span(session)))
				.containsEntry("voice.outcome", failed ? "error" : "success")
				.containsEntry("voice.disconnect_reason", failed ? "error" : "transferred");
			this.recording.reset();
		}
		assertThat(this.recording.refusals(RefusalReason.DOUBLE_END)).isEqualTo(ROUNDS);
	}

	@Test
	void usageOfACallThatEndsWithItsSessionIsInTheSummary() throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			CompletableFuture<SessionSummary> told = new CompletableFuture<>();
			VoiceSession session = this.recording.session("call-" + i);
			session.onEnd(told::complete);
			LlmCall call = session.startLlmCall().usage(TokenUsage.of(7L, 3L));
			race(() -> {
				call.end();
				return null;
			}, () -> {
				session.end();
				return null;
			});
			SessionSummary summary = told.get(30, TimeUnit.SECONDS);
			assertThat(summary.llmCalls()).isEqualTo(1);
			assertThat(summary.inputTokens()).hasValue(7);
			assertThat(summary.outputTokens()).hasValue(3);
			this.recording.reset();
		}
	}

	@Test
	void callbackThatIsAddedWhileTheSessionEndsIsToldOnce() throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			List<SessionSummary> told = Collections.synchronizedList(new ArrayList<>());
			CompletableFuture<SessionSummary> last = new CompletableFuture<>();
			VoiceSession session = this.recording.session("call-" + i);
			race(() -> {
				session.onEnd(told::add);
				return null;
			}, () -> {
				session.end();
				return null;
			});
			session.onEnd(last::complete);
			last.get(30, TimeUnit.SECONDS);
			assertThat(told).hasSize(1);
		}
	}

	@Test
	void attributesAndEventsAreAddedByTwoThreads() throws Exception {
		for (int i = 0; i < 300; i++) {
			VoiceSpan operation = this.recording.telemetry.start(Stage.OPERATION, "work");
			race(() -> fill(operation, "a."), () -> fill(operation, "b."));
			operation.fail(new IllegalStateException());
			long kept = Recording.attributes(this.recording.span(operation))
				.keySet()
				.stream()
				.filter((key) -> key.startsWith("a.") || key.startsWith("b."))
				.count();
			assertThat(kept).isEqualTo(64);
			assertThat(Recording.attribute(this.recording.span(operation), "voice.outcome")).isEqualTo("error");
			assertThat(Recording.events(this.recording.span(operation), "tick")).hasSize(64);
			assertThat(Recording.events(this.recording.span(operation), "exception")).hasSize(1);
			this.recording.reset();
		}
	}

	private static VoiceSpan fill(VoiceSpan span, String prefix) {
		for (int i = 0; i < 100; i++) {
			span.setAttribute(prefix + i, i).addEvent("tick");
		}
		return span;
	}

}
