package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.voicetelemetry.event.DiscardedMetrics;
import io.voicetelemetry.event.EouMetrics;
import io.voicetelemetry.event.InterruptionMetrics;
import io.voicetelemetry.event.LatencyPart;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.ModelUsage;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.SttMetrics;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.ToolMetrics;
import io.voicetelemetry.event.TtsMetrics;
import io.voicetelemetry.event.TurnLatency;
import io.voicetelemetry.event.TurnMetrics;
import io.voicetelemetry.event.UsageKind;
import io.voicetelemetry.event.VoiceMetrics;
import io.voicetelemetry.metrics.VoiceMetricsRecorder;
import io.voicetelemetry.usage.UsageCollector;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Every event, row and meter of a call of which each figure was reckoned by hand, to the
 * token and the millisecond.
 */
class SimulatedCallTests {

	/** Far below a millisecond: what is lost by doubles. */
	private static final Offset<Double> EXACT = within(1e-9);

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final UsageCollector usage = new UsageCollector();

	private final List<VoiceMetrics> events = new ArrayList<>();

	private final Recording recording = new Recording((settings) -> settings.metricsConsumer(this.events::add)
		.metricsConsumer(this.usage::collect)
		.metricsConsumer(new VoiceMetricsRecorder(this.meters, 100, 1000).listener()));

	private final SimulatedCall call = new SimulatedCall(this.recording);

	@BeforeEach
	void play() {
		this.call.play();
	}

	@AfterEach
	void closeRecording() {
		this.recording.assertValid();
		assertThat(this.recording.telemetry.refusals()).isEmpty();
		this.recording.close();
	}

	private <T extends VoiceMetrics> List<T> events(Class<T> type) {
		return this.events.stream().filter(type::isInstance).map(type::cast).toList();
	}

	@Test
	void tellsEachStageOnceInTheOrderInWhichTheyEnded() {
		assertThat(this.events).extracting(VoiceMetrics::type)
			.containsExactly("stt_metrics", "eou_metrics", "turn_metrics", "llm_metrics", "tool_metrics",
					"turn_latency", "llm_metrics", "tts_metrics", "turn_metrics", "stt_metrics", "llm_metrics",
					"discarded_metrics", "turn_metrics", "stt_metrics", "eou_metrics", "turn_metrics", "llm_metrics",
					"turn_latency", "llm_metrics", "tts_metrics", "interruption_metrics", "turn_metrics", "stt_metrics",
					"eou_metrics", "turn_metrics", "llm_metrics", "turn_latency", "tts_metrics", "turn_metrics");
	}

	@Test
	void stagesOfATurnShareItsId() {
		List<TurnMetrics> turns = events(TurnMetrics.class);
		List<String> ids = turns.stream().map((turn) -> turn.origin().speechId()).toList();
		// The caller's, the reply's; the caller's second, the one in vain, the answer; …
		assertThat(ids.get(0)).isEqualTo(ids.get(1));
		assertThat(ids.get(3)).isEqualTo(ids.get(2)).isEqualTo(ids.get(4)).isNotEqualTo(ids.get(0));
		assertThat(ids.get(5)).isEqualTo(ids.get(6)).isNotIn(ids.get(0), ids.get(2));
		assertThat(events(SttMetrics.class)).extracting((stt) -> stt.origin().speechId())
			.containsExactly(ids.get(0), ids.get(2), ids.get(2), ids.get(5));
		assertThat(events(LlmMetrics.class)).extracting((llm) -> llm.origin().speechId())
			.containsExactly(ids.get(0), ids.get(0), ids.get(2), ids.get(2), ids.get(2), ids.get(5));
		assertThat(this.events).allSatisfy((event) -> {
			assertThat(event.origin().sessionId()).isEqualTo("call-1");
			assertThat(event.origin().tenantId()).isEqualTo("riverside-clinic");
		});
	}

	@Test
	void measuresTheRequestsToModels() {
		List<LlmMetrics> requests = events(LlmMetrics.class);
		assertThat(requests).extracting((llm) -> llm.origin().model())
			.containsExactly("gpt-4o", "gpt-4o", "gpt-4o", "gpt-4o", "claude-haiku", "gpt-4o");
		assertThat(requests).extracting(VoiceMetrics::outcome)
			.containsExactly(Outcome.SUCCESS, Outcome.SUCCESS, Outcome.CANCELLED, Outcome.ERROR, Outcome.SUCCESS,
					Outcome.SUCCESS);
		assertThat(requests).extracting(LlmMetrics::attempts).containsExactly(2, 1, 1, 1, 1, 1);
		assertThat(requests).extracting((llm) -> millis(llm.duration()))
			.containsExactly(650L, 1000L, 350L, 500L, 700L, 300L);
		assertThat(requests).extracting((llm) -> millis(llm.ttft()))
			.containsExactly(550L, 300L, 250L, null, 200L, 200L);
		assertThat(requests).extracting(LlmMetrics::tokens)
			.containsExactly(TokenUsage.of(900L, 20L).withCachedInput(400),
					TokenUsage.of(1000L, 60L).withCachedInput(900), TokenUsage.of(500L, 10L), TokenUsage.unknown(),
					TokenUsage.of(520L, 40L), TokenUsage.of(1100L, 8L).withCachedInput(1024));
		assertThat(requests.get(0).tokensPerSecond().getAsDouble()).isCloseTo(20 / 0.1, EXACT);
		assertThat(requests.get(1).tokensPerSecond().getAsDouble()).isCloseTo(60 / 0.7, EXACT);
		assertThat(requests.get(2).tokensPerSecond().getAsDouble()).isCloseTo(10 / 0.1, EXACT);
		assertThat(requests.get(3).tokensPerSecond()).isEmpty();
		assertThat(requests.get(3).origin().errorType()).isEqualTo("java.lang.IllegalStateException");
	}

	@Test
	void measuresSpeechAndTools() {
		assertThat(events(SttMetrics.class)).extracting((stt) -> millis(stt.audioDuration()))
			.containsExactly(2200L, 1000L, 900L, 1100L);
		assertThat(events(SttMetrics.class)).allMatch(SttMetrics::streamed).allMatch((stt) -> stt.duration().isEmpty());
		List<TtsMetrics> syntheses = events(TtsMetrics.class);
		assertThat(syntheses).extracting(VoiceMetrics::outcome)
			.containsExactly(Outcome.SUCCESS, Outcome.CANCELLED, Outcome.SUCCESS);
		assertThat(syntheses).extracting(TtsMetrics::charactersCount)
			.containsExactly(OptionalLong.of(34), OptionalLong.of(7), OptionalLong.of(4));
		assertThat(syntheses).extracting((tts) -> millis(tts.audioDuration())).containsExactly(3000L, 1200L, 500L);
		assertThat(syntheses).extracting((tts) -> millis(tts.ttfb())).containsExactly(200L, 150L, 100L);
		assertThat(syntheses).extracting((tts) -> millis(tts.duration())).containsExactly(1000L, 1400L, 250L);
		assertThat(syntheses).extracting(TtsMetrics::streamed).containsExactly(true, false, false);
		ToolMetrics tool = events(ToolMetrics.class).get(0);
		assertThat(tool.tool()).isEqualTo("find_slots");
		assertThat(millis(tool.duration())).isEqualTo(700);
	}

	@Test
	void measuresTheEndsOfTurns() {
		List<EouMetrics> ends = events(EouMetrics.class);
		assertThat(ends).extracting((eou) -> millis(eou.endOfUtteranceDelay())).containsExactly(500L, 400L, 200L);
		assertThat(ends).extracting((eou) -> millis(eou.transcriptionDelay())).containsExactly(200L, 200L, 100L);
		assertThat(ends).extracting((eou) -> millis(eou.onUserTurnCompletedDelay())).containsExactly(100L, null, null);
		InterruptionMetrics interruption = events(InterruptionMetrics.class).get(0);
		assertThat(interruption.source()).isEqualTo("audio_activity");
		assertThat(millis(interruption.detectionDelay())).isEqualTo(200);
		assertThat(millis(interruption.playoutPosition())).isEqualTo(1200);
	}

	@Test
	void takesTheFeltLatencyApart() {
		List<TurnLatency> latencies = events(TurnLatency.class);
		assertThat(latencies).extracting((latency) -> millis(latency.e2eLatency())).containsExactly(2800L, 1500L, 600L);
		assertThat(latencies).extracting((latency) -> millis(latency.totalLatency()))
			.containsExactly(1000L, 750L, 500L);
		assertThat(parts(latencies.get(0))).containsExactly("transcription 200", "endpointing 300",
				"on_user_turn_completed 100", "other 50", "llm 250", "llm 300", "first_sentence 100", "tool 700",
				"llm 300", "first_sentence 200", "tts 200", "playout 100");
		assertThat(parts(latencies.get(1))).containsExactly("transcription 200", "endpointing 200", "llm 500",
				"llm 200", "first_sentence 200", "tts 150", "playout 50");
		assertThat(parts(latencies.get(2))).containsExactly("transcription 100", "endpointing 100", "llm 200",
				"first_sentence 50", "tts 100", "playout 50");
	}

	private static List<String> parts(TurnLatency latency) {
		return latency.parts().stream().map((part) -> part.kind().value() + " " + millis(part.duration())).toList();
	}

	@Test
	void marksWhatWasDiscarded() {
		DiscardedMetrics discarded = events(DiscardedMetrics.class).get(0);
		assertThat(discarded.request()).isSameAs(events(LlmMetrics.class).get(2));
		assertThat(events(TurnMetrics.class)).extracting(TurnMetrics::discarded)
			.containsExactly(false, false, true, false, false, false, false);
	}

	@Test
	void addsUpTheUsage() {
		List<ModelUsage> expected = List.of(
				new ModelUsage(UsageKind.LLM, "openai", "gpt-4o", 5, 1, 1, 1,
						TokenUsage.of(3500L, 98L).withCachedInput(2324), TokenUsage.of(500L, 10L), OptionalLong.empty(),
						OptionalDouble.empty(), OptionalDouble.empty()),
				new ModelUsage(UsageKind.LLM, "anthropic", "claude-haiku", 1, 0, 0, 0, TokenUsage.of(520L, 40L),
						TokenUsage.unknown(), OptionalLong.empty(), OptionalDouble.empty(), OptionalDouble.empty()),
				new ModelUsage(UsageKind.TTS, "elevenlabs", "flash", 3, 0, 1, 0, TokenUsage.unknown(),
						TokenUsage.unknown(), OptionalLong.of(45), OptionalDouble.of(4.7), OptionalDouble.empty()),
				new ModelUsage(UsageKind.STT, "deepgram", "nova-3", 4, 0, 0, 0, TokenUsage.unknown(),
						TokenUsage.unknown(), OptionalLong.empty(), OptionalDouble.of(5.2), OptionalDouble.empty()));
		assertThat(this.call.session().usage().usage()).isEqualTo(expected);
		assertThat(this.usage.usage()).isEqualTo(expected);
		assertThat(Recording.attributes(this.recording.span(this.call.session())))
			.containsEntry("voice.usage.llm.input_tokens", 4020L)
			.containsEntry("voice.usage.llm.cached_input_tokens", 2324L)
			.containsEntry("voice.usage.llm.output_tokens", 138L)
			.containsEntry("voice.usage.tts.characters", 45L)
			.containsEntry("voice.usage.tts.audio_duration", 4.7)
			.containsEntry("voice.usage.stt.audio_duration", 5.2);
	}

	@Test
	void metersTheCall() {
		assertThat(count("voice.sessions.started", "voice.room_name.present", "true")).isOne();
		assertThat(this.meters.get("voice.sessions.active").gauge().value()).isZero();
		assertThat(sum("voice.session.duration_ms", "voice.disconnect_reason", "hangup")).isEqualTo(17_000);
		assertThat(count("voice.turns", "role", "user")).isEqualTo(3);
		assertThat(count("voice.turns", "role", "agent", "outcome", "success")).isEqualTo(2);
		assertThat(count("voice.turns", "role", "agent", "outcome", "cancelled")).isEqualTo(2);
		assertThat(count("voice.interruptions", "source", "audio_activity")).isOne();
		assertThat(count("voice.replies.discarded")).isOne();
		assertThat(count("voice.tool.calls", "tool", "find_slots", "outcome", "success")).isOne();
		assertThat(count("voice.errors", "error.type", "java.lang.IllegalStateException")).isOne();
		assertThat(count("llm.tokens.input", "llm.model", "gpt-4o", "outcome", "success")).isEqualTo(3000);
		assertThat(count("llm.tokens.input", "llm.model", "gpt-4o", "outcome", "cancelled")).isEqualTo(500);
		assertThat(count("llm.tokens.output", "llm.model", "claude-haiku")).isEqualTo(40);
		assertThat(count("llm.retries", "llm.model", "gpt-4o")).isOne();
		assertThat(count("voice.tts.characters")).isEqualTo(45);
		assertThat(count("voice.tts.audio_seconds")).isCloseTo(4.7, EXACT);
		assertThat(count("voice.stt.audio_seconds")).isCloseTo(5.2, EXACT);
		assertThat(sum("voice.turn.latency")).isCloseTo(2.8 + 1.5 + 0.6, EXACT);
		assertThat(sum("voice.turn.total_latency")).isCloseTo(1.0 + 0.75 + 0.5, EXACT);
		assertThat(sum("voice.turn.end_of_utterance_delay")).isCloseTo(0.5 + 0.4 + 0.2, EXACT);
		assertThat(sum("voice.turn.transcription_delay")).isCloseTo(0.2 + 0.2 + 0.1, EXACT);
		assertThat(sum("voice.tool.duration")).isCloseTo(0.7, EXACT);
		assertThat(sum("gen_ai.client.operation.time_to_first_chunk", "gen_ai.request.model", "claude-haiku"))
			.isCloseTo(0.2, EXACT);
		assertThat(sum("gen_ai.client.operation.duration")).isCloseTo(0.65 + 1 + 0.35 + 0.5 + 0.7 + 0.3, EXACT);
		assertThat(sum("gen_ai.client.token.usage", "gen_ai.token.type", "input")).isEqualTo(4020);
		assertThat(sum("gen_ai.client.token.usage", "gen_ai.token.type", "output")).isEqualTo(138);
	}

	@Test
	void metersAllThatAndNothingElse() {
		Map<String, Double> expected = Map.ofEntries(
				Map.entry("gen_ai.client.operation.duration", 0.65 + 1 + 0.35 + 0.5 + 0.7 + 0.3),
				Map.entry("gen_ai.client.operation.time_to_first_chunk", 0.55 + 0.3 + 0.25 + 0.2 + 0.2),
				Map.entry("gen_ai.client.token.usage", 4020.0 + 138), Map.entry("gen_ai.execute_tool.duration", 0.7),
				Map.entry("gen_ai.invoke_agent.duration", 5.15 + 0.35 + 2.3 + 0.9), Map.entry("llm.requests", 6.0),
				Map.entry("llm.retries", 1.0), Map.entry("llm.tokens.detail", 2324.0),
				Map.entry("llm.tokens.discarded", 500.0 + 10), Map.entry("llm.tokens.input", 4020.0),
				Map.entry("llm.tokens.output", 138.0),
				Map.entry("llm.tokens_per_second", 20 / 0.1 + 60 / 0.7 + 10 / 0.1 + 40 / 0.5 + 8 / 0.1),
				Map.entry("voice.errors", 1.0), Map.entry("voice.interruption.detection_delay", 0.2),
				Map.entry("voice.interruption.playout_position", 1.2), Map.entry("voice.interruptions", 1.0),
				Map.entry("voice.replies.discarded", 1.0), Map.entry("voice.requests.discarded", 1.0),
				Map.entry("voice.session.duration_ms", 17_000.0), Map.entry("voice.sessions.active", 0.0),
				Map.entry("voice.sessions.started", 1.0), Map.entry("voice.stt.audio_seconds", 2.2 + 1 + 0.9 + 1.1),
				Map.entry("voice.tool.calls", 1.0), Map.entry("voice.tool.duration", 0.7),
				Map.entry("voice.tts.audio_seconds", 3 + 1.2 + 0.5), Map.entry("voice.tts.characters", 34.0 + 7 + 4),
				Map.entry("voice.tts.duration", 1 + 1.4 + 0.25),
				Map.entry("voice.tts.time_to_first_byte", 0.2 + 0.15 + 0.1),
				Map.entry("voice.turn.duration", 2.6 + 2.4 + 1.2 + 8.7),
				Map.entry("voice.turn.end_of_utterance_delay", 0.5 + 0.4 + 0.2),
				Map.entry("voice.turn.latency", 2.8 + 1.5 + 0.6), Map.entry("voice.turn.latency.part", 2.8 + 1.5 + 0.6),
				Map.entry("voice.turn.on_user_turn_completed_delay", 0.1),
				Map.entry("voice.turn.total_latency", 1 + 0.75 + 0.5),
				Map.entry("voice.turn.transcription_delay", 0.2 + 0.2 + 0.1), Map.entry("voice.turns", 3.0 + 4));
		Map<String, Double> sums = new TreeMap<>();
		this.meters.getMeters()
			.stream()
			.filter((meter) -> !meter.getId().getName().endsWith(".histogram"))
			.forEach((meter) -> sums.merge(meter.getId().getName(), sumOrCount(meter), Double::sum));
		assertThat(sums).containsOnlyKeys(expected.keySet());
		sums.forEach((name, sum) -> assertThat(sum).as(name).isCloseTo(expected.get(name), EXACT));
	}

	private static double sumOrCount(Meter meter) {
		if (meter instanceof Counter counter) {
			return counter.count();
		}
		return (meter instanceof Gauge gauge) ? gauge.value() : sum(meter);
	}

	@Test
	void metersTheParts() {
		assertThat(sumOfPart(LatencyPart.Kind.TRANSCRIPTION)).isCloseTo(0.5, EXACT);
		assertThat(sumOfPart(LatencyPart.Kind.ENDPOINTING)).isCloseTo(0.6, EXACT);
		assertThat(sumOfPart(LatencyPart.Kind.ON_USER_TURN_COMPLETED)).isCloseTo(0.1, EXACT);
		assertThat(sumOfPart(LatencyPart.Kind.LLM)).isCloseTo(0.85 + 0.7 + 0.2, EXACT);
		assertThat(sumOfPart(LatencyPart.Kind.FIRST_SENTENCE)).isCloseTo(0.3 + 0.2 + 0.05, EXACT);
		assertThat(sumOfPart(LatencyPart.Kind.TOOL)).isCloseTo(0.7, EXACT);
		assertThat(sumOfPart(LatencyPart.Kind.TTS)).isCloseTo(0.2 + 0.15 + 0.1, EXACT);
		assertThat(sumOfPart(LatencyPart.Kind.PLAYOUT)).isCloseTo(0.1 + 0.05 + 0.05, EXACT);
		assertThat(sumOfPart(LatencyPart.Kind.OTHER)).isCloseTo(0.05, EXACT);
	}

	private double sumOfPart(LatencyPart.Kind kind) {
		return sum("voice.turn.latency.part", "part", kind.value());
	}

	private double count(String name, String... tags) {
		return this.meters.get(name).tags(tags).counters().stream().mapToDouble((counter) -> counter.count()).sum();
	}

	private double sum(String name, String... tags) {
		return this.meters.get(name).tags(tags).meters().stream().mapToDouble(SimulatedCallTests::sum).sum();
	}

	private static double sum(Meter meter) {
		return (meter instanceof Timer timer) ? timer.totalTime(TimeUnit.SECONDS)
				: ((DistributionSummary) meter).totalAmount();
	}

	private static long millis(double seconds) {
		double millis = seconds * 1000;
		assertThat(millis).isCloseTo(Math.round(millis), within(1e-6));
		return Math.round(millis);
	}

	private static Long millis(OptionalDouble seconds) {
		return seconds.isPresent() ? millis(seconds.getAsDouble()) : null;
	}

}
