package io.voicetelemetry.logging;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.ModelUsage;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.ToolMetrics;
import io.voicetelemetry.event.UsageSummary;
import io.voicetelemetry.event.VoiceMetrics;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.entry;

class MetricsLogTests {

	private final MetricsLog log = new MetricsLog();

	private final RecordedLines recorded = RecordedLines.open();

	@AfterEach
	void stopRecording() {
		this.recorded.close();
	}

	@Test
	void isWrittenAtInfoUnderTheNameOfTheClass() {
		this.log.onMetrics(SampleMetrics.llm());
		assertThat(this.recorded.line().getLevel()).isEqualTo(Level.INFO);
		assertThat(this.recorded.line().getLoggerName()).isEqualTo("io.voicetelemetry.logging.MetricsLog");
	}

	@Test
	void everyKindHasALine() {
		assertThat(SampleMetrics.all()).extracting(Object::getClass)
			.hasSameElementsAs(List.of(VoiceMetrics.class.getPermittedSubclasses()));
		SampleMetrics.all().forEach(this.log::onMetrics);
		assertThat(this.recorded.lines()).extracting((line) -> line.getFormattedMessage().split(":")[0])
			.containsExactly("LLM metrics", "STT metrics", "TTS metrics", "EOU metrics", "RealtimeModel metrics",
					"Interruption metrics", "Tool metrics", "Turn metrics", "Turn latency", "Discarded metrics");
		assertThat(this.recorded.lines()).extracting((line) -> RecordedLines.fields(line).get("metrics_type"))
			.isEqualTo(SampleMetrics.all().stream().map(VoiceMetrics::type).toList());
	}

	@Test
	void tellsALanguageModel() {
		this.log.onMetrics(SampleMetrics.llm());
		assertMessage("LLM metrics: gpt-4o, ttft 0.386 s, duration 1.234 s, 370 prompt tokens, 15 completion tokens, "
				+ "350 prompt cached tokens, 0 cache creation tokens, 4 reasoning tokens, 41.67 tokens per second, "
				+ "2 attempts, attempt ttft 0.386 s, attempt duration 1.234 s [call-1 speech_1]");
		assertThat(this.recorded.fields()).containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
				entry("metrics_type", "llm_metrics"), entry("model_name", "gpt-4o"), entry("model_provider", "openai"),
				entry("ttft", 0.386), entry("duration", 1.234), entry("prompt_tokens", 370L),
				entry("completion_tokens", 15L), entry("prompt_cached_tokens", 350L),
				entry("cache_creation_tokens", 0L), entry("reasoning_tokens", 4L), entry("input_audio_tokens", 7L),
				entry("tokens_per_second", 41.67), entry("attempts", 2), entry("attempt_ttft", 0.386),
				entry("attempt_duration", 1.234), entry("outcome", "success")));
	}

	@Test
	void tellsSpeechRecognition() {
		this.log.onMetrics(SampleMetrics.stt());
		assertMessage("STT metrics: nova-3, audio duration 3.200 s, duration 0.250 s, acquire time 0.050 s, "
				+ "40 input tokens, 12 output tokens [call-1 speech_1]");
		assertThat(this.recorded.fields()).containsExactlyInAnyOrderEntriesOf(Map.of("metrics_type", "stt_metrics",
				"model_name", "nova-3", "model_provider", "deepgram", "audio_duration", 3.2, "duration", 0.25,
				"acquire_time", 0.05, "input_tokens", 40L, "output_tokens", 12L, "outcome", "success"));
	}

	@Test
	void tellsSpeechSynthesis() {
		this.log.onMetrics(SampleMetrics.tts());
		assertMessage("TTS metrics: sonic-2, ttfb 0.180 s, duration 0.900 s, audio duration 2.500 s, "
				+ "acquire time 0.031 s, 62 characters, 20 input tokens, 300 output tokens [call-1 speech_1]");
		assertThat(this.recorded.fields())
			.containsExactlyInAnyOrderEntriesOf(Map.ofEntries(entry("metrics_type", "tts_metrics"),
					entry("model_name", "sonic-2"), entry("model_provider", "cartesia"), entry("ttfb", 0.18),
					entry("duration", 0.9), entry("audio_duration", 2.5), entry("acquire_time", 0.031),
					entry("characters_count", 62L), entry("input_tokens", 20L), entry("output_tokens", 300L),
					entry("attempts", 1), entry("outcome", "success")));
	}

	@Test
	void tellsTheEndOfATurn() {
		this.log.onMetrics(SampleMetrics.eou());
		assertMessage("EOU metrics: turn-detector, end of utterance delay 0.610 s, transcription delay 0.210 s, "
				+ "on user turn completed delay 0.002 s, detection duration 0.016 s [call-1 speech_1]");
		assertThat(this.recorded.fields())
			.containsExactlyInAnyOrderEntriesOf(Map.of("metrics_type", "eou_metrics", "model_name", "turn-detector",
					"model_provider", "livekit", "end_of_utterance_delay", 0.61, "transcription_delay", 0.21,
					"on_user_turn_completed_delay", 0.002, "detection_duration", 0.016, "outcome", "success"));
	}

	@Test
	void tellsASpeechToSpeechModel() {
		this.log.onMetrics(SampleMetrics.realtime());
		assertMessage("RealtimeModel metrics: gpt-realtime, ttft 0.300 s, duration 3.000 s, "
				+ "session duration 60.000 s, acquire time 0.100 s, 1000 input tokens, 200 output tokens, "
				+ "2 cached input tokens, 3 cache creation tokens, 4 reasoning tokens, 74.0 tokens per second "
				+ "[call-1 speech_1]");
		assertThat(this.recorded.fields()).containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
				entry("metrics_type", "realtime_model_metrics"), entry("model_name", "gpt-realtime"),
				entry("model_provider", "openai"), entry("ttft", 0.3), entry("duration", 3.0),
				entry("session_duration", 60.0), entry("acquire_time", 0.1), entry("input_tokens", 1000L),
				entry("output_tokens", 200L), entry("cached_input_tokens", 2L), entry("cache_creation_tokens", 3L),
				entry("reasoning_tokens", 4L), entry("input_audio_tokens", 5L), entry("input_text_tokens", 6L),
				entry("input_image_tokens", 7L), entry("input_cached_audio_tokens", 8L),
				entry("input_cached_text_tokens", 9L), entry("input_cached_image_tokens", 10L),
				entry("output_audio_tokens", 11L), entry("output_text_tokens", 12L), entry("output_image_tokens", 13L),
				entry("total_tokens", 1200L), entry("tokens_per_second", 74.0), entry("outcome", "success")));
	}

	@Test
	void tellsAnInterruption() {
		this.log.onMetrics(SampleMetrics.interruption());
		assertMessage("Interruption metrics: by user_speech, bargein, 1 interruptions, 2 backchannels, "
				+ "total duration 0.120 s, prediction duration 0.040 s, detection delay 0.300 s, "
				+ "playout position 1.750 s [call-1 speech_1]");
		assertThat(this.recorded.fields())
			.containsExactlyInAnyOrderEntriesOf(Map.ofEntries(entry("metrics_type", "interruption_metrics"),
					entry("interruption_source", "user_speech"), entry("model_name", "bargein"),
					entry("model_provider", "livekit"), entry("num_interruptions", 1), entry("num_backchannels", 2),
					entry("num_requests", 3), entry("total_duration", 0.12), entry("prediction_duration", 0.04),
					entry("detection_delay", 0.3), entry("playout_position", 1.75), entry("outcome", "success")));
	}

	@Test
	void tellsAToolCallThatFailed() {
		this.log.onMetrics(SampleMetrics.tool());
		assertMessage("Tool metrics: find_slot, duration 5.000 s, error java.net.SocketTimeoutException "
				+ "[call-1 speech_1]");
		assertThat(this.recorded.fields())
			.containsExactlyInAnyOrderEntriesOf(Map.of("metrics_type", "tool_metrics", "tool", "find_slot", "duration",
					5.0, "outcome", "error", "error_type", "java.net.SocketTimeoutException"));
	}

	@Test
	void tellsAReplyThatWasCutOff() {
		this.log.onMetrics(SampleMetrics.turn());
		assertMessage("Turn metrics: agent, duration 4.500 s, interrupted, cancelled [call-1 speech_1]");
		assertThat(this.recorded.fields())
			.containsExactlyInAnyOrderEntriesOf(Map.of("metrics_type", "turn_metrics", "turn_role", "agent", "duration",
					4.5, "interrupted", true, "discarded", false, "outcome", "cancelled"));
	}

	@Test
	void tellsWhatTheCallerWaitedFor() {
		this.log.onMetrics(SampleMetrics.latency());
		assertMessage("Turn latency: e2e latency 1.900 s = transcription 0.210 + endpointing 0.400 + llm 0.500 "
				+ "+ tool 0.450 + tts 0.180 + playout 0.160, total latency 1.176 s [call-1 speech_1]");
		assertThat(this.recorded.fields()).containsExactlyInAnyOrderEntriesOf(
				Map.ofEntries(entry("metrics_type", "turn_latency"), entry("answered_speech_id", "speech_0"),
						entry("e2e_latency", 1.9), entry("total_latency", 1.176), entry("latency_transcription", 0.21),
						entry("latency_endpointing", 0.4), entry("latency_llm", 0.5), entry("latency_tool", 0.45),
						entry("latency_tts", 0.18), entry("latency_playout", 0.16), entry("outcome", "success")));
	}

	@Test
	void tellsWhatWasDiscardedUnderKeysOfItsOwn() {
		this.log.onMetrics(SampleMetrics.discarded());
		assertMessage("Discarded metrics: llm metrics, gpt-4o, 370 discarded prompt tokens, "
				+ "15 discarded completion tokens [call-1 speech_1]");
		assertThat(this.recorded.fields()).containsExactlyInAnyOrderEntriesOf(Map.of("metrics_type",
				"discarded_metrics", "discarded_type", "llm_metrics", "model_name", "gpt-4o", "model_provider",
				"openai", "discarded_prompt_tokens", 370L, "discarded_completion_tokens", 15L, "outcome", "success"));
	}

	@Test
	void leavesOutWhatIsNotKnown() {
		SampleMetrics.unknown().forEach(this.log::onMetrics);
		assertThat(this.recorded.lines()).extracting(ILoggingEvent::getFormattedMessage)
			.containsExactly("LLM metrics: duration 0.000 s", "STT metrics", "TTS metrics: duration 0.000 s",
					"EOU metrics", "RealtimeModel metrics: duration 0.000 s",
					"Interruption metrics: 0 interruptions, 0 backchannels", "Tool metrics: duration 0.000 s",
					"Turn metrics: user, duration 0.000 s", "Turn latency: e2e latency 0.000 s",
					"Discarded metrics: llm metrics");
		assertThat(this.recorded.lines().stream().map((line) -> RecordedLines.fields(line).keySet()))
			.map((keys) -> keys.stream().collect(Collectors.joining(" ")))
			.containsExactly("metrics_type model_name model_provider duration attempts outcome",
					"metrics_type model_name model_provider outcome",
					"metrics_type model_name model_provider duration attempts outcome", "metrics_type outcome",
					"metrics_type model_name model_provider duration outcome",
					"metrics_type num_interruptions num_backchannels num_requests outcome",
					"metrics_type duration outcome", "metrics_type turn_role duration interrupted discarded outcome",
					"metrics_type e2e_latency outcome", "metrics_type discarded_type outcome");
		assertThat(RecordedLines.fields(this.recorded.lines().get(0))).containsEntry("model_name", "unknown")
			.containsEntry("model_provider", "unknown");
	}

	@Test
	void tellsTheUsageOfACall() {
		this.log.onUsage(SampleMetrics.usage());
		assertMessage("Usage: llm gpt-4o 4 requests (1 discarded) 1110 tokens in (700 cached) 45 out, "
				+ "llm claude 1 requests (1 failed), tts sonic-2 3 requests 186 characters 7.500 s audio, "
				+ "stt unknown 2 requests 12.346 s audio [call-1]");
		Map<String, Object> fields = this.recorded.fields();
		assertThat(fields).containsOnlyKeys("metrics_type", "llm_prompt_tokens", "llm_prompt_cached_tokens",
				"llm_completion_tokens", "tts_characters_count", "tts_audio_duration", "stt_audio_duration", "models");
		assertThat(fields).containsEntry("metrics_type", "usage")
			.containsEntry("llm_prompt_tokens", 1110L)
			.containsEntry("llm_prompt_cached_tokens", 700L)
			.containsEntry("llm_completion_tokens", 45L)
			.containsEntry("tts_characters_count", 186L)
			.containsEntry("tts_audio_duration", 7.5)
			.containsEntry("stt_audio_duration", 12.346);
		assertThat(fields.get("models")).asInstanceOf(InstanceOfAssertFactories.LIST)
			.hasSize(4)
			.first()
			.isEqualTo(Map.ofEntries(entry("kind", "llm"), entry("model_name", "gpt-4o"),
					entry("model_provider", "openai"), entry("requests", 4L), entry("failed_requests", 0L),
					entry("cancelled_requests", 0L), entry("discarded_requests", 1L), entry("input_tokens", 1110L),
					entry("output_tokens", 45L), entry("input_cached_tokens", 700L),
					entry("discarded_input_tokens", 370L), entry("discarded_output_tokens", 15L)));
	}

	@Test
	void tellsACallThatUsedNoModel() {
		this.log.onUsage(SampleMetrics.usage(List.of()));
		assertMessage("Usage: no model [call-1]");
		assertThat(this.recorded.fields()).containsOnlyKeys("metrics_type");
	}

	@Test
	void boundsTheModelsInTheMessage() {
		ModelUsage model = SampleMetrics.usage().models().get(0);
		this.log.onUsage(SampleMetrics.usage(Collections.nCopies(UsageLine.MAX_MODELS_IN_MESSAGE + 3, model)));
		assertThat(this.recorded.line().getFormattedMessage()).endsWith(", and 3 more models [call-1]");
		assertThat((List<?>) this.recorded.fields().get("models")).hasSize(UsageLine.MAX_MODELS_IN_MESSAGE + 3);
	}

	@Test
	void roundsToMilliseconds() {
		this.log.onMetrics(new ToolMetrics(SampleMetrics.nowhere(), "x", 0.0005));
		this.log.onMetrics(new ToolMetrics(SampleMetrics.nowhere(), "x", 0.0004999));
		this.log.onMetrics(new ToolMetrics(SampleMetrics.nowhere(), "x", 1234567.9));
		assertThat(this.recorded.lines()).extracting(ILoggingEvent::getFormattedMessage)
			.containsExactly("Tool metrics: x, duration 0.001 s", "Tool metrics: x, duration 0.000 s",
					"Tool metrics: x, duration 1234567.900 s");
		assertThat(this.recorded.lines()).extracting((line) -> RecordedLines.fields(line).get("duration"))
			.containsExactly(0.001, 0.0, 1234567.9);
	}

	@Test
	void noNameForgesALineOrFillsTheLog() {
		String forged = "x\r\n2026-01-01 ERROR\u2028\u001b[31m {}";
		MetricsOrigin origin = new MetricsOrigin(forged, null, "s".repeat(100_000), forged, forged, null, null, null,
				null, Outcome.ERROR, forged, Instant.EPOCH, null, null);
		this.log.onMetrics(
				new LlmMetrics(origin, 1, OptionalDouble.empty(), TokenUsage.unknown(), OptionalDouble.empty(), 1));
		String harmless = "x??2026-01-01 ERROR??[31m {}";
		assertMessage("LLM metrics: " + harmless + ", duration 1.000 s, error " + harmless + " [" + harmless + " "
				+ "s".repeat(256) + "]");
		assertThat(this.recorded.fields()).containsEntry("model_name", harmless)
			.containsEntry("model_provider", harmless)
			.containsEntry("error_type", harmless);
		assertThat(this.recorded.line().getMDCPropertyMap()).containsEntry("session.id", harmless)
			.containsEntry("speech_id", "s".repeat(256));
	}

	@Test
	void writesAndComputesNothingWhileTheLoggerIsOff() {
		this.recorded.turnOff();
		SampleMetrics.all().forEach(this.log::onMetrics);
		this.log.onUsage(SampleMetrics.usage());
		assertThat(this.recorded.lines()).isEmpty();
		// Whoever looked at it would fail.
		this.log.onMetrics(nothing());
		this.log.onUsage(nothing());
	}

	@Test
	void looksAtTheFiguresWhileTheLoggerIsOn() {
		assertThatNullPointerException().isThrownBy(() -> this.log.onMetrics(nothing()));
		assertThatNullPointerException().isThrownBy(() -> this.log.onUsage((UsageSummary) nothing()));
	}

	@SuppressWarnings({ "unchecked", "NullAway" })
	private static <T> T nothing() {
		@Nullable Object nothing = null;
		return (T) nothing;
	}

	private void assertMessage(String message) {
		assertThat(this.recorded.line().getFormattedMessage()).isEqualTo(message);
	}

}
