package io.voicetelemetry.sample.agent;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

import io.voicetelemetry.annotation.EndVoiceSession;
import io.voicetelemetry.annotation.InVoiceSession;
import io.voicetelemetry.annotation.SessionId;
import io.voicetelemetry.annotation.StartVoiceSession;
import io.voicetelemetry.metrics.VoiceMeters;
import io.voicetelemetry.sample.speech.SpeechSynthesizer;
import io.voicetelemetry.session.VoiceSession;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;

/**
 * Takes calls: what happens on a connection comes in here, by the call's id. A call's
 * session begins in one method and ends in another, on whatever thread each is called.
 */
@Service
public class CallAgent {

	private static final String TENANT = "riverside-clinic";

	private final Map<String, Call> calls = new ConcurrentHashMap<>();

	private final TurnHandler turnHandler;

	private final EndOfTurnDetector endOfTurnDetector;

	private final SpeechSynthesizer synthesizer;

	private final Executor executor;

	private final VoiceMeters meters;

	CallAgent(TurnHandler turnHandler, EndOfTurnDetector endOfTurnDetector, SpeechSynthesizer synthesizer,
			ExecutorService callExecutor, VoiceMeters meters) {
		this.turnHandler = turnHandler;
		this.endOfTurnDetector = endOfTurnDetector;
		this.synthesizer = synthesizer;
		this.executor = callExecutor;
		this.meters = meters;
	}

	/**
	 * Take a call and greet.
	 * @param callId the call's id
	 * @param channel the way to the caller
	 */
	@StartVoiceSession(room = "appointment-line", tenant = TENANT, agent = "receptionist",
			attributes = "clinic.channel=websocket")
	public void open(@SessionId String callId, CallerChannel channel) {
		Call call = new Call(callId, VoiceSession.current(), channel, this.turnHandler, this.endOfTurnDetector,
				this.synthesizer, this.executor);
		this.calls.put(callId, call);
		// a figure of the product's own, beside those that the library counts
		call.greet(() -> this.meters.count("voice.greetings.delivered", "tenant.id", TENANT));
	}

	/**
	 * Take a message of the caller.
	 * @param callId the call's id
	 * @param message the message
	 */
	@InVoiceSession
	public void receive(@SessionId String callId, CallerMessage message) {
		Call call = this.calls.get(callId);
		if (call != null) {
			call.receive(message);
		}
	}

	/**
	 * Take an audio frame of the caller, which is counted only: recognition is done at
	 * the caller's end.
	 * @param callId the call's id
	 * @param bytes length of the frame
	 */
	@InVoiceSession
	public void receiveAudio(@SessionId String callId, int bytes) {
		Call call = this.calls.get(callId);
		if (call != null) {
			call.receiveAudio(bytes);
		}
	}

	/**
	 * End a call.
	 * @param callId the call's id
	 * @param reason why it ended
	 * @return what became of it, absent if it had ended before
	 */
	@EndVoiceSession(reason = "#{#reason}")
	public @Nullable CallEnded close(@SessionId String callId, String reason) {
		Call call = this.calls.remove(callId);
		return (call != null) ? call.end(reason) : null;
	}

}
