package io.voicetelemetry.sample.agent;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

import io.voicetelemetry.sample.speech.SpeechSynthesizer;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;

/**
 * Takes calls: what happens on a connection comes in here, by the call's id.
 */
@Service
public class CallAgent {

	private final Map<String, Call> calls = new ConcurrentHashMap<>();

	private final TurnHandler turnHandler;

	private final EndOfTurnDetector endOfTurnDetector;

	private final SpeechSynthesizer synthesizer;

	private final Executor executor;

	CallAgent(TurnHandler turnHandler, EndOfTurnDetector endOfTurnDetector, SpeechSynthesizer synthesizer,
			ExecutorService callExecutor) {
		this.turnHandler = turnHandler;
		this.endOfTurnDetector = endOfTurnDetector;
		this.synthesizer = synthesizer;
		this.executor = callExecutor;
	}

	/**
	 * Take a call and greet.
	 * @param callId the call's id
	 * @param channel the way to the caller
	 */
	public void open(String callId, CallerChannel channel) {
		Call call = new Call(callId, channel, this.turnHandler, this.endOfTurnDetector, this.synthesizer,
				this.executor);
		this.calls.put(callId, call);
		call.greet();
	}

	/**
	 * Take a message of the caller.
	 * @param callId the call's id
	 * @param message the message
	 */
	public void receive(String callId, CallerMessage message) {
		Call call = this.calls.get(callId);
		if (call != null) {
			call.receive(message);
		}
	}

	/**
	 * Take an audio frame of the caller, which is counted only: recognition is done at
	 * the caller's end.
	 * @param callId the call's id
	 */
	public void receiveAudio(String callId) {
		Call call = this.calls.get(callId);
		if (call != null) {
			call.receiveAudio();
		}
	}

	/**
	 * End a call.
	 * @param callId the call's id
	 * @param reason why it ended
	 * @return what became of it, absent if it had ended before
	 */
	public @Nullable CallEnded close(String callId, String reason) {
		Call call = this.calls.remove(callId);
		return (call != null) ? call.end(reason) : null;
	}

}
