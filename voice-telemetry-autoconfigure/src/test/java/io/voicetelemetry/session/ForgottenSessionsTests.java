package io.voicetelemetry.session;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Thousands of calls whose hang-up never came. Row 17 of the scorecard: they end when
 * they are idle or too old, and nothing of them stays.
 */
@Timeout(300)
class ForgottenSessionsTests {

	private static final int SESSIONS = 10_000;

	private final Recording recording = new Recording();

	@Test
	void thatAreIdleEndAndAreForgotten() throws Exception {
		List<WeakReference<VoiceSpan>> forgotten = open();
		this.recording.telemetry.reap();
		pass(Duration.ofMinutes(30).minusNanos(1));
		assertThat(this.recording.telemetry.openSessions()).isEqualTo(SESSIONS);
		pass(Duration.ofNanos(1));
		assertEnded(forgotten);
	}

	@Test
	void thatGoOnForTooLongEndAndAreForgotten() throws Exception {
		List<WeakReference<VoiceSpan>> forgotten = open();
		for (int i = 0; i < 16; i++) {
			assertThat(this.recording.telemetry.openSessions()).isEqualTo(SESSIONS);
			forgotten.forEach((span) -> span.get().setAttribute("alive", true));
			pass(Duration.ofMinutes(15));
		}
		assertEnded(forgotten);
	}

	/**
	 * Not in the test's own frame: a local variable would keep one alive.
	 */
	private List<WeakReference<VoiceSpan>> open() {
		List<WeakReference<VoiceSpan>> forgotten = new ArrayList<>();
		for (int i = 0; i < SESSIONS; i++) {
			VoiceSession session = this.recording.session("call-" + i);
			forgotten.add(new WeakReference<>(session));
			forgotten.add(new WeakReference<>(session.startAgentTurn().startLlmCall()));
			session.onEnd((summary) -> {
			});
		}
		return forgotten;
	}

	private void pass(Duration time) {
		this.recording.time.advance(time);
		this.recording.telemetry.reap();
	}

	private void assertEnded(List<WeakReference<VoiceSpan>> forgotten) throws Exception {
		assertThat(this.recording.telemetry.openSessions()).isZero();
		List<SpanData> sessions = this.recording.spans(Stage.AGENT_SESSION);
		assertThat(sessions).hasSize(SESSIONS)
			.allSatisfy((span) -> assertThat(Recording.attributes(span)).containsEntry("voice.outcome", "cancelled")
				.containsEntry("voice.disconnect_reason", "timeout"));
		assertThat(this.recording.spans()).hasSize(3 * SESSIONS);
		assertThat(this.recording.telemetry.refusals()).isEmpty();
		this.recording.reset();
		for (int i = 0; i < 200 && alive(forgotten) > 0; i++) {
			System.gc();
			Thread.sleep(20);
		}
		assertThat(alive(forgotten)).isZero();
		this.recording.close();
	}

	private static long alive(List<WeakReference<VoiceSpan>> spans) {
		return spans.stream().filter((span) -> span.get() != null).count();
	}

}
