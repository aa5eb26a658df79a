package io.voicetelemetry.dialect;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.voicetelemetry.content.JsonReader;
import io.voicetelemetry.content.MessageJson;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests of {@link LiveKitDialect}: of each stage exactly what it adds.
 */
class LiveKitDialectTests {

	private static final SpanDialect DIALECT = LiveKitDialect.current();

	@Test
	void namesTheCall() {
		assertThat(TestSpan.of(Stage.AGENT_SESSION)
			.with(TelemetryAttributes.SESSION_ID, "call-1")
			.with(TelemetryAttributes.AGENT_NAME, "clinic")
			.with(TelemetryAttributes.ROOM_NAME, "room-7")
			.added(DIALECT)).containsOnly(entry("lk.job_id", "call-1"), entry("lk.agent_name", "clinic"),
					entry("lk.agent_label", "clinic"), entry("lk.pii.room_name", "room-7"));
	}

	@Test
	void tellsTheCallersTurn() {
		assertThat(userTurn().added(DIALECT)).containsOnly(entry("lk.pii.participant_identity", "caller-1"),
				entry("lk.pii.user_transcript", "Hello?"), entry("lk.transcript_confidence", 0.9),
				entry("lk.transcription_delay", 0.2), entry("lk.end_of_turn_delay", 0.5));
	}

	@Test
	void spellsContentAsBefore() {
		assertThat(userTurn().added(LiveKitDialect.legacy()))
			.contains(entry("lk.participant_identity", "caller-1"), entry("lk.user_transcript", "Hello?"))
			.allSatisfy((key, value) -> assertThat(key).doesNotContain("pii"));
		assertThat(LiveKitDialect.legacy().name()).isEqualTo("livekit-legacy");
	}

	private static TestSpan userTurn() {
		return TestSpan.of(Stage.USER_TURN)
			.with(TelemetryAttributes.USER_ID, "caller-1")
			.with(TelemetryAttributes.TRANSCRIPT, "Hello?")
			.with(TelemetryAttributes.TRANSCRIPT_CONFIDENCE, 0.9)
			.with(TelemetryAttributes.TRANSCRIPTION_DELAY, 0.2)
			.with(TelemetryAttributes.END_OF_UTTERANCE_DELAY, 0.5);
	}

	@Test
	void tellsHowTheTurnEnded() {
		assertThat(TestSpan.of(Stage.USER_SPEAKING).with(TelemetryAttributes.USER_ID, "caller-1").added(DIALECT))
			.containsOnly(entry("lk.pii.participant_identity", "caller-1"));
		assertThat(TestSpan.of(Stage.EOU_WAIT).with(TelemetryAttributes.EOU_OUTCOME, "committed").added(DIALECT))
			.containsOnly(entry("lk.eou.outcome", "committed"), entry("lk.eou.wait_duration", 2.0));
		assertThat(TestSpan.of(Stage.EOU_DETECTION).with(TelemetryAttributes.EOU_PROBABILITY, 0.8).added(DIALECT))
			.containsOnly(entry("lk.eou.probability", 0.8));
	}

	@Test
	void tellsTheReply() {
		assertThat(reply().with("voice.spoken_text", "Good mor").added(DIALECT)).containsOnly(
				entry("lk.speech_id", "speech_1"), entry("lk.generation_id", "speech_1_2"),
				entry("lk.parent_generation_id", "speech_1_1"), entry("lk.generation_count", 2L),
				entry("lk.interrupted", true), entry("lk.interruption.source", "user_turn"),
				entry("lk.e2e_latency", 1.25), entry("lk.playout.position", 0.4), entry("lk.pii.user_input", "Hello?"),
				entry("lk.pii.response.text", "Good mor"));
	}

	@Test
	void doesNotClaimThatMoreWasHeard() {
		assertThat(reply().outcome(Outcome.CANCELLED).added(DIALECT)).doesNotContainKey("lk.pii.response.text");
		assertThat(reply().added(DIALECT)).containsEntry("lk.pii.response.text", "Good morning");
	}

	private static TestSpan reply() {
		return TestSpan.of(Stage.AGENT_TURN)
			.with(TelemetryAttributes.SPEECH_ID, "speech_1")
			.with(TelemetryAttributes.GENERATION_COUNT, 2L)
			.with(TelemetryAttributes.INTERRUPTED, true)
			.with(TelemetryAttributes.INTERRUPTION_SOURCE, "user_turn")
			.with(TelemetryAttributes.E2E_LATENCY, 1.25)
			.with(TelemetryAttributes.PLAYOUT_POSITION, 0.4)
			.with(TelemetryAttributes.INPUT_MESSAGES, MessageJson.message("user", "Hello?"))
			.with(TelemetryAttributes.OUTPUT_MESSAGES, MessageJson.message("assistant", "Good morning"))
			.event("generation", Attributes.of(TelemetryAttributes.GENERATION_ID.key(), "speech_1_1"))
			.event("generation",
					Attributes.of(TelemetryAttributes.GENERATION_ID.key(), "speech_1_2",
							TelemetryAttributes.PARENT_GENERATION_ID.key(), "speech_1_1"))
			.event("false_interruption", Attributes.empty());
	}

	@Test
	void writesTheChatContext() {
		Map<String, Object> added = TestSpan.of(Stage.LLM_NODE)
			.with(TelemetryAttributes.INPUT_MESSAGES, """
					[{"role":"user","parts":[{"type":"text","content":"Is it \\"open\\"?"}]},
					{"role":"assistant","parts":[{"type":"tool_call","id":"c1","name":"hours","arguments":{"day":1}}]},
					{"role":"tool","parts":[{"type":"tool_call_response","id":"c1","response":"9 to 5"}]}]""")
			.with(TelemetryAttributes.OUTPUT_MESSAGES, """
					[{"role":"assistant","parts":[{"type":"text","content":"It is."},
					{"type":"tool_call","id":"c2","name":"book","arguments":"{}"}],"finish_reason":"stop"}]""")
			.with(AttributeKey.stringKey("gen_ai.tool.definitions"),
					"[{\"type\":\"function\",\"name\":\"hours\"},{\"type\":\"function\",\"name\":\"book\"}]")
			.added(DIALECT);

		assertThat(added)
			.containsOnlyKeys("lk.pii.chat_ctx", "lk.function_tools", "lk.pii.response.text",
					"lk.pii.response.function_calls")
			.containsEntry("lk.pii.response.text", "It is.")
			.containsEntry("lk.function_tools", List.of("hours", "book"));
		assertThat(json(added, "lk.pii.chat_ctx")).isEqualTo(Map.of("items",
				List.of(Map.of("type", "message", "role", "user", "content", List.of("Is it \"open\"?")),
						Map.of("type", "function_call", "call_id", "c1", "name", "hours", "arguments", "{\"day\":1}"),
						Map.of("type", "function_call_output", "call_id", "c1", "output", "9 to 5"))));
		assertThat(json(added, "lk.pii.response.function_calls"))
			.isEqualTo(List.of(Map.of("call_id", "c2", "name", "book", "arguments", "{}")));
	}

	@Test
	void leavesMessagesThatAreNone() {
		assertThat(TestSpan.of(Stage.LLM_NODE)
			.with(TelemetryAttributes.INPUT_MESSAGES, "[{\"role\":\"user\"… [truncated, 9000 characters]")
			.added(DIALECT))
			.containsOnly(entry("lk.pii.chat_ctx", "[{\"role\":\"user\"… [truncated, 9000 characters]"));
	}

	@Test
	void writesTheFiguresOfARequest() {
		Map<String, Object> added = request().added(DIALECT);

		assertThat(added).containsOnlyKeys("lk.response.ttft", "lk.llm_metrics").containsEntry("lk.response.ttft", 0.3);
		assertThat(json(added, "lk.llm_metrics")).isEqualTo(Map.ofEntries(entry("type", "llm_metrics"),
				entry("label", "ClinicAgent.answer"), entry("request_id", "r1"), entry("timestamp", 1002.0),
				entry("duration", 2.0), entry("ttft", 0.3), entry("cancelled", false), entry("completion_tokens", 20L),
				entry("prompt_tokens", 100L), entry("prompt_cached_tokens", 60L), entry("cache_creation_tokens", 10L),
				entry("total_tokens", 120L), entry("tokens_per_second", 10.0), entry("speech_id", "speech_1"),
				entry("metadata", Map.of("model_name", "gpt-4o", "model_provider", "openai"))));
	}

	@Test
	void tellsTokensPerSecondToAMillionth() {
		assertThat(json(request().took(Duration.ofMillis(300)).added(DIALECT), "lk.llm_metrics"))
			.asInstanceOf(InstanceOfAssertFactories.MAP)
			.containsEntry("duration", 0.3)
			.containsEntry("tokens_per_second", 66.666667);
		assertThat(json(
				request().with(TelemetryAttributes.OUTPUT_TOKENS, 1_000_000L).took(Duration.ofNanos(1)).added(DIALECT),
				"lk.llm_metrics"))
			.asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
			.hasEntrySatisfying("tokens_per_second", (rate) -> assertThat((Double) rate).isGreaterThan(9e14));
	}

	@Test
	void hasNoFiguresOfWhatNeverAnswered() {
		assertThat(request().outcome(Outcome.ERROR).added(DIALECT)).doesNotContainKey("lk.llm_metrics");
		assertThat(TestSpan.of(Stage.LLM_REQUEST).outcome(Outcome.CANCELLED).added(DIALECT)).isEmpty();
	}

	@Test
	void doesNotSayZeroForWhatIsNotKnown() {
		Map<String, Object> added = TestSpan.of(Stage.LLM_REQUEST)
			.with(TelemetryAttributes.TIME_TO_FIRST_CHUNK, 0.3)
			.outcome(Outcome.CANCELLED)
			.added(DIALECT);

		assertThat(json(added, "lk.llm_metrics")).isEqualTo(Map.of("type", "llm_metrics", "label", "llm_request",
				"timestamp", 1002.0, "duration", 2.0, "ttft", 0.3, "cancelled", true));
		assertThat(json(TestSpan.of(Stage.LLM_REQUEST).added(DIALECT), "lk.llm_metrics"))
			.isEqualTo(Map.of("type", "llm_metrics", "label", "llm_request", "timestamp", 1002.0, "duration", 2.0,
					"ttft", -1.0, "cancelled", false));
	}

	private static TestSpan request() {
		return TestSpan.of(Stage.LLM_REQUEST)
			.with(TelemetryAttributes.CALL_SITE, "ClinicAgent.answer")
			.with(TelemetryAttributes.PROVIDER_NAME, "openai")
			.with(TelemetryAttributes.REQUEST_MODEL, "gpt-4o")
			.with(TelemetryAttributes.RESPONSE_ID, "r1")
			.with(TelemetryAttributes.SPEECH_ID, "speech_1")
			.with(TelemetryAttributes.TIME_TO_FIRST_CHUNK, 0.3)
			.with(TelemetryAttributes.INPUT_TOKENS, 100L)
			.with(TelemetryAttributes.CACHE_READ_INPUT_TOKENS, 60L)
			.with(TelemetryAttributes.CACHE_CREATION_INPUT_TOKENS, 10L)
			.with(TelemetryAttributes.OUTPUT_TOKENS, 20L)
			.with(TelemetryAttributes.INPUT_MESSAGES, MessageJson.message("user", "Hello?"));
	}

	@Test
	void writesTheFiguresOfASynthesis() {
		Map<String, Object> added = TestSpan.of(Stage.TTS_REQUEST)
			.with(TelemetryAttributes.CALL_SITE, "Voice.say")
			.with(TelemetryAttributes.REQUEST_MODEL, "sonic")
			.with(TelemetryAttributes.TTS_INPUT_TEXT, "It is.")
			.with(TelemetryAttributes.TTS_TIME_TO_FIRST_BYTE, 0.1)
			.with(TelemetryAttributes.TTS_AUDIO_DURATION, 1.5)
			.with(TelemetryAttributes.TTS_CHARACTERS, 6L)
			.with(TelemetryAttributes.TTS_SEGMENT_ID, "s1")
			.with(TelemetryAttributes.CONNECTION_ACQUIRE_TIME, 0.05)
			.with(TelemetryAttributes.CONNECTION_REUSED, true)
			.added(DIALECT);

		assertThat(added).containsOnlyKeys("lk.tts.label", "lk.pii.input_text", "lk.response.ttfb", "lk.tts_metrics")
			.contains(entry("lk.tts.label", "Voice.say"), entry("lk.pii.input_text", "It is."),
					entry("lk.response.ttfb", 0.1));
		assertThat(json(added, "lk.tts_metrics")).isEqualTo(Map.ofEntries(entry("type", "tts_metrics"),
				entry("label", "Voice.say"), entry("timestamp", 1002.0), entry("ttfb", 0.1), entry("duration", 2.0),
				entry("audio_duration", 1.5), entry("cancelled", false), entry("characters_count", 6L),
				entry("acquire_time", 0.05), entry("connection_reused", true), entry("segment_id", "s1"),
				entry("metadata", Map.of("model_name", "sonic"))));
	}

	@Test
	void writesTheFiguresOfARealtimeModel() {
		Map<String, Object> added = TestSpan.of(Stage.REALTIME_INFERENCE)
			.with(TelemetryAttributes.TIME_TO_FIRST_CHUNK, 0.2)
			.with(TelemetryAttributes.REALTIME_SESSION_DURATION, 30.0)
			.with(TelemetryAttributes.INPUT_TOKENS, 50L)
			.with(TelemetryAttributes.OUTPUT_TOKENS, 40L)
			.with(TelemetryAttributes.ofTokens(TokenType.INPUT_AUDIO), 45L)
			.with(TelemetryAttributes.ofTokens(TokenType.INPUT_TEXT), 5L)
			.with(TelemetryAttributes.CACHE_READ_INPUT_TOKENS, 10L)
			.with(TelemetryAttributes.ofTokens(TokenType.CACHED_INPUT_AUDIO), 8L)
			.with(TelemetryAttributes.ofTokens(TokenType.OUTPUT_AUDIO), 30L)
			.with(TelemetryAttributes.ofTokens(TokenType.OUTPUT_TEXT), 10L)
			.added(DIALECT);

		assertThat(added).containsOnlyKeys("lk.response.ttft", "lk.realtime_model_metrics");
		assertThat(json(added, "lk.realtime_model_metrics"))
			.isEqualTo(Map.ofEntries(entry("type", "realtime_model_metrics"), entry("label", "realtime_inference"),
					entry("timestamp", 1002.0), entry("duration", 2.0), entry("session_duration", 30.0),
					entry("ttft", 0.2), entry("cancelled", false), entry("input_tokens", 50L),
					entry("output_tokens", 40L), entry("total_tokens", 90L), entry("tokens_per_second", 20.0),
					entry("input_token_details",
							Map.of("audio_tokens", 45L, "text_tokens", 5L, "cached_tokens", 10L,
									"cached_tokens_details", Map.of("audio_tokens", 8L))),
					entry("output_token_details", Map.of("audio_tokens", 30L, "text_tokens", 10L))));
	}

	@Test
	void tellsToolsAndTries() {
		TestSpan tool = TestSpan.of(Stage.FUNCTION_TOOL)
			.with(TelemetryAttributes.TOOL_NAME, "hours")
			.with(TelemetryAttributes.TOOL_CALL_ID, "c1")
			.with(TelemetryAttributes.TOOL_CALL_ARGUMENTS, "{\"day\":1}")
			.with(TelemetryAttributes.TOOL_CALL_RESULT, "9 to 5");
		assertThat(tool.added(DIALECT)).containsOnly(entry("lk.function_tool.name", "hours"),
				entry("lk.function_tool.id", "c1"), entry("lk.function_tool.is_error", false),
				entry("lk.pii.function_tool.arguments", "{\"day\":1}"), entry("lk.pii.function_tool.output", "9 to 5"));
		assertThat(tool.outcome(Outcome.ERROR).added(DIALECT)).containsEntry("lk.function_tool.is_error", true);
		for (Stage run : EnumSet.of(Stage.LLM_REQUEST_RUN, Stage.TTS_REQUEST_RUN)) {
			assertThat(TestSpan.of(run).with(TelemetryAttributes.RETRY_COUNT, 1L).added(DIALECT))
				.containsOnly(entry("lk.retry_count", 1L));
		}
	}

	@Test
	void addsNothingToWhatLiveKitDoesNotHave() {
		for (Stage stage : EnumSet.of(Stage.SESSION_START, Stage.SESSION_CLOSE, Stage.ON_USER_TURN_COMPLETED,
				Stage.AGENT_SPEAKING, Stage.TTS_NODE, Stage.STT_REQUEST, Stage.OPERATION)) {
			assertThat(TestSpan.of(stage).with(TelemetryAttributes.TRANSCRIPT, "Hello?").added(DIALECT)).isEmpty();
		}
		assertThat(TestSpan.ofFramework("http get").with("http.route", "/").added(DIALECT)).isEmpty();
	}

	@Test
	void takesNothingAway() {
		for (TestSpan span : List.of(userTurn(), reply(), request())) {
			assertThat(span.removed(DIALECT)).isEmpty();
		}
	}

	private static @Nullable Object json(Map<String, Object> attributes, String key) {
		return JsonReader.parse((String) attributes.getOrDefault(key, ""));
	}

}
