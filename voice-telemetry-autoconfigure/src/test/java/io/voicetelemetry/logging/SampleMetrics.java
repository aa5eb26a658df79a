package io.voicetelemetry.logging;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import io.voicetelemetry.event.DiscardedMetrics;
import io.voicetelemetry.event.EouMetrics;
import io.voicetelemetry.event.InterruptionMetrics;
import io.voicetelemetry.event.LatencyPart;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.ModelUsage;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.RealtimeMetrics;
import io.voicetelemetry.event.SttMetrics;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.ToolMetrics;
import io.voicetelemetry.event.TtsMetrics;
import io.voicetelemetry.event.TurnLatency;
import io.voicetelemetry.event.TurnMetrics;
import io.voicetelemetry.event.UsageKind;
import io.voicetelemetry.event.UsageSummary;
import io.voicetelemetry.event.VoiceMetrics;
import org.jspecify.annotations.Nullable;

/**
 * Figures of each kind, with everything known or nothing.
 */
final class SampleMetrics {

	static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	static final String SPAN_ID = "b7ad6b7169203331";

	private static final OptionalDouble UNKNOWN = OptionalDouble.empty();

	private SampleMetrics() {
	}

	static MetricsOrigin origin(@Nullable String provider, @Nullable String model) {
		return new MetricsOrigin("call-1", "clinic", "speech_1", provider, model, null, "req-1", null, null,
				Outcome.SUCCESS, null, Instant.EPOCH, TRACE_ID, SPAN_ID);
	}

	static MetricsOrigin nowhere() {
		return MetricsOrigin.of(null, null, Instant.EPOCH);
	}

	static LlmMetrics llm() {
		return new LlmMetrics(origin("openai", "gpt-4o"), 1.2344, OptionalDouble.of(0.38649),
				TokenUsage.of(370L, 15L)
					.withCachedInput(350)
					.withCacheCreationInput(0)
					.withReasoningOutput(4)
					.with(TokenType.INPUT_AUDIO, 7),
				OptionalDouble.of(41.6666), 2);
	}

	static SttMetrics stt() {
		return new SttMetrics(origin("deepgram", "nova-3"), OptionalDouble.of(0.25), OptionalDouble.of(3.2),
				TokenUsage.of(40L, 12L), false, OptionalDouble.of(0.05), false);
	}

	static TtsMetrics tts() {
		return new TtsMetrics(origin("cartesia", "sonic-2"), 0.9, OptionalDouble.of(0.1804), OptionalDouble.of(2.5),
				OptionalLong.of(62), TokenUsage.of(20L, 300L), true, "seg-1", 1, OptionalDouble.of(0.031), true);
	}

	static EouMetrics eou() {
		return new EouMetrics(origin("livekit", "turn-detector"), OptionalDouble.of(0.61), OptionalDouble.of(0.21),
				OptionalDouble.of(0.002), OptionalDouble.of(0.0155), 1);
	}

	static RealtimeMetrics realtime() {
		TokenUsage tokens = TokenUsage.of(1000L, 200L);
		for (TokenType type : TokenType.values()) {
			tokens = (tokens.count(type).isEmpty()) ? tokens.with(type, type.ordinal()) : tokens;
		}
		return new RealtimeMetrics(origin("openai", "gpt-realtime"), 3.0, OptionalDouble.of(0.3), tokens,
				OptionalDouble.of(74), OptionalDouble.of(60), OptionalDouble.of(0.1), null);
	}

	static InterruptionMetrics interruption() {
		return new InterruptionMetrics(origin("livekit", "bargein"), "user_speech", 1, 2, 3, OptionalDouble.of(0.12),
				OptionalDouble.of(0.04), OptionalDouble.of(0.3), OptionalDouble.of(1.75));
	}

	static ToolMetrics tool() {
		return new ToolMetrics(origin(null, null).withOutcome(Outcome.ERROR, "java.net.SocketTimeoutException"),
				"find_slot", 5.0);
	}

	static TurnMetrics turn() {
		return new TurnMetrics(origin(null, null).withOutcome(Outcome.CANCELLED, null), TurnMetrics.Role.AGENT, 4.5,
				true, false);
	}

	static TurnLatency latency() {
		return new TurnLatency(origin(null, null), "speech_0", 1.9, OptionalDouble.of(1.176),
				List.of(part(LatencyPart.Kind.TRANSCRIPTION, 0, 0.21), part(LatencyPart.Kind.ENDPOINTING, 0.21, 0.4),
						part(LatencyPart.Kind.LLM, 0.61, 0.3), part(LatencyPart.Kind.TOOL, 0.91, 0.45),
						part(LatencyPart.Kind.LLM, 1.36, 0.2), part(LatencyPart.Kind.TTS, 1.56, 0.18),
						part(LatencyPart.Kind.PLAYOUT, 1.74, 0.16)));
	}

	private static LatencyPart part(LatencyPart.Kind kind, double start, double duration) {
		return new LatencyPart(kind, start, duration);
	}

	static DiscardedMetrics discarded() {
		return new DiscardedMetrics(origin("openai", "gpt-4o"), llm());
	}

	static List<VoiceMetrics> all() {
		return List.of(llm(), stt(), tts(), eou(), realtime(), interruption(), tool(), turn(), latency(), discarded());
	}

	/**
	 * Figures that know nothing but what they must.
	 */
	static List<VoiceMetrics> unknown() {
		MetricsOrigin origin = nowhere();
		TokenUsage tokens = TokenUsage.unknown();
		LlmMetrics llm = new LlmMetrics(origin, 0, UNKNOWN, tokens, UNKNOWN, 1);
		return List.of(llm, new SttMetrics(origin, UNKNOWN, UNKNOWN, tokens, true, UNKNOWN, null),
				new TtsMetrics(origin, 0, UNKNOWN, UNKNOWN, OptionalLong.empty(), tokens, true, null, 1, UNKNOWN, null),
				new EouMetrics(origin, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, 0),
				new RealtimeMetrics(origin, 0, UNKNOWN, tokens, UNKNOWN, UNKNOWN, UNKNOWN, null),
				new InterruptionMetrics(origin, null, 0, 0, 0, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
				new ToolMetrics(origin, null, 0), new TurnMetrics(origin, TurnMetrics.Role.USER, 0, false, false),
				new TurnLatency(origin, null, 0, UNKNOWN, List.of()), new DiscardedMetrics(origin, llm));
	}

	static UsageSummary usage() {
		TokenUsage tokens = TokenUsage.of(1110L, 45L).withCachedInput(700);
		return usage(List.of(
				model(UsageKind.LLM, "openai", "gpt-4o", 4, tokens, TokenUsage.of(370L, 15L), OptionalLong.empty(),
						UNKNOWN),
				new ModelUsage(UsageKind.LLM, "anthropic", "claude", 1, 1, 0, 0, TokenUsage.unknown(),
						TokenUsage.unknown(), OptionalLong.empty(), UNKNOWN, UNKNOWN),
				model(UsageKind.TTS, "cartesia", "sonic-2", 3, TokenUsage.unknown(), TokenUsage.unknown(),
						OptionalLong.of(186), OptionalDouble.of(7.5)),
				model(UsageKind.STT, "", "", 2, TokenUsage.unknown(), TokenUsage.unknown(), OptionalLong.empty(),
						OptionalDouble.of(12.3456))));
	}

	static UsageSummary usage(List<ModelUsage> models) {
		return new UsageSummary("call-1", "clinic", Instant.EPOCH, TRACE_ID, SPAN_ID, models);
	}

	static ModelUsage model(UsageKind kind, String provider, String model, long requests, TokenUsage tokens,
			TokenUsage discarded, OptionalLong characters, OptionalDouble audio) {
		return new ModelUsage(kind, provider, model, requests, 0, 0, discarded.input().isPresent() ? 1 : 0, tokens,
				discarded, characters, audio, UNKNOWN);
	}

}
