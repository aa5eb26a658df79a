package io.voicetelemetry.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.LlmNode;
import io.voicetelemetry.session.RealtimeInference;
import io.voicetelemetry.session.SpeechRecognition;
import io.voicetelemetry.session.SpeechSynthesis;
import io.voicetelemetry.session.ToolCall;
import io.voicetelemetry.session.TtsNode;
import io.voicetelemetry.session.UserTurn;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;

/**
 * A call with everything that a backend tells apart: recognition, synthesis, a model that
 * asks for tools, is asked twice and answers, a tool that fails, and a speech-to-speech
 * model.
 */
final class BookingCall {

	static final String CALLER = "caller-7";

	static final String QUESTION = "Do you have a slot on Tuesday?";

	static final String PROMPT = "Answer in one sentence: Do you have a slot on Tuesday?";

	static final String ANSWER = "Tuesday at nine is free.";

	static final String ARGUMENTS = "{\"day\":\"Tuesday\"}";

	static final String SLOTS = "{\"slots\":[\"09:00\"]}";

	static final String FAILURE = "the diary is locked";

	static final int SPANS = 21;

	/** In and out, of both requests and the realtime generation. */
	static final long TOKENS_IN = 900 + 950 + 300;

	static final long TOKENS_OUT = 20 + 30 + 60;

	private BookingCall() {
	}

	/**
	 * Plays one, from start to hang-up.
	 * @param id the session's id
	 */
	static void play(VoiceTelemetry telemetry, String id) {
		VoiceSession session = telemetry.session()
			.id(id)
			.tenantId("riverside-clinic")
			.userId(CALLER)
			.roomName("line-1")
			.agentName("receptionist")
			.start();
		ask(session);
		answer(session);
		askAndAnswerInSpeech(session);
		session.end("hangup");
	}

	private static void ask(VoiceSession session) {
		UserTurn turn = session.startUserTurn();
		turn.startedSpeaking(null);
		SpeechRecognition recognition = turn.startRecognition().model("deepgram", "nova-3");
		recognition.transcript(QUESTION).audioDuration(Duration.ofMillis(2300)).end();
		turn.stoppedSpeaking(null);
		turn.startEndOfTurnDetection().model("livekit", "turn-detector").probability(0.9).end();
		turn.commit();
		turn.end();
	}

	private static void answer(VoiceSession session) {
		AgentTurn reply = session.startAgentTurn();
		LlmNode first = reply.startLlmNode();
		LlmCall request = first.startLlmCall().model("openai", "gpt-4o").prompt(PROMPT);
		request.firstToken();
		request.usage(TokenUsage.of(900, 20).withCachedInput(512)).finishReasons(List.of("tool_calls")).end();
		first.end();
		ToolCall slots = reply.startToolCall("find_slots").callId("call_1").arguments(ARGUMENTS);
		slots.result(SLOTS).end();
		reply.startToolCall("lock_slot").callId("call_2").arguments(ARGUMENTS).fail(new IllegalStateException(FAILURE));
		LlmNode second = reply.startLlmNode();
		LlmCall retried = second.startLlmCall().model("openai", "gpt-4o").prompt(PROMPT);
		retried.startAttempt().fail(new IllegalStateException("503"));
		retried.startAttempt().end();
		retried.firstToken();
		retried.response("chatcmpl-1", "gpt-4o-2024-08-06").usage(TokenUsage.of(950, 30));
		retried.completion(ANSWER).finishReasons(List.of("stop")).end();
		second.end();
		TtsNode speech = reply.startTtsNode();
		SpeechSynthesis synthesis = speech.startSynthesis().model("elevenlabs", "eleven_flash_v2_5").voice("Rachel");
		synthesis.textHandedOver(ANSWER);
		synthesis.firstAudio();
		synthesis.audioDuration(Duration.ofMillis(1800)).end();
		speech.end();
		reply.firstAudioPlayed(null);
		reply.playoutEnded(Duration.ofMillis(1800), null);
		reply.end();
	}

	private static void askAndAnswerInSpeech(VoiceSession session) {
		UserTurn turn = session.startUserTurn();
		turn.finalTranscript("Then book it.", 0.9);
		turn.end();
		AgentTurn reply = session.startAgentTurn();
		RealtimeInference generation = reply.startRealtimeInference().model("openai", "gpt-realtime");
		generation.firstAudio(null);
		generation.usage(TokenUsage.of(300, 60)).end();
		reply.end();
	}

}
