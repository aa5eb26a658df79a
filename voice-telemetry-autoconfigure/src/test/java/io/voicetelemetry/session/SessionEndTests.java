package io.voicetelemetry.session;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.StatusCode;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.SessionSummary;
import io.voicetelemetry.event.TokenUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The end of a session: why, who is told, and what.
 */
@Timeout(120)
class SessionEndTests {

	private Recording recording = new Recording();

	@AfterEach
	void closeRecording() {
		this.recording.close();
	}

	private static SessionSummary await(CompletableFuture<SessionSummary> summary) throws Exception {
		return summary.get(30, TimeUnit.SECONDS);
	}

	@ParameterizedTest
	@CsvSource({ "hangup,success,UNSET", "shutdown,cancelled,UNSET", "timeout,cancelled,UNSET",
			"cancelled,cancelled,UNSET", "error,error,ERROR", "transferred,success,UNSET", "' ',success,UNSET",
			",success,UNSET" })
	void reasonTellsTheOutcome(String reason, String outcome, StatusCode status) {
		VoiceSession session = this.recording.session();
		session.end(reason);
		assertThat(Recording.attributes(this.recording.span(session)))
			.containsEntry("voice.disconnect_reason", (reason != null && !reason.isBlank()) ? reason : "hangup")
			.containsEntry("voice.outcome", outcome);
		assertThat(this.recording.span(session).getStatus().getStatusCode()).isEqualTo(status);
		this.recording.assertValid();
	}

	@Test
	void outcomeTellsTheReason() {
		VoiceSession hungUp = this.recording.session("1");
		hungUp.end();
		VoiceSession cancelled = this.recording.session("2");
		cancelled.cancel();
		VoiceSession failed = this.recording.session("3");
		failed.fail(new IllegalStateException());
		assertThat(Recording.attribute(this.recording.span(hungUp), "voice.disconnect_reason")).isEqualTo("hangup");
		assertThat(Recording.attribute(this.recording.span(cancelled), "voice.disconnect_reason"))
			.isEqualTo("cancelled");
		assertThat(Recording.attribute(this.recording.span(failed), "voice.disconnect_reason")).isEqualTo("error");
	}

	@Test
	void summarySaysWhatHappened() throws Exception {
		CompletableFuture<SessionSummary> told = new CompletableFuture<>();
		VoiceSession session = this.recording.session();
		session.onEnd(told::complete);
		session.startUserTurn().end();
		AgentTurn turn = session.startAgentTurn();
		LlmCall call = turn.startLlmCall();
		call.usage(TokenUsage.of(100L, -1L)).usage(TokenUsage.of(-1L, 10L));
		call.end();
		turn.startLlmCall().usage(TokenUsage.of(50L, 5L)).fail(new IllegalStateException());
		turn.startToolCall("book").end();
		turn.startSynthesis().end();
		turn.interrupted("user_turn");
		turn.interrupted("user_turn");
		turn.end();
		AgentTurn resumed = session.startAgentTurn();
		resumed.interrupted("audio_activity");
		resumed.falseInterruption(true);
		resumed.startLlmCall().usage(TokenUsage.unknown());
		this.recording.time.advanceMillis(61_500);
		session.end("transferred");
		assertThat(await(told)).isEqualTo(new SessionSummary("call-1", null, session.spanContext().getTraceId(),
				VirtualTime.START, Duration.ofMillis(61_500), Outcome.SUCCESS, "transferred", null, 1, 2, 1, 3, 1, 1,
				OptionalLong.of(150), OptionalLong.of(15)));
	}

	@Test
	void summaryOfAFailureSaysItsClass() throws Exception {
		CompletableFuture<SessionSummary> told = new CompletableFuture<>();
		VoiceSession session = this.recording.session();
		session.onEnd(told::complete);
		session.fail(new IllegalStateException("secret"));
		SessionSummary summary = await(told);
		assertThat(summary.outcome()).isEqualTo(Outcome.ERROR);
		assertThat(summary.error()).isEqualTo("java.lang.IllegalStateException");
		assertThat(summary.disconnectReason()).isEqualTo("error");
		assertThat(summary.inputTokens()).isEmpty();
		assertThat(summary.outputTokens()).isEmpty();
		assertThat(summary.toString()).doesNotContain("secret");
	}

	@Test
	void tokensBeyondAllBoundsStayPositive() throws Exception {
		CompletableFuture<SessionSummary> told = new CompletableFuture<>();
		VoiceSession session = this.recording.session();
		session.onEnd(told::complete);
		session.startLlmCall().usage(TokenUsage.of(Long.MAX_VALUE, 1L)).end();
		session.startLlmCall().usage(TokenUsage.of(1L, Long.MAX_VALUE)).end();
		session.end();
		assertThat(await(told).inputTokens()).hasValue(Long.MAX_VALUE);
		assertThat(await(told).outputTokens()).hasValue(Long.MAX_VALUE);
	}

}
