package io.voicetelemetry.sample.speech;

import com.sun.speech.freetts.Voice;
import io.voicetelemetry.annotation.SpokenText;
import io.voicetelemetry.annotation.TracedTts;
import io.voicetelemetry.session.SpeechSynthesis;

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
	@TracedTts(provider = "freetts", model = "cmu_us_kal", voice = VoicePool.VOICE)
	public Speech synthesize(@SpokenText String text, AudioSink sink) {
		SpeechSynthesis synthesis = SpeechSynthesis.current();
		Speech speech = this.voices.withVoice((voice) -> speak(voice, text, (pcm) -> {
			synthesis.firstAudio();
			return sink.accept(pcm);
		}));
		if (!speech.complete()) {
			// It returns what was spoken, which alone would look like a success.
			synthesis.audioDuration(speech.audioDuration());
			synthesis.cancel();
		}
		return speech;
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
