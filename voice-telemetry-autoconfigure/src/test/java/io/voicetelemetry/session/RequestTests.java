package io.voicetelemetry.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.voicetelemetry.event.TokenUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests to models and synthesisers, and tool calls: what is said of them.
 */
class RequestTests {

	private final Recording recording = new Recording();

	private final VirtualTime time = this.recording.time;

	private final VoiceSession session = this.recording.session();

	private final AgentTurn turn = this.session.startAgentTurn();

	@AfterEach
	void closeRecording() {
		this.session.end();
		this.recording.assertValid();
		this.recording.close();
	}

	private Map<String, Object> attributes(VoiceSpan handle) {
		return Recording.attributes(this.recording.span(handle));
	}

	@Test
	void llmCallSaysWhoWasAskedAndWhatItTook() {
		LlmCall call = this.turn.startLlmCall();
		call.model("openai", "gpt-4o")
			.response("resp-1", "gpt-4o-2024-08-06")
			.finishReasons(List.of("stop", "tool_call"))
			.usage(TokenUsage.of(120L, 30L).withCachedInput(100).withCacheCreationInput(5).withReasoningOutput(0));
		call.end();
		assertThat(attributes(call)).containsEntry("gen_ai.operation.name", "chat")
			.containsEntry("gen_ai.provider.name", "openai")
			.containsEntry("gen_ai.request.model", "gpt-4o")
			.containsEntry("gen_ai.response.id", "resp-1")
			.containsEntry("gen_ai.response.model", "gpt-4o-2024-08-06")
			.containsEntry("gen_ai.response.finish_reasons", List.of("stop", "tool_call"))
			.containsEntry("gen_ai.usage.input_tokens", 120L)
			.containsEntry("gen_ai.usage.output_tokens", 30L)
			.containsEntry("gen_ai.usage.cache_read.input_tokens", 100L)
			.containsEntry("gen_ai.usage.cache_creation.input_tokens", 5L)
			.containsEntry("gen_ai.usage.reasoning.output_tokens", 0L);
	}

	@Test
	void whatIsNotKnownOfTheUsageIsAbsentAndLeavesWhatWasSaidBefore() {
		LlmCall call = this.turn.startLlmCall();
		call.usage(TokenUsage.of(120L, -1L)).usage(TokenUsage.of(-1L, 30L)).usage(TokenUsage.unknown()).usage(null);
		call.end();
		assertThat(attributes(call)).containsEntry("gen_ai.usage.input_tokens", 120L)
			.containsEntry("gen_ai.usage.output_tokens", 30L)
			.doesNotContainKeys("gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.reasoning.output_tokens");
	}

	@Test
	void cancelledCallKeepsWhatIsKnown() {
		LlmCall call = this.turn.startLlmCall();
		this.time.advanceMillis(200);
		call.firstToken();
		call.cancel();
		assertThat(attributes(call)).containsEntry("voice.outcome", "cancelled")
			.containsEntry("gen_ai.response.time_to_first_chunk", 0.2)
			.doesNotContainKeys("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens");
	}

	@Test
	void onlyTheFirstTokenCounts() {
		LlmCall call = this.turn.startLlmCall();
		this.time.advanceMillis(250);
		call.firstToken();
		this.time.advanceMillis(250);
		call.firstToken();
		call.firstToken(VirtualTime.START);
		call.end();
		assertThat(attributes(call)).containsEntry("gen_ai.response.time_to_first_chunk", 0.25);
	}

	@Test
	void finishReasonsThatCannotBeExportedAreLeftOut() {
		LlmCall call = this.turn.startLlmCall();
		call.finishReasons(Arrays.asList("stop", null)).end();
		LlmCall none = this.turn.startLlmCall();
		none.finishReasons(Arrays.asList((String) null)).finishReasons(List.of()).finishReasons(null).end();
		assertThat(attributes(call)).containsEntry("gen_ai.response.finish_reasons", List.of("stop"));
		assertThat(attributes(none)).doesNotContainKey("gen_ai.response.finish_reasons");
		assertThat(this.recording.refusals(RefusalReason.INVALID_VALUE)).isEqualTo(2);
	}

	@Test
	void finishReasonsAreThoseOfTheMomentTheyAreTold() {
		List<String> reasons = new ArrayList<>(List.of("stop"));
		LlmCall call = this.turn.startLlmCall();
		call.finishReasons(reasons);
		reasons.add(null);
		call.end();
		assertThat(attributes(call)).containsEntry("gen_ai.response.finish_reasons", List.of("stop"));
	}

	@Test
	@SuppressWarnings({ "unchecked", "rawtypes" })
	void finishReasonsOfAnotherTypeAreLeftOut() {
		LlmCall call = this.turn.startLlmCall();
		call.finishReasons((List) List.of(1, "stop", 2L)).end();
		assertThat(attributes(call)).containsEntry("gen_ai.response.finish_reasons", List.of("stop"));
	}

	@Test
	void synthesisMeasuresFromTheFirstTextToTheFirstAudio() {
		SpeechSynthesis synthesis = this.turn.startTtsNode().startSynthesis();
		synthesis.model("elevenlabs", "flash").voice("Rachel");
		this.time.advanceMillis(400);
		synthesis.textHandedOver("Grüße ");
		this.time.advanceMillis(50);
		synthesis.textHandedOver("👋");
		this.time.advanceMillis(100);
		synthesis.firstAudio();
		this.time.advanceMillis(100);
		synthesis.firstAudio();
		synthesis.audioDuration(Duration.ofMillis(1250)).end();
		assertThat(attributes(synthesis)).containsEntry("voice.tts.time_to_first_byte", 0.15)
			.containsEntry("voice.tts.characters", 7L)
			.containsEntry("voice.tts.audio_duration", 1.25)
			.containsEntry("voice.tts.voice", "Rachel")
			.containsEntry("gen_ai.provider.name", "elevenlabs")
			.containsEntry("gen_ai.request.model", "flash")
			.doesNotContainKey("voice.tts.input_text");
	}

	@Test
	void synthesisWithoutTextMeasuresFromItsStart() {
		SpeechSynthesis synthesis = this.turn.startSynthesis();
		this.time.advanceMillis(120);
		synthesis.textHandedOver(null);
		synthesis.textHandedOver("");
		synthesis.firstAudio(null);
		synthesis.end();
		assertThat(attributes(synthesis)).containsEntry("voice.tts.time_to_first_byte", 0.12)
			.doesNotContainKey("voice.tts.characters");
	}

	@Test
	void audioBeforeItsTextIsNoNegativeTime() {
		SpeechSynthesis synthesis = this.turn.startSynthesis();
		this.time.advanceMillis(100);
		synthesis.textHandedOver("text");
		synthesis.firstAudio(VirtualTime.START);
		synthesis.end();
		assertThat(attributes(synthesis)).doesNotContainKey("voice.tts.time_to_first_byte");
		assertThat(this.recording.refusals(RefusalReason.INVALID_VALUE)).isEqualTo(1);
	}

	@Test
	void toolCallSaysWhichToolItIs() {
		ToolCall call = this.turn.startToolCall("find_slot");
		call.callId("call_abc").arguments("{}").result("free").end();
		ToolCall unnamed = this.session.startToolCall(null);
		unnamed.end();
		assertThat(attributes(call)).containsEntry("gen_ai.operation.name", "execute_tool")
			.containsEntry("gen_ai.tool.name", "find_slot")
			.containsEntry("gen_ai.tool.type", "function")
			.containsEntry("gen_ai.tool.call.id", "call_abc")
			.doesNotContainKeys("gen_ai.tool.call.arguments", "gen_ai.tool.call.result");
		assertThat(attributes(unnamed)).doesNotContainKey("gen_ai.tool.name");
	}

	@Test
	void timesThatMakeNoSenseAreAbsent() {
		SpeechRecognition recognition = this.session.startRecognition();
		recognition.audioDuration(Duration.ofSeconds(-1)).audioDuration(null).end();
		SpeechSynthesis synthesis = this.turn.startSynthesis();
		synthesis.audioDuration(Duration.ofSeconds(9_999_999, 999_999_999))
			.audioDuration(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999))
			.end();
		assertThat(attributes(recognition)).doesNotContainKey("voice.stt.audio_duration");
		assertThat(attributes(synthesis)).containsEntry("voice.tts.audio_duration", 9_999_999.999999999);
		assertThat(this.recording.refusals(RefusalReason.INVALID_VALUE)).isEqualTo(2);
	}

	@Test
	void probabilityIsBetweenZeroAndOne() {
		UserTurn userTurn = this.session.startUserTurn();
		EndOfTurnDetection detection = userTurn.startEndOfTurnDetection();
		detection.probability(-0.01)
			.probability(1.01)
			.probability(Double.NaN)
			.probability(Double.POSITIVE_INFINITY)
			.end();
		assertThat(attributes(detection)).doesNotContainKey("voice.eou.probability");
		assertThat(this.recording.refusals(RefusalReason.INVALID_VALUE)).isEqualTo(4);
	}

}
