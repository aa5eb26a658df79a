package io.voicetelemetry.dialect.oracle;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.voicetelemetry.content.ChatMessage;
import io.voicetelemetry.content.ToolDefinition;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.LlmNode;
import io.voicetelemetry.session.RealtimeInference;
import io.voicetelemetry.session.SpeechRecognition;
import io.voicetelemetry.session.SpeechSynthesis;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.ToolCall;
import io.voicetelemetry.session.UserTurn;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceSpan;
import io.voicetelemetry.session.VoiceTelemetry;

/**
 * A call that has in it whatever a product has a page for: three turns, with tools, of
 * which one fails, a request that fails, a reply that is cut off and one by a
 * speech-to-speech model; and a request outside any call.
 */
final class ReferenceCall {

	static final String ID = "call-clinic-17";

	static final String CALLER = "caller-7";

	static final String TENANT = "riverside-clinic";

	static final String ROOM = "reception-line";

	static final String AGENT = "Reception";

	static final String INSTRUCTIONS = "You answer the phone of a dental clinic.";

	static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"day\":{\"type\":\"string\"}}}";

	static final String QUESTION = "Can I come on Tuesday at nine?";

	static final String ARGUMENTS = "{\"day\":\"Tuesday\"}";

	static final String SLOTS = "{\"slots\":[\"09:00\",\"09:30\"]}";

	static final String ANSWER = "Tuesday at nine is free. Shall I book it?";

	static final String SECOND_QUESTION = "What does it cost?";

	static final String SECOND_ANSWER = "A cleaning is ninety euros, and the first visit is free.";

	static final String HEARD = "A cleaning is";

	static final String THANKS = "Thank you, goodbye.";

	static final String GOODBYE = "You are welcome. Goodbye.";

	/** What all requests of the call took together, cached tokens included. */
	static final long INPUT_TOKENS = 900 + 1200 + 1300 + 600;

	static final long OUTPUT_TOKENS = 20 + 42 + 30 + 150;

	private static final List<ToolDefinition> TOOLS = List
		.of(new ToolDefinition("find_slots", "Finds free appointments", SCHEMA));

	private static final Duration TO_FIRST_TOKEN = Duration.ofMillis(5);

	private final Map<Moment, VoiceSpan> spans = new EnumMap<>(Moment.class);

	private final Map<Moment, Instant> firstTokens = new EnumMap<>(Moment.class);

	private ReferenceCall() {
	}

	/**
	 * Plays the call on this thread; when this returns everything has ended.
	 */
	static ReferenceCall play(VoiceTelemetry telemetry) {
		ReferenceCall call = new ReferenceCall();
		call.playCall(telemetry);
		call.playOutside(telemetry);
		return call;
	}

	String spanId(Moment moment) {
		return span(moment).spanContext().getSpanId();
	}

	String traceId(Moment moment) {
		return span(moment).spanContext().getTraceId();
	}

	private VoiceSpan span(Moment moment) {
		VoiceSpan span = this.spans.get(moment);
		if (span == null) {
			throw new IllegalStateException("The call has no " + moment);
		}
		return span;
	}

	/** When the first token came. */
	Instant firstToken(Moment moment) {
		return this.firstTokens.getOrDefault(moment, Instant.MAX);
	}

	private <T extends VoiceSpan> T at(Moment moment, T span) {
		this.spans.put(moment, span);
		return span;
	}

	private void playCall(VoiceTelemetry telemetry) {
		VoiceSession session = at(Moment.SESSION,
				telemetry.session().id(ID).userId(CALLER).tenantId(TENANT).roomName(ROOM).agentName(AGENT).start());
		listen(session.startUserTurn(), QUESTION, true);
		replyWithTools(telemetry, session);
		listen(session.startUserTurn(), SECOND_QUESTION, false);
		replyThatIsCutOff(session);
		listen(session.startUserTurn(), THANKS, false);
		replyInRealtime(session);
		session.end("hangup");
	}

	private void listen(UserTurn turn, String words, boolean first) {
		turn.startedSpeaking(null);
		SpeechRecognition recognition = turn.startRecognition().model("deepgram", "nova-3").language("en");
		if (first) {
			at(Moment.USER_TURN, turn);
			at(Moment.RECOGNITION, recognition);
		}
		turn.stoppedSpeaking(null);
		recognition.transcript(words).audioDuration(Duration.ofMillis(2300)).end();
		turn.commit();
		turn.end();
	}

	private void replyWithTools(VoiceTelemetry telemetry, VoiceSession session) {
		AgentTurn reply = at(Moment.AGENT_TURN, session.startAgentTurn());
		LlmNode node = at(Moment.LLM_NODE, reply.startLlmNode());
		LlmCall asking = at(Moment.LLM_CALL_FOR_TOOLS, node.startLlmCall());
		asking.model("openai", "gpt-4o").systemInstructions(INSTRUCTIONS).toolDefinitions(TOOLS).prompt(QUESTION);
		firstToken(Moment.LLM_CALL_FOR_TOOLS, asking);
		List<ChatMessage.ToolRequest> toolCalls = List
			.of(new ChatMessage.ToolRequest("call_1", "find_slots", ARGUMENTS));
		asking.toolCalls(toolCalls).usage(TokenUsage.of(900L, 20L)).finishReasons(List.of("tool_calls")).end();
		node.end();
		ToolCall tool = at(Moment.TOOL, reply.startToolCall("find_slots"));
		tool.callId("call_1").arguments(ARGUMENTS).result(SLOTS).end();
		ToolCall failing = at(Moment.FAILED_TOOL, reply.startToolCall("book_slot"));
		failing.callId("call_2").arguments(ARGUMENTS).fail(new IllegalStateException("that slot is gone"));
		LlmCall call = at(Moment.LLM_CALL, (LlmCall) telemetry.start(session, Stage.LLM_REQUEST, "llm.voice_response"));
		call.set(TelemetryAttributes.USE_CASE, "appointments")
			.set(TelemetryAttributes.CALL_SITE, "Reception.answer")
			.set(TelemetryAttributes.REQUEST_TEMPERATURE, 0.3)
			.set(TelemetryAttributes.REQUEST_MAX_TOKENS, 300L);
		call.model("openai", "gpt-4o")
			.systemInstructions(INSTRUCTIONS)
			.toolDefinitions(TOOLS)
			.messages(List.of(ChatMessage.user(QUESTION), ChatMessage.assistant(null, toolCalls),
					ChatMessage.tool("call_1", SLOTS)));
		firstToken(Moment.LLM_CALL, call);
		call.completion(ANSWER)
			.response("resp-1", "gpt-4o-2024-08-06")
			.finishReasons(List.of("stop"))
			.usage(TokenUsage.of(1200L, 42L).withCachedInput(400).withReasoningOutput(12))
			.end();
		SpeechSynthesis synthesis = at(Moment.SYNTHESIS, reply.startSynthesis());
		speak(synthesis, ANSWER);
		reply.firstAudioPlayed(null);
		synthesis.audioDuration(Duration.ofMillis(3100)).end();
		reply.playoutEnded(Duration.ofMillis(3100), null);
		reply.end();
	}

	private void replyThatIsCutOff(VoiceSession session) {
		AgentTurn reply = at(Moment.CANCELLED_REPLY, session.startAgentTurn());
		LlmCall failing = at(Moment.FAILED_LLM_CALL, reply.startLlmCall());
		failing.model("openai", "gpt-4o").prompt(SECOND_QUESTION).fail(new IllegalStateException("overloaded"));
		LlmCall again = at(Moment.LLM_CALL_AGAIN, reply.startLlmCall());
		again.model("anthropic", "claude-haiku").prompt(SECOND_QUESTION);
		firstToken(Moment.LLM_CALL_AGAIN, again);
		again.completion(SECOND_ANSWER).usage(TokenUsage.of(1300L, 30L)).end();
		SpeechSynthesis synthesis = at(Moment.CANCELLED_SYNTHESIS, reply.startSynthesis());
		speak(synthesis, SECOND_ANSWER);
		reply.firstAudioPlayed(null);
		reply.interrupted("audio_activity");
		reply.playoutEnded(Duration.ofMillis(900), null);
		synthesis.spoken(HEARD).cancel();
		reply.end();
	}

	private static void speak(SpeechSynthesis synthesis, String text) {
		synthesis.model("elevenlabs", "eleven_flash_v2_5").voice("Rachel").textHandedOver(text);
		synthesis.firstAudio();
	}

	private void replyInRealtime(VoiceSession session) {
		AgentTurn reply = at(Moment.REALTIME_TURN, session.startAgentTurn());
		RealtimeInference inference = at(Moment.REALTIME_INFERENCE, reply.startRealtimeInference());
		inference.model("openai", "gpt-4o-realtime-preview").outputTranscript(GOODBYE);
		Instant first = later(inference);
		this.firstTokens.put(Moment.REALTIME_INFERENCE, first);
		inference.firstAudio(first);
		inference
			.usage(TokenUsage.of(600L, 150L)
				.withCachedInput(200)
				.with(TokenType.INPUT_AUDIO, 500)
				.with(TokenType.INPUT_TEXT, 100)
				.with(TokenType.CACHED_INPUT_AUDIO, 150)
				.with(TokenType.CACHED_INPUT_TEXT, 50)
				.with(TokenType.OUTPUT_AUDIO, 120)
				.with(TokenType.OUTPUT_TEXT, 30))
			.end();
		reply.firstAudioPlayed(null);
		reply.playoutEnded(Duration.ofMillis(1200), null);
		reply.end();
	}

	private void playOutside(VoiceTelemetry telemetry) {
		LlmCall call = at(Moment.LLM_CALL_OUTSIDE, (LlmCall) telemetry.start(Stage.LLM_REQUEST, null));
		call.model("openai", "gpt-4o-mini").prompt("Sum it up").completion("An appointment was asked for.");
		call.usage(TokenUsage.of(50L, 5L)).end();
	}

	private void firstToken(Moment moment, LlmCall call) {
		Instant first = later(call);
		this.firstTokens.put(moment, first);
		call.firstToken(first);
	}

	/** So much later that it shows in milliseconds. */
	private static Instant later(VoiceSpan span) {
		Instant end = span.now().plus(TO_FIRST_TOKEN);
		Instant now = span.now();
		while (now.isBefore(end)) {
			Thread.onSpinWait();
			now = span.now();
		}
		return now;
	}

}
