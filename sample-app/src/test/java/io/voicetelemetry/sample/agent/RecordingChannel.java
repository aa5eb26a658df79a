package io.voicetelemetry.sample.agent;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A channel that remembers what was sent.
 */
class RecordingChannel implements CallerChannel {

	private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();

	private final AtomicLong audioBytes = new AtomicLong();

	void expect(String... messages) throws InterruptedException {
		for (String message : messages) {
			assertThat(this.sent.poll(30, TimeUnit.SECONDS)).isEqualTo(message);
		}
	}

	long audioBytes() {
		return this.audioBytes.get();
	}

	boolean isSilent() {
		return this.sent.isEmpty();
	}

	@Override
	public void callStarted(String callId) {
		this.sent.add("call_started " + callId);
	}

	@Override
	public void replyText(int reply, String text) {
		this.sent.add(reply + " " + text);
	}

	@Override
	public void audioStart(int reply) {
		this.sent.add(reply + " audio_start");
	}

	@Override
	public void audio(byte[] pcm) {
		this.audioBytes.addAndGet(pcm.length);
	}

	@Override
	public void audioEnd(int reply, double seconds) {
		this.sent.add(reply + " audio_end");
	}

	@Override
	public void interrupted(int reply) {
		this.sent.add(reply + " interrupted");
	}

	@Override
	public void error(String message) {
		this.sent.add("error " + message);
	}

	@Override
	public void hangUp() {
		this.sent.add("hang_up");
	}

}
