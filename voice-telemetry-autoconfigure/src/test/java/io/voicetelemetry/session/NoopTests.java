package io.voicetelemetry.session;

import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.voicetelemetry.NotUnderJavaagent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handles that do nothing: those of telemetry that is off, of sessions that are unknown,
 * and of what comes too late.
 */
class NoopTests {

	private static final ContextKey<String> KEY = ContextKey.named("test");

	@ParameterizedTest
	@EnumSource
	void areThereForEachStageAndNeverOpen(Stage stage) {
		VoiceSpan handle = VoiceTelemetry.noop().start(stage, "name");
		assertThat(handle.isOpen()).isFalse();
		assertThat(handle.isRecording()).isFalse();
		assertThat(handle.capturesContent()).isFalse();
		assertThat(handle.spanContext().isValid()).isFalse();
		assertThat(VoiceTelemetry.noop().start(NoopHandles.SESSION, stage, null)).isSameAs(handle);
	}

	@Test
	@NotUnderJavaagent
	void leaveTheContextAsItIs() {
		Context context = Context.root().with(KEY, "value");
		try (Scope outer = context.makeCurrent(); Scope inner = NoopHandles.LLM_CALL.makeCurrent()) {
			assertThat(Context.current()).isSameAs(context);
			assertThat(NoopHandles.LLM_CALL.context()).isSameAs(context);
		}
	}

	@Test
	void runTheWorkAllTheSame() throws Exception {
		AtomicInteger runs = new AtomicInteger();
		NoopHandles.TOOL_CALL.run(runs::incrementAndGet);
		NoopHandles.TOOL_CALL.call(runs::incrementAndGet);
		NoopHandles.TOOL_CALL.wrapRunnable(runs::incrementAndGet).run();
		NoopHandles.TOOL_CALL.wrapExecutor(Runnable::run).execute(runs::incrementAndGet);
		assertThat(runs).hasValue(4);
	}

	@Test
	void keepNothing() {
		VoiceSession session = VoiceTelemetry.noop().session().id("call-1").start();
		for (int i = 0; i < 1000; i++) {
			session.onEnd((summary) -> {
			});
			session.startUserTurn();
			session.startAgentTurn().startLlmNode().startLlmCall().startAttempt();
			session.handOff("Mira");
			session.userStartedSpeaking(null);
		}
		session.end();
		assertThat(session).hasFieldOrPropertyWithValue("callbacks", null)
			.hasFieldOrPropertyWithValue("agentName", null);
		assertThat(NoopHandles.SESSION.turns().openAgentTurn()).isNull();
		assertThat(VoiceTelemetry.noop().openSessions()).isZero();
		assertThat(VoiceTelemetry.noop().findSession("call-1")).isEmpty();
		assertThat(VoiceTelemetry.noop().session("call-1")).isSameAs(session);
		assertThat(VoiceTelemetry.noop().refusals()).isEmpty();
	}

	@Test
	void areWhatIsCurrentWhereNothingIs() {
		assertThat(VoiceSpan.current()).isSameAs(NoopHandles.OPERATION);
		assertThat(VoiceSession.current()).isSameAs(NoopHandles.SESSION);
		assertThat(UserTurn.current()).isSameAs(NoopHandles.USER_TURN);
		assertThat(AgentTurn.current()).isSameAs(NoopHandles.AGENT_TURN);
		assertThat(LlmNode.current()).isSameAs(NoopHandles.LLM_NODE);
		assertThat(LlmCall.current()).isSameAs(NoopHandles.LLM_CALL);
		assertThat(ToolCall.current()).isSameAs(NoopHandles.TOOL_CALL);
		assertThat(TtsNode.current()).isSameAs(NoopHandles.TTS_NODE);
		assertThat(SpeechSynthesis.current()).isSameAs(NoopHandles.SYNTHESIS);
		assertThat(SpeechRecognition.current()).isSameAs(NoopHandles.RECOGNITION);
		assertThat(EndOfTurnDetection.current()).isSameAs(NoopHandles.END_OF_TURN_DETECTION);
	}

	@Test
	void areWhatAnUnknownSessionIs() {
		try (Recording recording = new Recording()) {
			VoiceSession unknown = recording.telemetry.session("nobody");
			unknown.startAgentTurn().startLlmCall().end();
			unknown.end();
			assertThat(recording.telemetry.session(null).isOpen()).isFalse();
			assertThat(recording.telemetry.findSession("nobody")).isEmpty();
			assertThat(recording.telemetry.findSession(null)).isEmpty();
			assertThat(recording.spans()).isEmpty();
			assertThat(recording.refusals(RefusalReason.UNKNOWN_SESSION)).isEqualTo(2);
		}
	}

	@Test
	void ofTheRightTypeAreWhatCannotBegin() {
		try (Recording recording = new Recording()) {
			VoiceSession session = recording.session();
			session.end();
			for (Stage stage : Stage.values()) {
				assertThat(recording.telemetry.start(session, stage, null)).isSameAs(NoopHandles.of(stage));
			}
			assertThat(recording.telemetry.start(NoopHandles.SESSION, Stage.LLM_REQUEST, null))
				.isSameAs(NoopHandles.LLM_CALL);
			assertThat(recording.spans()).hasSize(1);
		}
	}

	@Test
	void ofAnotherTelemetryAreNotRecordedHere() {
		try (Recording recording = new Recording(); Recording other = new Recording()) {
			VoiceSession session = other.session();
			assertThat(recording.telemetry.start(session, Stage.AGENT_TURN, null)).isSameAs(NoopHandles.AGENT_TURN);
			session.end();
			assertThat(recording.spans()).isEmpty();
			assertThat(other.spans()).hasSize(1);
		}
	}

	@Test
	void areFoundAmongTheStagesThatAThreadIsIn() {
		try (Recording recording = new Recording()) {
			VoiceSession session = recording.session();
			UserTurn userTurn = session.startUserTurn();
			EndOfTurnDetection detection = userTurn.startEndOfTurnDetection();
			try (Scope scope = detection.makeCurrent()) {
				assertThat(UserTurn.current()).isSameAs(userTurn);
				assertThat(EndOfTurnDetection.current()).isSameAs(detection);
				assertThat(VoiceSession.current()).isSameAs(session);
				assertThat(AgentTurn.current()).isSameAs(NoopHandles.AGENT_TURN);
			}
			session.end();
		}
	}

}
