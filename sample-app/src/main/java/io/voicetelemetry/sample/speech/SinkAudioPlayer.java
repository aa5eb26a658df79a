package io.voicetelemetry.sample.speech;

import javax.sound.sampled.AudioFormat;

import com.sun.speech.freetts.audio.AudioPlayer;

/**
 * Plays into an {@link AudioSink} instead of a sound card, swapping FreeTTS' big-endian
 * samples.
 */
class SinkAudioPlayer implements AudioPlayer {

	private final AudioSink sink;

	private AudioFormat format = new AudioFormat(PcmAudio.SAMPLE_RATE, 16, 1, true, true);

	private long bytes;

	private boolean stopped;

	SinkAudioPlayer(AudioSink sink) {
		this.sink = sink;
	}

	long bytes() {
		return this.bytes;
	}

	boolean stopped() {
		return this.stopped;
	}

	@Override
	public boolean write(byte[] audio) {
		return write(audio, 0, audio.length);
	}

	@Override
	public boolean write(byte[] audio, int offset, int length) {
		if (this.stopped) {
			return false;
		}
		byte[] pcm = new byte[length];
		for (int i = 0; i + 1 < length; i += 2) {
			pcm[i] = audio[offset + i + 1];
			pcm[i + 1] = audio[offset + i];
		}
		if (!this.sink.accept(pcm)) {
			this.stopped = true;
			return false;
		}
		this.bytes += length;
		return true;
	}

	@Override
	public void setAudioFormat(AudioFormat format) {
		this.format = format;
	}

	@Override
	public AudioFormat getAudioFormat() {
		return this.format;
	}

	@Override
	public void begin(int size) {
	}

	@Override
	public boolean end() {
		return true;
	}

	@Override
	public boolean drain() {
		return true;
	}

	@Override
	public void cancel() {
		this.stopped = true;
	}

	@Override
	public void pause() {
	}

	@Override
	public void resume() {
	}

	@Override
	public void reset() {
	}

	@Override
	public void close() {
	}

	@Override
	public float getVolume() {
		return 1;
	}

	@Override
	public void setVolume(float volume) {
	}

	@Override
	public long getTime() {
		return (long) (PcmAudio.seconds(this.bytes) * 1000);
	}

	@Override
	public void resetTime() {
	}

	@Override
	public void startFirstSampleTimer() {
	}

	@Override
	public void showMetrics() {
	}

}
