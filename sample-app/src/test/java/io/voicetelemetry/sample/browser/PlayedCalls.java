package io.voicetelemetry.sample.browser;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.OpenTelemetry;
import io.voicetelemetry.content.ContentCapture;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.ClosableVoiceTelemetry;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.SpeechSynthesis;
import io.voicetelemetry.session.TimeSource;
import io.voicetelemetry.session.ToolCall;
import io.voicetelemetry.session.UserTurn;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;

/**
 * Calls that take no time: their clock goes on when somebody speaks. Not thread-safe.
 */
final class PlayedCalls implements AutoCloseable {

	private final Clock clock = new Clock();

	private final ClosableVoiceTelemetry telemetry;

	PlayedCalls(OpenTelemetry openTelemetry) {
		this.telemetry = VoiceTelemetry.builder(openTelemetry)
			.content(ContentPolicy.of(ContentCapture.FULL, ContentPolicy.DEFAULT_MAX_LENGTH))
			.timeSource(this.clock)
			.build();
	}

	VoiceSession begin(String id) {
		return begin(id, "desk");
	}

	VoiceSession begin(String id, String agent) {
		return this.telemetry.session().id(id).agentName(agent).tenantId("riverside").roomName("room-" + id).start();
	}

	/**
	 * A call with some questions and answers.
	 */
	void play(String id, int turns) {
		VoiceSession session = begin(id);
		for (int i = 1; i <= turns; i++) {
			ask(session, "Question " + i + " of " + id, "Answer " + i);
		}
		session.end("hangup");
	}

	/**
	 * A question, and an answer that is played to its end.
	 */
	void ask(VoiceSession session, String question, String answer) {
		hear(session, question);
		AgentTurn reply = session.startAgentTurn();
		generate(reply, 120, 14);
		say(reply, answer);
		pass(1500);
		reply.playoutEnded(Duration.ofMillis(1500), null);
		reply.end();
		pass(400);
	}

	/**
	 * A question to which a tool is asked, and an answer into which the caller speaks.
	 */
	void interrupt(VoiceSession session, String question, String answer) {
		hear(session, question);
		AgentTurn reply = session.startAgentTurn();
		generate(reply, 210, 9);
		ToolCall tool = reply.startToolCall("find_free_slots");
		tool.callId("call_1").arguments("{\"day\":\"Tuesday\"}");
		pass(180);
		tool.result("{\"slots\":[\"09:30\",\"10:30\"]}").end();
		generate(reply, 290, 31);
		say(reply, answer);
		pass(900);
		UserTurn into = session.startUserTurn();
		into.startedSpeaking(session.now());
		pass(250);
		reply.interrupted("audio_activity");
		reply.playoutEnded(Duration.ofMillis(1150), null);
		reply.end();
		pass(600);
		into.stoppedSpeaking(session.now());
		into.finalTranscript("Wait.");
		pass(300);
		into.commit();
		into.end();
	}

	void fail(VoiceSession session, String question, Throwable failure) {
		hear(session, question);
		AgentTurn reply = session.startAgentTurn();
		LlmCall request = reply.startLlmCall().model("openai", "gpt-4o-mini");
		pass(2000);
		request.fail(failure);
		reply.fail(failure);
	}

	private void hear(VoiceSession session, String words) {
		UserTurn turn = session.startUserTurn();
		turn.startedSpeaking(session.now());
		pass(1100);
		turn.stoppedSpeaking(session.now());
		pass(120);
		turn.finalTranscript(words);
		pass(180);
		turn.commit();
		turn.end();
	}

	private void generate(AgentTurn reply, int tokensIn, int tokensOut) {
		LlmCall request = reply.startLlmCall().model("openai", "gpt-4o-mini");
		pass(240);
		request.usage(TokenUsage.of(tokensIn, tokensOut)).end();
	}

	private void say(AgentTurn reply, String words) {
		SpeechSynthesis synthesis = reply.startSynthesis().model("voice.example", "clear-1");
		synthesis.textHandedOver(words);
		pass(90);
		synthesis.firstAudio();
		synthesis.end();
		pass(30);
		reply.firstAudioPlayed(null);
		reply.spoken(words);
	}

	private void pass(long millis) {
		this.clock.nanos += TimeUnit.MILLISECONDS.toNanos(millis);
	}

	@Override
	public void close() {
		this.telemetry.close();
	}

	private static final class Clock implements TimeSource {

		private final long began = TimeUnit.SECONDS.toNanos(Instant.now().getEpochSecond() - 7200);

		private volatile long nanos;

		@Override
		public long epochNanos() {
			return this.began + this.nanos;
		}

		@Override
		public long nanoTime() {
			return this.nanos;
		}

	}

}
