package io.voicetelemetry.session;

import java.time.Duration;

import io.voicetelemetry.event.TokenUsage;

/**
 * A call in virtual time: three turns with a tool, a retry, a preemptive reply that is
 * discarded, a fallback model and a barge-in. Every time is in milliseconds from its
 * start, so that the tests can reckon with them.
 */
final class SimulatedCall {

	private final VirtualTime time;

	private final VoiceSession session;

	private long now;

	/** The turn of the caller that cuts the reply off. */
	private UserTurn bargeIn = NoopHandles.USER_TURN;

	SimulatedCall(Recording recording) {
		this.time = recording.time;
		this.session = recording.telemetry.session()
			.id("call-1")
			.tenantId("riverside-clinic")
			.roomName("line-1")
			.start();
	}

	VoiceSession session() {
		return this.session;
	}

	void play() {
		turnWithToolAndRetry();
		turnWithDiscardedReplyFallbackAndBargeIn();
		lastTurn();
		at(17_000);
		this.session.end("hangup");
	}

	private void turnWithToolAndRetry() {
		at(1000);
		UserTurn turn = this.session.startUserTurn();
		turn.startedSpeaking(null);
		SpeechRecognition recognition = turn.startRecognition().model("deepgram", "nova-3").streamed();
		at(3000);
		turn.stoppedSpeaking(null);
		at(3200);
		recognition.transcript("When can I come?").audioDuration(Duration.ofMillis(2200)).end();
		at(3500);
		turn.commit();
		VoiceSpan callback = turn.startOnUserTurnCompleted();
		at(3600);
		callback.end();
		turn.end();
		at(3650);
		AgentTurn reply = this.session.startAgentTurn();
		LlmCall first = reply.startLlmCall().model("openai", "gpt-4o");
		VoiceSpan failing = first.startAttempt();
		at(3850);
		failing.fail(new IllegalStateException("overloaded"));
		at(3900);
		VoiceSpan working = first.startAttempt();
		at(4200);
		first.firstToken();
		at(4300);
		first.usage(TokenUsage.of(900L, 20L).withCachedInput(400));
		working.end();
		first.end();
		ToolCall tool = reply.startToolCall("find_slots");
		at(5000);
		tool.end();
		LlmCall second = reply.startLlmCall().model("openai", "gpt-4o");
		at(5300);
		second.firstToken();
		at(5500);
		SpeechSynthesis synthesis = reply.startSynthesis().model("elevenlabs", "flash");
		synthesis.textHandedOver("You can come at nine.");
		at(5700);
		synthesis.firstAudio();
		at(5800);
		reply.firstAudioPlayed(null);
		at(6000);
		second.usage(TokenUsage.of(1000L, 60L).withCachedInput(900)).end();
		synthesis.textHandedOver("See you then.");
		at(6500);
		synthesis.audioDuration(Duration.ofSeconds(3)).end();
		at(8800);
		reply.playoutEnded(Duration.ofSeconds(3), null);
		reply.end();
	}

	private void turnWithDiscardedReplyFallbackAndBargeIn() {
		at(10_000);
		UserTurn turn = this.session.startUserTurn();
		turn.startedSpeaking(null);
		SpeechRecognition recognition = turn.startRecognition().model("deepgram", "nova-3");
		at(11_000);
		turn.stoppedSpeaking(null);
		recognition.audioRecognized(Duration.ofSeconds(1));
		at(11_100);
		recognition.transcript("I would rather");
		at(11_150);
		AgentTurn inAdvance = this.session.startAgentTurn();
		LlmCall inVain = inAdvance.startLlmCall().model("openai", "gpt-4o");
		at(11_400);
		inVain.firstToken();
		at(11_450);
		turn.startedSpeaking(null);
		inAdvance.discarded();
		at(11_500);
		inVain.usage(TokenUsage.of(500L, 10L)).cancel();
		inAdvance.end();
		at(12_000);
		turn.stoppedSpeaking(null);
		at(12_200);
		recognition.transcript("come at ten").audioDuration(Duration.ofMillis(1900)).end();
		at(12_400);
		turn.end();
		AgentTurn reply = this.session.startAgentTurn();
		LlmCall failing = reply.startLlmCall().model("openai", "gpt-4o");
		at(12_900);
		failing.fail(new IllegalStateException("overloaded"));
		LlmCall fallback = reply.startLlmCall().model("anthropic", "claude-haiku");
		at(13_100);
		fallback.firstToken();
		at(13_300);
		SpeechSynthesis synthesis = reply.startSynthesis().model("elevenlabs", "flash");
		synthesis.textHandedOver("Nine is the only one that is left.");
		at(13_450);
		synthesis.firstAudio();
		at(13_500);
		reply.firstAudioPlayed(null);
		at(13_600);
		fallback.usage(TokenUsage.of(520L, 40L)).end();
		at(14_500);
		this.bargeIn = this.session.startUserTurn();
		this.bargeIn.startedSpeaking(null);
		at(14_700);
		reply.interrupted("audio_activity");
		reply.playoutEnded(Duration.ofMillis(1200), null);
		synthesis.spoken("Nine is").cancel();
		reply.end();
	}

	private void lastTurn() {
		UserTurn turn = this.bargeIn;
		SpeechRecognition recognition = turn.startRecognition().model("deepgram", "nova-3").streamed();
		at(15_500);
		turn.stoppedSpeaking(null);
		at(15_600);
		recognition.transcript("Nine then.").audioDuration(Duration.ofMillis(1100)).end();
		at(15_700);
		turn.end();
		AgentTurn reply = this.session.startAgentTurn();
		LlmCall call = reply.startLlmCall().model("openai", "gpt-4o");
		at(15_900);
		call.firstToken();
		at(15_950);
		SpeechSynthesis synthesis = reply.startSynthesis().model("elevenlabs", "flash");
		synthesis.textHandedOver("Bye.");
		at(16_000);
		call.usage(TokenUsage.of(1100L, 8L).withCachedInput(1024)).end();
		at(16_050);
		synthesis.firstAudio();
		at(16_100);
		reply.firstAudioPlayed(null);
		at(16_200);
		synthesis.audioDuration(Duration.ofMillis(500)).end();
		at(16_600);
		reply.playoutEnded(Duration.ofMillis(500), null);
		reply.end();
	}

	private void at(long millis) {
		this.time.advanceMillis(millis - this.now);
		this.now = millis;
	}

}
