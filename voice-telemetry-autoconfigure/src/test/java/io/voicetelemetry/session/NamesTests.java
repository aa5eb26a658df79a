package io.voicetelemetry.session;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.event.LatencyPart;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.TokenType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The names that others depend on, as they leave the process.
 */
class NamesTests {

	@Test
	void stagesHaveTheirNamesAndOperations() {
		Map<String, String> operations = new HashMap<>();
		operations.put("agent_session", "invoke_workflow");
		operations.put("agent_turn", "invoke_agent");
		operations.put("llm_request", "chat");
		operations.put("function_tool", "execute_tool");
		operations.put("realtime_inference", "generate_content");
		try (Recording recording = new Recording()) {
			Set<String> seen = new HashSet<>();
			for (SpanData span : everyStage(recording)) {
				seen.add(span.getName());
				assertThat(Recording.attribute(span, "voice.stage")).isEqualTo(span.getName());
				assertThat(Recording.attributes(span).get("gen_ai.operation.name"))
					.isEqualTo(operations.get(span.getName()));
				assertThat(span.getInstrumentationScopeInfo().getName()).isEqualTo("io.voicetelemetry");
				assertThat(span.getKind().name()).isEqualTo("INTERNAL");
			}
			assertThat(seen).containsExactlyInAnyOrder("agent_session", "session_start", "session_close", "user_turn",
					"user_speaking", "eou_wait", "eou_detection", "on_user_turn_completed", "stt_request", "agent_turn",
					"agent_speaking", "llm_node", "llm_request", "llm_request_run", "function_tool", "tts_node",
					"tts_request", "tts_request_run", "realtime_inference", "operation");
			recording.assertValid();
		}
	}

	private static List<SpanData> everyStage(Recording recording) {
		VoiceSession session = recording.session();
		session.startSessionStart().end();
		UserTurn userTurn = session.startUserTurn();
		userTurn.startedSpeaking(null);
		userTurn.startRecognition().end();
		userTurn.stoppedSpeaking(null);
		userTurn.startEndOfTurnDetection().end();
		userTurn.commit();
		userTurn.startOnUserTurnCompleted().end();
		userTurn.end();
		AgentTurn agentTurn = session.startAgentTurn();
		LlmNode llmNode = agentTurn.startLlmNode();
		LlmCall call = llmNode.startLlmCall();
		call.startAttempt().end();
		call.end();
		llmNode.end();
		agentTurn.startToolCall("book").end();
		TtsNode ttsNode = agentTurn.startTtsNode();
		SpeechSynthesis synthesis = ttsNode.startSynthesis();
		synthesis.startAttempt().end();
		synthesis.end();
		ttsNode.end();
		agentTurn.firstAudioPlayed(null);
		recording.telemetry.start(session, Stage.REALTIME_INFERENCE, null).end();
		agentTurn.startOperation("").end();
		agentTurn.end();
		session.startSessionClose().end();
		session.end();
		assertThat(recording.spans()).hasSize(Stage.values().length);
		return recording.spans();
	}

	@Test
	void outcomesHaveTheirNames() {
		assertThat(Outcome.values()).extracting(Outcome::value).containsExactly("success", "error", "cancelled");
	}

	@Test
	void refusalsHaveTheirNames() {
		assertThat(RefusalReason.values()).extracting(RefusalReason::value)
			.containsExactly("late", "double_end", "unknown_session", "duplicate_session", "session_limit",
					"null_argument", "invalid_value", "attribute_limit", "span_limit", "listener_limit",
					"baggage_limit", "step_limit", "event_limit", "time_out_of_range", "no_parent", "user_code_failed",
					"callback_overflow", "internal_error");
	}

	@Test
	void attributesHaveTheirNamesAndTypes() {
		assertThat(TelemetryAttributes.all()).extracting((attribute) -> attribute.key().getKey())
			.containsExactly("voice.stage", "voice.outcome", "session.id", "gen_ai.conversation.id", "user.id",
					"tenant.id", "voice.room_name", "voice.speech_id", "voice.call_site", "voice.use_case",
					"error.type", "voice.dropped_events", "voice.disconnect_reason", "gen_ai.agent.name",
					"voice.previous_agent_name", "voice.transcript", "voice.transcript_confidence",
					"voice.end_of_utterance_delay", "voice.transcription_delay", "voice.on_user_turn_completed_delay",
					"voice.eou.outcome", "voice.eou.probability", "voice.interrupted", "voice.interruption.source",
					"voice.false_interruption.resumed", "voice.generation_count", "voice.generation_id",
					"voice.parent_generation_id", "voice.e2e_latency", "voice.total_latency",
					"voice.latency.transcription", "voice.latency.endpointing", "voice.latency.on_user_turn_completed",
					"voice.latency.llm", "voice.latency.first_sentence", "voice.latency.tool", "voice.latency.tts",
					"voice.latency.playout", "voice.latency.other", "voice.discarded", "voice.playout.position",
					"gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.request.model", "gen_ai.request.stream",
					"gen_ai.request.max_tokens", "gen_ai.request.temperature", "gen_ai.request.top_p",
					"gen_ai.request.top_k", "gen_ai.request.frequency_penalty", "gen_ai.request.presence_penalty",
					"gen_ai.request.stop_sequences", "gen_ai.request.choice.count", "gen_ai.request.seed",
					"gen_ai.request.reasoning.level", "gen_ai.output.type", "gen_ai.response.model",
					"gen_ai.response.id", "gen_ai.response.finish_reasons", "gen_ai.response.time_to_first_chunk",
					"gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "gen_ai.usage.cache_read.input_tokens",
					"gen_ai.usage.cache_creation.input_tokens", "gen_ai.usage.reasoning.output_tokens",
					"voice.tokens.input_audio", "voice.tokens.input_text", "voice.tokens.input_image",
					"voice.tokens.cached_input_audio", "voice.tokens.cached_input_text",
					"voice.tokens.cached_input_image", "voice.tokens.output_audio", "voice.tokens.output_text",
					"voice.tokens.output_image", "voice.tokens_per_second", "voice.llm.chunks", "voice.llm.characters",
					"voice.realtime.session_duration", "voice.connection.acquire_time", "voice.connection.reused",
					"gen_ai.system_instructions", "gen_ai.tool.definitions", "gen_ai.input.messages",
					"gen_ai.output.messages", "voice.retry_count", "voice.attempts", "voice.attempt.duration",
					"voice.attempt.time_to_first_chunk", "voice.attempt.time_to_first_byte", "voice.fallback.index",
					"gen_ai.tool.name", "gen_ai.tool.type", "gen_ai.tool.call.id", "gen_ai.tool.description",
					"gen_ai.tool.call.arguments", "gen_ai.tool.call.result", "voice.stt.audio_duration",
					"voice.stt.language", "voice.tts.input_text", "voice.spoken_text", "voice.tts.characters",
					"voice.tts.audio_bytes", "voice.tts.audio_format", "voice.tts.audio_duration",
					"voice.tts.time_to_first_byte", "voice.tts.spoken_characters", "voice.tts.segment_id",
					"voice.tts.voice", "voice.usage.llm.input_tokens", "voice.usage.llm.cached_input_tokens",
					"voice.usage.llm.output_tokens", "voice.usage.tts.characters", "voice.usage.tts.audio_duration",
					"voice.usage.stt.audio_duration", "exception.type", "exception.message", "exception.stacktrace");
		assertThat(typed("DOUBLE")).containsExactlyInAnyOrder("voice.transcript_confidence",
				"voice.end_of_utterance_delay", "voice.transcription_delay", "voice.eou.probability",
				"voice.e2e_latency", "voice.playout.position", "gen_ai.request.temperature", "gen_ai.request.top_p",
				"gen_ai.request.frequency_penalty", "gen_ai.request.presence_penalty",
				"gen_ai.response.time_to_first_chunk", "voice.stt.audio_duration", "voice.tts.audio_duration",
				"voice.tts.time_to_first_byte", "voice.attempt.duration", "voice.attempt.time_to_first_chunk",
				"voice.attempt.time_to_first_byte", "voice.on_user_turn_completed_delay", "voice.total_latency",
				"voice.latency.transcription", "voice.latency.endpointing", "voice.latency.on_user_turn_completed",
				"voice.latency.llm", "voice.latency.first_sentence", "voice.latency.tool", "voice.latency.tts",
				"voice.latency.playout", "voice.latency.other", "voice.tokens_per_second",
				"voice.realtime.session_duration", "voice.connection.acquire_time", "voice.usage.tts.audio_duration",
				"voice.usage.stt.audio_duration");
		assertThat(typed("LONG")).containsExactlyInAnyOrder("voice.dropped_events", "voice.generation_count",
				"gen_ai.request.max_tokens", "gen_ai.request.top_k", "gen_ai.request.choice.count",
				"gen_ai.request.seed", "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens",
				"gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cache_creation.input_tokens",
				"gen_ai.usage.reasoning.output_tokens", "voice.retry_count", "voice.attempts", "voice.fallback.index",
				"voice.tts.characters", "voice.llm.chunks", "voice.llm.characters", "voice.tts.audio_bytes",
				"voice.tts.spoken_characters", "voice.tokens.input_audio", "voice.tokens.input_text",
				"voice.tokens.input_image", "voice.tokens.cached_input_audio", "voice.tokens.cached_input_text",
				"voice.tokens.cached_input_image", "voice.tokens.output_audio", "voice.tokens.output_text",
				"voice.tokens.output_image", "voice.usage.llm.input_tokens", "voice.usage.llm.cached_input_tokens",
				"voice.usage.llm.output_tokens", "voice.usage.tts.characters");
		assertThat(typed("BOOLEAN")).containsExactlyInAnyOrder("voice.interrupted", "gen_ai.request.stream",
				"voice.false_interruption.resumed", "voice.discarded", "voice.connection.reused");
		assertThat(typed("STRING_ARRAY")).containsExactly("gen_ai.request.stop_sequences",
				"gen_ai.response.finish_reasons");
	}

	private static Set<String> typed(String type) {
		return TelemetryAttributes.all()
			.stream()
			.filter((attribute) -> attribute.key().getType().name().equals(type))
			.map((attribute) -> attribute.key().getKey())
			.collect(Collectors.toSet());
	}

	@Test
	void contentIsWhatWasSaidAndNothingElse() {
		assertThat(TelemetryAttributes.all()
			.stream()
			.filter(TelemetryAttribute::isContent)
			.map((attribute) -> attribute.key().getKey())).containsExactly("voice.transcript",
					"gen_ai.system_instructions", "gen_ai.tool.definitions", "gen_ai.input.messages",
					"gen_ai.output.messages", "gen_ai.tool.description", "gen_ai.tool.call.arguments",
					"gen_ai.tool.call.result", "voice.tts.input_text", "voice.spoken_text", "exception.message",
					"exception.stacktrace");
	}

	@Test
	void everyConstantIsInTheTableOnce() {
		Set<Object> constants = Arrays.stream(TelemetryAttributes.class.getFields()).map((field) -> {
			try {
				return field.get(null);
			}
			catch (IllegalAccessException ex) {
				throw new IllegalStateException(ex);
			}
		}).collect(Collectors.toCollection(HashSet::new));
		for (LatencyPart.Kind kind : LatencyPart.Kind.values()) {
			constants.add(TelemetryAttributes.ofLatencyPart(kind));
		}
		for (TokenType type : TokenType.values()) {
			constants.add(TelemetryAttributes.ofTokens(type));
		}
		assertThat(constants).hasSameSizeAs(TelemetryAttributes.all()).containsAll(TelemetryAttributes.all());
		assertThat(TelemetryAttributes.all()).allSatisfy((attribute) -> {
			assertThat(attribute.isListed()).isTrue();
			assertThat(attribute.sensitivity()).isNotNull();
			assertThat(TelemetryAttributes.find(attribute.key().getKey())).isSameAs(attribute);
		});
		assertThat(TelemetryAttributes.find("app.unknown")).isNull();
	}

	@Test
	void onlyTextIsContent() {
		assertThat(TelemetryAttributes.all()).filteredOn(TelemetryAttribute::isContent)
			.allSatisfy((attribute) -> assertThat(attribute.key().getType().name()).isEqualTo("STRING"));
	}

	@Test
	void attributeOfTheApplicationSaysWhatItMayReveal() {
		assertThat(TelemetryAttributes.ofString("app.branch")).hasToString("app.branch (SAFE)");
		assertThat(TelemetryAttributes.ofString("app.pii.name")).hasToString("app.pii.name (CONTENT)");
		assertThat(TelemetryAttributes.ofString("app.branch").isListed()).isFalse();
	}

}
