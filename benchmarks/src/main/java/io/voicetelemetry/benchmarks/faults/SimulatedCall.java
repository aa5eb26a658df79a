package io.voicetelemetry.benchmarks.faults;

import java.time.Duration;
import java.util.Random;

import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.SpeechSynthesis;
import io.voicetelemetry.session.ToolCall;
import io.voicetelemetry.session.UserTurn;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;

/**
 * One caller after the other on the same line. Not thread-safe.
 */
final class SimulatedCall {

	/** How many spans an exchange makes. */
	static final int SPANS = 5;

	private static final int FEWEST_EXCHANGES = 60;

	private final VoiceTelemetry telemetry;

	private final Random random;

	private @Nullable VoiceSession session;

	private int exchangesLeft;

	private CallTimes times = new CallTimes();

	SimulatedCall(VoiceTelemetry telemetry, long seed) {
		this.telemetry = telemetry;
		this.random = new Random(seed);
	}

	/**
	 * Asks a question and is replied to.
	 * @param times what each call of the telemetry took
	 */
	void exchange(CallTimes times) {
		this.times = times;
		VoiceSession session = open();
		ask(session);
		reply(session);
		this.exchangesLeft--;
		if (this.exchangesLeft == 0) {
			hangUp();
		}
	}

	private VoiceSession open() {
		VoiceSession open = this.session;
		if (open == null) {
			open = this.telemetry.session()
				.userId("user-" + this.random.nextInt(100_000))
				.tenantId("tenant-" + this.random.nextInt(20))
				.roomName("line-7")
				.start();
			this.exchangesLeft = FEWEST_EXCHANGES + this.random.nextInt(FEWEST_EXCHANGES);
			this.session = open;
		}
		return open;
	}

	private void ask(VoiceSession session) {
		UserTurn turn = session.startUserTurn();
		turn.finalTranscript("Do you have a slot on Tuesday?", 0.93);
		timed(turn::end);
	}

	private void reply(VoiceSession session) {
		AgentTurn reply = session.startAgentTurn();
		LlmCall call = reply.startLlmCall().model("openai", "gpt-4.1-mini");
		call.firstToken();
		call.usage(TokenUsage.of(300 + this.random.nextInt(700), 10 + this.random.nextInt(60)));
		timed(call::end);
		ToolCall tool = reply.startToolCall("find_free_slots").callId("call_" + this.random.nextInt(1_000_000));
		timed(tool::end);
		SpeechSynthesis synthesis = reply.startSynthesis().model("acme", "voice-2").voice("anna");
		synthesis.textHandedOver("On Tuesday at nine or at half past two.");
		synthesis.firstAudio();
		synthesis.audioDuration(Duration.ofMillis(2400));
		timed(synthesis::end);
		timed(reply::end);
	}

	private void timed(Runnable end) {
		long before = System.nanoTime();
		end.run();
		this.times.add(System.nanoTime() - before);
	}

	void hangUp() {
		VoiceSession open = this.session;
		this.session = null;
		if (open != null) {
			open.end("hangup");
		}
	}

}
