package io.voicetelemetry.session;

import java.lang.management.ManagementFactory;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What it costs to tell of each of the frames of audio that come 50 times a second.
 */
class AudioFrameTests {

	private static final int FRAMES = 100_000;

	private final com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory
		.getThreadMXBean();

	@Test
	void ofARealtimeModelLeaveNothingOnTheHeap() {
		try (Recording recording = new Recording()) {
			VoiceSession session = recording.session();
			AgentTurn reply = session.startAgentTurn();
			RealtimeInference inference = reply.startRealtimeInference();
			hear(inference);
			long before = this.threads.getCurrentThreadAllocatedBytes();
			hear(inference);
			long bytes = this.threads.getCurrentThreadAllocatedBytes() - before;
			session.end();
			assertThat(bytes / (double) FRAMES).isLessThan(1);
			assertThat(recording.span(inference).getEvents()).isEmpty();
			recording.assertValid();
		}
	}

	private static void hear(RealtimeInference inference) {
		for (int i = 0; i < FRAMES; i++) {
			inference.firstAudio(null);
			inference.outputTranscript("word ");
		}
	}

}
