package io.voicetelemetry.sample.agent;

import io.voicetelemetry.sample.speech.PcmAudio;
import io.voicetelemetry.session.SpeechRecognition;
import io.voicetelemetry.session.UserTurn;
import io.voicetelemetry.session.VoiceSession;
import org.jspecify.annotations.Nullable;

/**
 * What the caller is saying, until it is answered. Every change makes a new revision, so
 * that a decision taken on an older one can be dropped. What the caller's end reports is
 * passed on to the telemetry as it comes in, by handles: the turn begins with one message
 * and ends on another thread.
 */
final class CallerTurn {

	private final VoiceSession session;

	private final StringBuilder text = new StringBuilder();

	private @Nullable UserTurn turn;

	private @Nullable SpeechRecognition recognition;

	private long audioBytes;

	private boolean speaking;

	private int revision;

	CallerTurn(VoiceSession session) {
		this.session = session;
	}

	void speechStarted() {
		this.speaking = true;
		this.revision++;
		turn().startedSpeaking(null);
		recognition();
	}

	void speechStopped() {
		this.speaking = false;
		this.revision++;
		turn().stoppedSpeaking(null);
	}

	void audio(int bytes) {
		if (this.recognition != null) {
			this.audioBytes += bytes;
		}
	}

	void addInterim(String transcript) {
		turn().interimTranscript(transcript);
	}

	void add(String transcript) {
		if (!this.text.isEmpty()) {
			this.text.append(' ');
		}
		this.text.append(transcript.strip());
		this.revision++;
		recognised(transcript.strip());
	}

	private void recognised(String transcript) {
		SpeechRecognition current = recognition();
		if (this.audioBytes > 0) {
			current.audioDuration(PcmAudio.duration(this.audioBytes));
		}
		current.transcript(transcript).end();
		this.recognition = null;
	}

	boolean mayBeComplete() {
		return !this.speaking && !this.text.isEmpty();
	}

	int revision() {
		return this.revision;
	}

	String text() {
		return this.text.toString();
	}

	/**
	 * End the turn: it is complete.
	 * @return all that was said in it
	 */
	String take() {
		String taken = this.text.toString();
		this.text.setLength(0);
		this.revision++;
		if (this.recognition != null) {
			this.recognition.cancel();
			this.recognition = null;
		}
		turn().end();
		this.turn = null;
		return taken;
	}

	private UserTurn turn() {
		UserTurn current = this.turn;
		if (current == null) {
			current = this.session.startUserTurn();
			this.turn = current;
		}
		return current;
	}

	/**
	 * Return the recognition that is under way. It is done at the caller's end; here it
	 * is seen from the first sound to the text, and goes along with the speech.
	 * @return the recognition
	 */
	private SpeechRecognition recognition() {
		SpeechRecognition current = this.recognition;
		if (current == null) {
			current = turn().startRecognition().model("client", null).streamed();
			this.recognition = current;
			this.audioBytes = 0;
		}
		return current;
	}

}
