package io.voicetelemetry.session;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Span processors of the application that throw or call back.
 */
@Timeout(120)
class HostileSpanProcessorTests {

	private Recording recording = new Recording();

	@AfterEach
	void closeRecording() {
		this.recording.close();
	}

	@Test
	void spanProcessorThatThrowsHarmsNoCall() {
		this.recording.close();
		this.recording = new Recording((provider) -> provider.addSpanProcessor(new Throwing()), (settings) -> settings);
		VoiceSession session = this.recording.session();
		AgentTurn turn = session.startAgentTurn();
		LlmCall call = turn.startLlmCall();
		turn.end();
		call.end();
		session.startUserTurn();
		session.end();
		assertThat(this.recording.telemetry.openSessions()).isZero();
		assertThat(this.recording.spans()).hasSize(4);
		assertThat(this.recording.refusals(RefusalReason.INTERNAL_ERROR)).isEqualTo(4);
	}

	@Test
	void spanProcessorThatThrowsAtTheStartLeavesNothingToWaitFor() {
		this.recording.close();
		this.recording = new Recording((provider) -> provider.addSpanProcessor(new ThrowingAtStart()),
				(settings) -> settings);
		VoiceSession session = this.recording.session();
		AgentTurn turn = session.startAgentTurn();
		VoiceSpan broken = turn.startOperation("broken");
		assertThat(broken.isRecording()).isFalse();
		turn.end();
		assertThat(this.recording.spans(Stage.AGENT_TURN)).hasSize(1);
		session.end();
		assertThat(this.recording.refusals(RefusalReason.INTERNAL_ERROR)).isEqualTo(1);
	}

	@Test
	void spanProcessorThatCallsBackIsNoDeadlockAndNoDoubleEnd() {
		this.recording.close();
		this.recording = new Recording((provider) -> provider.addSpanProcessor(new CallingBack()),
				(settings) -> settings);
		VoiceSession session = this.recording.session();
		AgentTurn turn = session.startAgentTurn();
		try (Scope scope = turn.makeCurrent()) {
			turn.startLlmCall().end();
		}
		assertThat(session.isOpen()).isFalse();
		assertThat(this.recording.spans()).hasSize(3);
		this.recording.assertValid();
	}

	/**
	 * Throws when a span ends.
	 */
	private static final class Throwing implements SpanProcessor {

		@Override
		public void onStart(Context parentContext, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			throw new IllegalStateException();
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

	/**
	 * Throws when a certain span starts.
	 */
	private static final class ThrowingAtStart implements SpanProcessor {

		@Override
		public void onStart(Context parentContext, ReadWriteSpan span) {
			if (span.getName().equals("broken")) {
				throw new IllegalStateException();
			}
		}

		@Override
		public boolean isStartRequired() {
			return true;
		}

		@Override
		public void onEnd(ReadableSpan span) {
		}

		@Override
		public boolean isEndRequired() {
			return false;
		}

	}

	/**
	 * Hangs up when a model has answered.
	 */
	private static final class CallingBack implements SpanProcessor {

		@Override
		public void onStart(Context parentContext, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			if (span.getName().equals("llm_request")) {
				AgentTurn.current().end();
				VoiceSession.current().end("hangup");
				VoiceSession.current().startUserTurn().end();
			}
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
