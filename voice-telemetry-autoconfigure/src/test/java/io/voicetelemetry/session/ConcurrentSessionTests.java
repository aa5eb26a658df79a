package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many calls at once on one pool of threads, each step on whatever thread is free.
 */
@Timeout(120)
class ConcurrentSessionTests {

	private static final int SESSIONS = 1000;

	private static final Map<String, Integer> SPANS_OF_A_CALL = Map.ofEntries(Map.entry("agent_session", 1),
			Map.entry("user_turn", 1), Map.entry("user_speaking", 1), Map.entry("eou_wait", 1),
			Map.entry("stt_request", 1), Map.entry("agent_turn", 1), Map.entry("llm_node", 1),
			Map.entry("llm_request", 1), Map.entry("llm_request_run", 2), Map.entry("function_tool", 2),
			Map.entry("tts_node", 1), Map.entry("tts_request", 1), Map.entry("agent_speaking", 1),
			Map.entry("audit", 1));

	private final Recording recording = new Recording((settings) -> settings.timeSource(TimeSource.SYSTEM));

	private final RecordingVoiceTelemetry telemetry = this.recording.telemetry;

	private final ExecutorService pool = Executors.newFixedThreadPool(32);

	@AfterEach
	void closeRecording() {
		this.pool.shutdownNow();
		this.recording.close();
	}

	@Test
	void mixNothingAndLoseNothing() throws Exception {
		List<CompletableFuture<?>> calls = new ArrayList<>();
		for (int i = 0; i < SESSIONS; i++) {
			calls.add(call("call-" + i));
		}
		CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
		assertThat(this.telemetry.openSessions()).isZero();
		assertThat(this.telemetry.refusals()).isEmpty();
		Map<String, List<SpanData>> traces = new HashMap<>();
		this.recording.spans()
			.forEach((span) -> traces.computeIfAbsent(span.getTraceId(), (id) -> new ArrayList<>()).add(span));
		assertThat(traces).hasSize(SESSIONS);
		assertThat(traces.values()).allSatisfy((trace) -> {
			assertThat(trace).extracting((span) -> Recording.attribute(span, "session.id"))
				.containsOnly(Recording.attribute(trace.get(0), "session.id"));
			Map<String, Integer> names = new HashMap<>();
			trace.forEach((span) -> names.merge(span.getName(), 1, Integer::sum));
			assertThat(names).isEqualTo(SPANS_OF_A_CALL);
		});
		this.recording.assertValid();
	}

	private CompletableFuture<?> call(String id) {
		return run(() -> this.telemetry.session().id(id).start()).thenComposeAsync((session) -> userTurn(id), this.pool)
			.thenComposeAsync((turn) -> agentTurn(id), this.pool)
			.thenRunAsync(() -> this.telemetry.session(id).end(), this.pool);
	}

	private CompletableFuture<?> userTurn(String id) {
		UserTurn turn = this.telemetry.session(id).startUserTurn();
		CompletableFuture<?> speech = run(() -> turn.startRecognition())
			.thenAcceptAsync((recognition) -> recognition.transcript("hello").end(), this.pool);
		CompletableFuture<?> signals = CompletableFuture.runAsync(() -> turn.startedSpeaking(null), this.pool)
			.thenRunAsync(() -> turn.stoppedSpeaking(null), this.pool);
		return CompletableFuture.allOf(speech, signals).thenRunAsync(turn::end, this.pool);
	}

	private CompletableFuture<?> agentTurn(String id) {
		VoiceSession session = this.telemetry.session(id);
		AgentTurn turn = session.startAgentTurn();
		CompletableFuture<?> model = run(turn::startLlmNode).thenComposeAsync(this::model, this.pool);
		CompletableFuture<?> tools = CompletableFuture.allOf(startAndEnd(() -> session.startToolCall("book")),
				startAndEnd(() -> turn.startToolCall("find")), startAndEnd(() -> turn.startOperation("audit")));
		CompletableFuture<?> speech = run(session::startTtsNode).thenComposeAsync((node) -> {
			CompletableFuture<?> synthesis = startAndEnd(node::startSynthesis);
			return synthesis.thenRunAsync(node::end, this.pool);
		}, this.pool).thenRunAsync(() -> turn.firstAudioPlayed(null), this.pool);
		// The end of the reply does not wait for its steps.
		CompletableFuture<?> steps = CompletableFuture.allOf(model, tools, speech);
		return speech.thenRunAsync(turn::end, this.pool).thenCompose((ended) -> steps);
	}

	private CompletableFuture<?> model(LlmNode node) {
		LlmCall call = node.startLlmCall();
		return startAndEnd(call::startAttempt).thenComposeAsync((first) -> startAndEnd(call::startAttempt), this.pool)
			.thenRunAsync(node::end, this.pool)
			.thenRunAsync(call::end, this.pool);
	}

	private CompletableFuture<?> startAndEnd(Supplier<? extends VoiceSpan> start) {
		return run(start).thenAcceptAsync(VoiceSpan::end, this.pool);
	}

	private <T> CompletableFuture<T> run(Supplier<T> supplier) {
		return CompletableFuture.supplyAsync(supplier, this.pool);
	}

}
