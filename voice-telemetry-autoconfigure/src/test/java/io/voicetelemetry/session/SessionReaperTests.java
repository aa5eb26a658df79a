package io.voicetelemetry.session;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.SessionSummary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions whose hang-up never came. The reaper's rounds are those of the test.
 */
class SessionReaperTests {

	private final Recording recording = new Recording((settings) -> settings
		.options(new SessionOptions(false, false, false, Duration.ofMinutes(30), Duration.ofHours(4))));

	private final RecordingVoiceTelemetry telemetry = this.recording.telemetry;

	@AfterEach
	void closeRecording() {
		this.recording.assertValid();
		this.recording.close();
	}

	private void pass(Duration time) {
		this.recording.time.advance(time);
		this.telemetry.reap();
	}

	@Test
	void idleSessionEndsWithWhatRunsInIt() throws Exception {
		CompletableFuture<SessionSummary> told = new CompletableFuture<>();
		VoiceSession session = this.recording.session();
		session.onEnd(told::complete);
		session.startAgentTurn().startLlmCall();
		this.telemetry.reap();
		pass(Duration.ofMinutes(30).minusNanos(1));
		assertThat(session.isOpen()).isTrue();
		pass(Duration.ofNanos(1));
		assertThat(session.isOpen()).isFalse();
		assertThat(this.telemetry.openSessions()).isZero();
		assertThat(this.recording.spans()).hasSize(3).extracting(SpanData::getName).endsWith("agent_session");
		assertThat(this.recording.spans())
			.allSatisfy((span) -> assertThat(Recording.attribute(span, "voice.outcome")).isEqualTo("cancelled"));
		assertThat(Recording.attribute(this.recording.span(session), "voice.disconnect_reason")).isEqualTo("timeout");
		SessionSummary summary = told.get(30, TimeUnit.SECONDS);
		assertThat(summary.disconnectReason()).isEqualTo("timeout");
		assertThat(summary.outcome()).isEqualTo(Outcome.CANCELLED);
		assertThat(summary.duration()).isEqualTo(Duration.ofMinutes(30));
	}

	static Stream<Consumer<VoiceSession>> activities() {
		return Stream.of(VoiceSession::startUserTurn, (session) -> session.startOperation("a").end(),
				(session) -> session.setAttribute("key", "value"), (session) -> session.addEvent("event"),
				(session) -> session.userTurn().interimTranscript("hel"),
				(session) -> session.userTurn().startedSpeaking(null),
				(session) -> session.agentTurn().firstAudioPlayed(null),
				(session) -> session.agentTurn().interrupted(null), (session) -> session.agentTurn().end(),
				(session) -> session.userTurn().cancel(), (session) -> session.handOff("Mira"),
				(session) -> session.userStartedSpeaking(null));
	}

	@ParameterizedTest
	@MethodSource("activities")
	void activityKeepsASessionAlive(Consumer<VoiceSession> activity) {
		VoiceSession session = this.recording.session();
		session.startUserTurn();
		session.startAgentTurn();
		this.telemetry.reap();
		pass(Duration.ofMinutes(29));
		activity.accept(session);
		pass(Duration.ofSeconds(30));
		pass(Duration.ofMinutes(29));
		assertThat(session.isOpen()).isTrue();
		pass(Duration.ofMinutes(1));
		assertThat(session.isOpen()).isFalse();
	}

	@Test
	void endOfALongRequestIsActivity() {
		VoiceSession session = this.recording.session();
		LlmCall call = session.startLlmCall();
		this.telemetry.reap();
		pass(Duration.ofMinutes(29));
		call.end();
		pass(Duration.ofMinutes(2));
		assertThat(session.isOpen()).isTrue();
		session.end();
	}

	@Test
	void lookingForASessionIsNoActivity() {
		VoiceSession session = this.recording.session();
		this.telemetry.reap();
		pass(Duration.ofMinutes(29));
		assertThat(this.telemetry.session("call-1").isOpen()).isTrue();
		assertThat(session.now()).isNotNull();
		pass(Duration.ofMinutes(1));
		assertThat(session.isOpen()).isFalse();
	}

	@Test
	void tooOldSessionEndsHoweverBusy() {
		VoiceSession session = this.recording.session();
		for (int i = 0; i < 4 * 6 - 1; i++) {
			session.startOperation("a").end();
			pass(Duration.ofMinutes(10));
			assertThat(session.isOpen()).isTrue();
		}
		session.startOperation("a").end();
		pass(Duration.ofMinutes(10));
		assertThat(session.isOpen()).isFalse();
		assertThat(Recording.attribute(this.recording.span(session), "voice.disconnect_reason")).isEqualTo("timeout");
	}

	@Test
	void endsOnlyWhatWasForgotten() {
		for (int i = 0; i < 10_000; i++) {
			this.recording.session("leaked-" + i);
		}
		this.telemetry.reap();
		this.recording.time.advance(Duration.ofMinutes(20));
		VoiceSession busy = this.recording.session("busy");
		pass(Duration.ofMinutes(10));
		assertThat(this.telemetry.openSessions()).isEqualTo(1);
		assertThat(busy.isOpen()).isTrue();
		busy.end();
	}

	@Test
	void oneThatCannotBeEndedDoesNotKeepTheOthers() {
		Recording throwing = new Recording((settings) -> settings.onSessionEnd(() -> {
			throw new IllegalStateException();
		}));
		try (throwing) {
			throwing.session("1");
			throwing.session("2");
			throwing.telemetry.reap();
			throwing.time.advance(Duration.ofMinutes(30));
			throwing.telemetry.reap();
			assertThat(throwing.telemetry.openSessions()).isZero();
		}
	}

	@Test
	void looksByItselfFromTheFirstSessionOn() throws Exception {
		CompletableFuture<SessionSummary> told = new CompletableFuture<>();
		Recording real = new Recording((settings) -> settings.timeSource(TimeSource.SYSTEM)
			.options(new SessionOptions(false, false, false, Duration.ofMillis(100), Duration.ofHours(4))));
		try (real) {
			real.session().onEnd(told::complete);
			assertThat(told.get(30, TimeUnit.SECONDS).disconnectReason()).isEqualTo("timeout");
		}
	}

}
