package io.voicetelemetry.recipe;

import java.time.Duration;
import java.time.Instant;

import io.voicetelemetry.session.SpeechRecognition;
import io.voicetelemetry.session.UserTurn;
import io.voicetelemetry.session.VoiceSession;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Told what Deepgram hears of one caller, on whatever threads.
 */
final class DeepgramListener {

	private final VoiceSession session;

	private final CallerAudio caller;

	/** Has the agent answer what the caller said. */
	private final Runnable answer;

	private final JsonMapper json = new JsonMapper();

	/** When the connection began to hear: Deepgram counts from there. */
	private Instant audioStart;

	private @Nullable Instant speechStart;

	private @Nullable UserTurn turn;

	private @Nullable SpeechRecognition recognition;

	/** Audio outside any turn, which is paid for as well. */
	private Duration silence = Duration.ZERO;

	private Duration told = Duration.ZERO;

	DeepgramListener(VoiceSession session, CallerAudio caller, Runnable answer) {
		this.session = session;
		this.caller = caller;
		this.answer = answer;
		this.audioStart = session.now();
	}

	/** Also when it was lost and is there again. */
	synchronized void onOpen() {
		this.audioStart = this.session.now();
		this.told = Duration.ZERO;
		if (this.turn != null) {
			this.recognition = recognize(this.session.startRecognition());
		}
	}

	synchronized void onMessage(String text) {
		JsonNode message;
		try {
			message = this.json.readTree(text);
		}
		catch (JacksonException ex) {
			return;
		}
		switch (message.path("type").asString("")) {
			case "SpeechStarted" -> this.speechStart = time(message.path("timestamp"));
			case "Results" -> results(message, message.at("/channel/alternatives/0"));
			case "UtteranceEnd" -> done(message.path("last_word_end")); // if noise hides
																		// the end
			case "Metadata" -> heard(seconds(message.path("duration")).minus(this.told)); // the
																							// last
																							// message
			default -> {
				// nothing that the trace has to know
			}
		}
	}

	synchronized void onFailure(Throwable error) {
		if (this.recognition != null) {
			this.recognition.fail(error);
			this.recognition = null;
		}
	}

	private void results(JsonNode message, JsonNode best) {
		String words = best.path("transcript").asString("");
		if (!words.isEmpty() && this.turn == null) {
			begin(message.path("start"));
		}
		if (message.path("is_final").asBoolean(false)) {
			heard(seconds(message.path("duration")));
			if (this.recognition != null && !words.isEmpty()) {
				this.recognition.transcript(words, best.path("confidence").asDouble(0));
			}
		}
		else if (this.turn != null) {
			this.turn.interimTranscript(words);
		}
		if (message.path("speech_final").asBoolean(false)) {
			done(best.path("words").path(best.path("words").size() - 1).path("end"));
		}
	}

	private void begin(JsonNode firstWords) {
		this.caller.interrupt();
		Instant since = (this.speechStart != null) ? this.speechStart : time(firstWords);
		UserTurn begun = this.session.startUserTurn(since);
		begun.startedSpeaking(since);
		this.turn = begun;
		this.recognition = recognize(begun.startRecognition());
	}

	private SpeechRecognition recognize(SpeechRecognition begun) {
		begun.model("deepgram", "nova-3").audioRecognized(this.silence);
		this.silence = Duration.ZERO;
		return begun;
	}

	private void heard(Duration audio) {
		this.told = this.told.plus(audio);
		if (this.recognition != null) {
			this.recognition.audioRecognized(audio);
		}
		else {
			this.silence = this.silence.plus(audio);
		}
	}

	private void done(JsonNode lastWordEnd) {
		UserTurn over = this.turn;
		if (over == null) {
			return;
		}
		over.stoppedSpeaking(time(lastWordEnd));
		if (this.recognition != null) {
			this.recognition.end();
		}
		over.end();
		this.turn = null;
		this.recognition = null;
		this.speechStart = null;
		this.answer.run();
	}

	/** Before the session ends: what was heard since the last turn is paid for, too. */
	synchronized void hungUp() {
		if (this.recognition == null && !this.silence.isZero()) {
			recognize(this.session.startRecognition()).end();
		}
	}

	private Instant time(JsonNode seconds) {
		return seconds.isNumber() ? this.audioStart.plus(seconds(seconds)) : this.session.now();
	}

	private static Duration seconds(JsonNode seconds) {
		double value = seconds.asDouble(0);
		return (value > 0 && value < 86_400) ? Duration.ofNanos(Math.round(value * 1e9)) : Duration.ZERO;
	}

}
