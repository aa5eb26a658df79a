package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The ids in the log's context of code that runs in a stage, and that nothing of them is
 * left anywhere else.
 */
class StageLogContextTests {

	private final Recording recording = new Recording();

	private final VoiceSession session = this.recording.session();

	private final AgentTurn turn = this.session.startAgentTurn();

	private final ExecutorService thread = Executors.newSingleThreadExecutor();

	private final List<Map<String, String>> seen = new ArrayList<>();

	@BeforeEach
	void clear() {
		MDC.clear();
	}

	@AfterEach
	void closeRecording() {
		MDC.clear();
		this.thread.shutdownNow();
		this.recording.close();
	}

	@Test
	void isThereInAStage() throws Exception {
		try (Scope scope = this.turn.makeCurrent()) {
			look();
		}
		this.session.startOperation("a").run(() -> look());
		this.turn.startToolCall("b").call(this::look);
		assertThat(this.seen).hasSize(3).first().isEqualTo(idsOf(this.turn));
		assertThat(this.seen.get(1)).containsEntry("session.id", "call-1")
			.containsKeys("trace_id", "span_id")
			.doesNotContainKey("speech_id");
		assertThat(this.seen.get(2)).containsEntry("speech_id", this.turn.speechId())
			.doesNotContainEntry("span_id", this.turn.spanContext().getSpanId());
		assertThat(look()).isEmpty();
	}

	@Test
	void isThereInWrappedWorkOnOtherThreads() throws Exception {
		this.thread.submit(this.turn.wrapRunnable(this::look)).get(30, TimeUnit.SECONDS);
		this.thread.submit(this.turn.wrapCallable(this::look)).get(30, TimeUnit.SECONDS);
		CompletableFuture.supplyAsync(this.turn.wrapSupplier(this::look), this.thread)
			.thenAcceptAsync(this.turn.wrapConsumer((ids) -> look()), this.thread)
			.thenApplyAsync(this.turn.wrapFunction((nothing) -> look()), this.thread)
			.get(30, TimeUnit.SECONDS);
		CompletableFuture.runAsync(this::look, this.turn.wrapExecutor(this.thread)).get(30, TimeUnit.SECONDS);
		assertThat(this.seen).hasSize(6).containsOnly(idsOf(this.turn));
		assertThat(onTheThread(this::look)).isEmpty();
	}

	@Test
	void nests() {
		VoiceSpan inner = this.turn.startToolCall("inner");
		VoiceSession other = this.recording.session("call-2");
		this.turn.wrapRunnable(() -> {
			look();
			inner.wrapRunnable(() -> {
				look();
				other.wrapRunnable(this::look).run();
				look();
			}).run();
			look();
		}).run();
		assertThat(this.seen).containsExactly(idsOf(this.turn), idsOf(inner), idsOf(other), idsOf(inner),
				idsOf(this.turn));
		assertThat(look()).isEmpty();
	}

	@Test
	void putsBackWhatTheApplicationHadThere() {
		Map<String, String> own = Map.of("session.id", "http", "trace_id", "t", "span_id", "s", "speech_id", "v",
				"tenant", "clinic");
		MDC.setContextMap(own);
		this.session.wrapRunnable(this::look).run();
		Map<String, String> inside = new LinkedHashMap<>(idsOf(this.session));
		inside.put("tenant", "clinic");
		assertThat(this.seen).containsExactly(inside);
		assertThat(look()).isEqualTo(own);
	}

	@Test
	void leavesOtherKeysThatTheApplicationSetsInside() {
		this.turn.wrapRunnable(() -> MDC.put("tenant", "clinic")).run();
		assertThat(look()).isEqualTo(Map.of("tenant", "clinic"));
	}

	@Test
	void isTakenOutThoughTheApplicationClearsOrChangesIt() {
		MDC.put("session.id", "http");
		this.turn.wrapRunnable(() -> this.turn.wrapRunnable(MDC::clear).run()).run();
		assertThat(look()).isEqualTo(Map.of("session.id", "http"));
		this.turn.wrapRunnable(() -> MDC.put("span_id", "mine")).run();
		assertThat(look()).isEqualTo(Map.of("session.id", "http"));
	}

	@Test
	void isTakenOutAfterAnException() throws Exception {
		assertThatIllegalStateException().isThrownBy(() -> this.session.startOperation("a").run(() -> {
			throw new IllegalStateException();
		}));
		CompletableFuture<?> failed = CompletableFuture.runAsync(() -> {
			throw new StackOverflowError();
		}, this.turn.wrapExecutor(this.thread));
		assertThat(failed).failsWithin(30, TimeUnit.SECONDS);
		assertThat(look()).isEmpty();
		assertThat(onTheThread(this::look)).isEmpty();
	}

	// Of scopes that are closed out of order, OpenTelemetry itself leaves one current.
	@Test
	void isTakenOutWhenScopesAreClosedOutOfOrder() throws Exception {
		assertThat(onTheThread(() -> {
			MDC.put("session.id", "http");
			Scope outer = this.session.makeCurrent();
			Scope inner = this.turn.makeCurrent();
			outer.close();
			look();
			inner.close();
			outer.close();
			return look();
		})).isEqualTo(Map.of("session.id", "http"));
		assertThat(this.seen).containsOnly(Map.of("session.id", "http"));
	}

	@Test
	void isTakenOutWhenAnInnerScopeIsForgotten() throws Exception {
		assertThat(onTheThread(() -> {
			try (Scope scope = this.session.makeCurrent()) {
				this.turn.makeCurrent();
			}
			return look();
		})).isEmpty();
	}

	// Opened elsewhere than here: under the OpenTelemetry Java agent, a scope that
	// another
	// thread closed stays current for all tests to come.
	@Test
	void isLeftAloneOnAThreadThatClosesTheScopeOfAnother() throws Exception {
		Scope scope = onTheThread(this.turn::makeCurrent);
		MDC.put("session.id", "http");
		scope.close();
		assertThat(look()).isEqualTo(Map.of("session.id", "http"));
		assertThat(onTheThread(this::look)).isEqualTo(idsOf(this.turn));
		assertThat(onTheThread(() -> {
			scope.close();
			return look();
		})).isEmpty();
	}

	@Test
	void manyForgottenScopesDoNotHarm() throws Exception {
		assertThat(onTheThread(() -> {
			for (int i = 0; i < 10_000; i++) {
				this.turn.makeCurrent();
			}
			try (Scope scope = this.session.makeCurrent()) {
				return look();
			}
		})).isEqualTo(idsOf(this.session));
		assertThat(onTheThread(this::look)).isEqualTo(idsOf(this.turn));
	}

	@Test
	void outsideSessionsItIsLeftAlone() {
		MDC.put("session.id", "http");
		this.recording.telemetry.start(Stage.LLM_REQUEST, null).run(this::look);
		this.recording.telemetry.session("unknown").wrapRunnable(this::look).run();
		assertThat(this.seen).hasSize(2).containsOnly(Map.of("session.id", "http"));
		assertThat(this.recording.telemetry.refusals()).containsOnlyKeys(RefusalReason.UNKNOWN_SESSION);
	}

	@Test
	void isNotThereWhenTurnedOff() {
		ToldListener listener = new ToldListener() {

			@Override
			void add(String sessionId, String what) {
				look();
				super.add(sessionId, what);
			}

		};
		try (Recording off = new Recording((settings) -> settings.logContext(false).metricsListener(listener))) {
			VoiceSession session = off.session("call-3");
			session.run(() -> session.startToolCall("a").run(this::look));
			listener.awaitEnd("call-3");
		}
		assertThat(this.seen).hasSize(5).containsOnly(Map.of());
	}

	@Test
	void isThereWhileAListenerIsTold() {
		List<Map<String, String>> told = new ArrayList<>();
		List<String> threads = new ArrayList<>();
		ToldListener listener = new ToldListener() {

			@Override
			void add(String sessionId, String what) {
				told.add(look());
				threads.add(Thread.currentThread().getName());
				super.add(sessionId, what);
				throw new IllegalStateException();
			}

		};
		this.recording.telemetry.addListener(listener);
		VoiceSpan tool = this.turn.startToolCall("a");
		tool.end();
		this.turn.end();
		this.session.end();
		listener.awaitEnd("call-1");
		Map<String, String> end = new LinkedHashMap<>(idsOf(this.session));
		end.remove("span_id");
		assertThat(told).containsExactly(idsOf(tool), idsOf(this.turn), idsOf(this.session), end);
		assertThat(threads).containsOnly("voice-telemetry-listeners");
		assertThat(look()).isEmpty();
	}

	/**
	 * The ids of a stage as the log's context has them.
	 */
	private static Map<String, String> idsOf(VoiceSpan stage) {
		Map<String, String> ids = new LinkedHashMap<>();
		SpanHandle handle = (SpanHandle) stage;
		ids.put("session.id", handle.session.id());
		ids.put("trace_id", stage.spanContext().getTraceId());
		ids.put("span_id", stage.spanContext().getSpanId());
		if (handle.speechId != null) {
			ids.put("speech_id", handle.speechId);
		}
		return ids;
	}

	private <T> T onTheThread(Callable<T> work) throws Exception {
		return this.thread.submit(work).get(30, TimeUnit.SECONDS);
	}

	private synchronized Map<String, String> look() {
		Map<String, String> context = MDC.getCopyOfContextMap();
		Map<String, String> ids = (context != null) ? new LinkedHashMap<>(context) : new LinkedHashMap<>();
		// Boot's own, if an application was started in this process before.
		ids.keySet().removeAll(Set.of("traceId", "spanId"));
		this.seen.add(ids);
		return ids;
	}

}
