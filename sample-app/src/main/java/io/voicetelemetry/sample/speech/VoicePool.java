package io.voicetelemetry.sample.speech;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

import com.sun.speech.freetts.OutputQueue;
import com.sun.speech.freetts.Voice;
import com.sun.speech.freetts.en.us.cmu_us_kal.KevinVoiceDirectory;

import org.springframework.stereotype.Component;

/**
 * FreeTTS voices, each used by one thread at a time and dropped when it failed. The voice
 * directory is asked directly: FreeTTS' own discovery searches jar files next to itself,
 * which an executable jar doesn't have.
 */
@Component
class VoicePool {

	/**
	 * Name of the voice, 16 kHz.
	 */
	static final String VOICE = "kevin16";

	private final Queue<Voice> idle = new ConcurrentLinkedQueue<>();

	VoicePool() {
		this.idle.add(load());
	}

	<R> R withVoice(Function<Voice, R> action) {
		Voice idleVoice = this.idle.poll();
		Voice voice = (idleVoice != null) ? idleVoice : load();
		R result = action.apply(voice);
		this.idle.add(voice);
		return result;
	}

	/**
	 * Load a voice that speaks on the calling thread. With a queue set, {@code allocate}
	 * starts no output thread; without one, {@code speak} needs none.
	 * @return the voice
	 */
	private static Voice load() {
		synchronized (VoicePool.class) {
			Voice voice = Arrays.stream(new KevinVoiceDirectory().getVoices())
				.filter((candidate) -> VOICE.equals(candidate.getName()))
				.findFirst()
				.orElseThrow();
			voice.setOutputQueue(new OutputQueue());
			voice.allocate();
			voice.setOutputQueue(null);
			return voice;
		}
	}

}
