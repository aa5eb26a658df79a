package io.voicetelemetry.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a session keeps of results that its stages were not told of.
 */
class UntoldResultsTests {

	private final Recording recording = new Told().recording();

	private final SessionHandle session = (SessionHandle) this.recording.session();

	@AfterEach
	void closeRecording() {
		this.session.end();
		this.recording.close();
	}

	@Test
	void aResultThatWasToldIsKeptNoLonger() {
		LlmCall call = this.session.startLlmCall();
		UntoldResult result = (deadline) -> call.end();
		result.addTo(call.context());
		assertThat(this.session.untoldResults().size()).isOne();
		result.removeFrom(call.context());
		assertThat(this.session.untoldResults().size()).isZero();
	}

	@Test
	void aResultThatNobodyElseHasIsNotKept() throws InterruptedException {
		LlmCall call = this.session.startLlmCall();
		new Forgotten(call).addTo(call.context());
		for (int i = 0; i < 100 && this.session.untoldResults().size() > 0; i++) {
			System.gc();
			Thread.sleep(10);
		}
		assertThat(this.session.untoldResults().size()).isZero();
	}

	@Test
	void theSessionItselfIsNotAskedForItsOwnResult() {
		UntoldResult result = (deadline) -> {
		};
		result.addTo(this.session.context());
		assertThat(this.session.untoldResults().size()).isZero();
	}

	@Test
	void allAreAskedAlsoIfOneThrows() {
		LlmCall first = this.session.startLlmCall();
		LlmCall second = this.session.startLlmCall();
		UntoldResult throwing = (deadline) -> {
			throw new IllegalStateException("as it is meant to");
		};
		UntoldResult telling = (deadline) -> second.end();
		throwing.addTo(first.context());
		telling.addTo(second.context());
		this.session.end();
		assertThat(Recording.attribute(this.recording.span(first), "voice.outcome")).isEqualTo("cancelled");
		assertThat(Recording.attribute(this.recording.span(second), "voice.outcome")).isEqualTo("success");
		assertThat(this.recording.telemetry.refusals()).containsOnlyKeys(RefusalReason.USER_CODE_FAILED);
	}

	@Test
	void sessionsThatEndWithTheApplicationWaitTogether() {
		assertWaitTogether(this.recording.telemetry::close);
		assertThat(this.recording.spans(Stage.AGENT_SESSION)).hasSize(2)
			.allSatisfy(
					(span) -> assertThat(Recording.attribute(span, "voice.disconnect_reason")).isEqualTo("shutdown"));
	}

	@Test
	void sessionsThatTheReaperEndsWaitTogether() {
		assertWaitTogether(() -> {
			this.recording.time.advance(Duration.ofHours(5));
			this.recording.telemetry.reap();
		});
		assertThat(this.recording.spans(Stage.AGENT_SESSION)).hasSize(2)
			.allSatisfy(
					(span) -> assertThat(Recording.attribute(span, "voice.disconnect_reason")).isEqualTo("timeout"));
	}

	private void assertWaitTogether(Runnable ending) {
		SessionHandle other = (SessionHandle) this.recording.session("call-2");
		List<Long> left = new ArrayList<>();
		UntoldResult hanging = (deadline) -> {
			left.add(deadline - System.nanoTime());
			while (deadline - System.nanoTime() > 0) {
				Thread.onSpinWait();
			}
		};
		hanging.addTo(this.session.startLlmCall().context());
		hanging.addTo(other.startLlmCall().context());
		ending.run();
		assertThat(left).hasSize(2);
		assertThat(left.get(0)).isPositive();
		assertThat(left.get(1)).isNotPositive();
	}

	/**
	 * Made anew each time, and kept by nobody.
	 */
	private record Forgotten(LlmCall call) implements UntoldResult {

		@Override
		public void tellIfThere(long deadline) {
			this.call.end();
		}

	}

}
