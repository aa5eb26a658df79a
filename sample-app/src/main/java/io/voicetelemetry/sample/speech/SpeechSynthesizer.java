package io.voicetelemetry.sample.speech;

import com.sun.speech.freetts.Voice;

import org.springframework.stereotype.Service;

/**
 * Text to speech.
 */
@Service
public class SpeechSynthesizer {

	private final VoicePool voices;

	SpeechSynthesizer(VoicePool voices) {
		this.voices = voices;
	}

	/**
	 * Speak a text on the calling thread.
	 * @param text the text, at best one sentence
	 * @param sink gets the audio as it comes into being
	 * @return what was spoken
	 */
	public Speech synthesize(String text, AudioSink sink) {
		return this.voices.withVoice((voice) -> speak(voice, text, sink));
	}

	private static Speech speak(Voice voice, String text, AudioSink sink) {
		SinkAudioPlayer player = new SinkAudioPlayer(sink);
		voice.setAudioPlayer(player);
		boolean spoken = voice.speak(text);
		if (!spoken && !player.stopped()) {
			throw new IllegalStateException("FreeTTS could not speak a text of " + text.length() + " characters");
		}
		return new Speech(text.length(), player.bytes(), spoken);
	}

}
