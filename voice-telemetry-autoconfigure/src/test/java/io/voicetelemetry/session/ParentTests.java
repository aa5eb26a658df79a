package io.voicetelemetry.session;

import java.util.function.Function;
import java.util.stream.Stream;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.voicetelemetry.NotUnderJavaagent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a stage stands under: the nearest stage it is in, else the open turn, else the
 * session.
 */
class ParentTests {

	private final Recording recording = new Recording();

	private final VoiceSession session = this.recording.session();

	@AfterEach
	void closeRecording() {
		this.session.end();
		this.recording.assertValid();
		this.recording.close();
	}

	static Stream<Function<VoiceSession, VoiceSpan>> stagesOfTheReply() {
		return Stream.of(VoiceSession::startLlmNode, VoiceSession::startLlmCall,
				(session) -> session.startToolCall("t"), VoiceSession::startTtsNode, VoiceSession::startSynthesis);
	}

	@ParameterizedTest
	@MethodSource("stagesOfTheReply")
	void stepOfTheReplyStandsUnderTheOpenReply(Function<VoiceSession, VoiceSpan> start) {
		this.session.startUserTurn();
		AgentTurn turn = this.session.startAgentTurn();
		VoiceSpan step = start.apply(this.session);
		this.session.end();
		this.recording.assertParent(step, turn);
		this.recording.assertParent(turn, this.session);
	}

	@ParameterizedTest
	@MethodSource("stagesOfTheReply")
	void stepWithoutReplyStandsUnderTheSession(Function<VoiceSession, VoiceSpan> start) {
		this.session.startUserTurn();
		VoiceSpan step = start.apply(this.session);
		this.session.end();
		this.recording.assertParent(step, this.session);
	}

	@ParameterizedTest
	@EnumSource(names = { "USER_SPEAKING", "EOU_WAIT", "STT_REQUEST", "ON_USER_TURN_COMPLETED" })
	void stageOfTheCallerStandsUnderTheirOpenTurnElseTheSession(Stage stage) {
		this.session.startAgentTurn();
		VoiceSpan before = this.recording.telemetry.start(this.session, stage, null);
		UserTurn turn = this.session.startUserTurn();
		VoiceSpan inTurn = this.recording.telemetry.start(this.session, stage, null);
		this.session.end();
		this.recording.assertParent(before, this.session);
		this.recording.assertParent(inTurn, turn);
	}

	@ParameterizedTest
	@EnumSource(names = { "AGENT_SPEAKING", "REALTIME_INFERENCE" })
	void stageOfTheReplyStandsUnderItElseTheSession(Stage stage) {
		this.session.startUserTurn();
		VoiceSpan before = this.recording.telemetry.start(this.session, stage, null);
		AgentTurn turn = this.session.startAgentTurn();
		VoiceSpan inTurn = this.recording.telemetry.start(this.session, stage, null);
		this.session.end();
		this.recording.assertParent(before, this.session);
		this.recording.assertParent(inTurn, turn);
	}

	@Test
	void turnsAndTheEndsOfTheCallStandUnderTheSession() {
		VoiceSpan start = this.session.startSessionStart();
		UserTurn userTurn = this.session.startUserTurn();
		AgentTurn agentTurn = this.session.startAgentTurn();
		VoiceSpan close = this.session.startSessionClose();
		this.session.end();
		for (VoiceSpan child : new VoiceSpan[] { start, userTurn, agentTurn, close }) {
			this.recording.assertParent(child, this.session);
		}
	}

	@Test
	void requestStandsUnderItsNode() {
		AgentTurn turn = this.session.startAgentTurn();
		LlmNode node = turn.startLlmNode();
		LlmCall call = node.startLlmCall();
		TtsNode ttsNode = turn.startTtsNode();
		SpeechSynthesis synthesis = ttsNode.startSynthesis();
		VoiceSpan attempt = call.startAttempt();
		VoiceSpan ttsAttempt = synthesis.startAttempt();
		this.session.end();
		this.recording.assertParent(node, turn);
		this.recording.assertParent(call, node);
		this.recording.assertParent(attempt, call);
		this.recording.assertParent(ttsNode, turn);
		this.recording.assertParent(synthesis, ttsNode);
		this.recording.assertParent(ttsAttempt, synthesis);
	}

	@Test
	void requestInsideAToolStandsUnderTheReply() {
		AgentTurn turn = this.session.startAgentTurn();
		ToolCall tool = turn.startToolCall("book");
		LlmCall call;
		try (Scope scope = tool.makeCurrent()) {
			call = (LlmCall) this.recording.telemetry.start(Stage.LLM_REQUEST, null);
		}
		this.session.end();
		this.recording.assertParent(call, turn);
	}

	@Test
	void nodeInsideANodeStandsUnderTheReply() {
		AgentTurn turn = this.session.startAgentTurn();
		LlmNode outer = turn.startLlmNode();
		VoiceSpan inner;
		try (Scope scope = outer.makeCurrent()) {
			inner = this.recording.telemetry.start(Stage.LLM_NODE, null);
		}
		this.session.end();
		this.recording.assertParent(inner, turn);
	}

	@Test
	void stageInsideAnOperationStandsUnderTheStageAroundIt() {
		AgentTurn turn = this.session.startAgentTurn();
		LlmNode node = turn.startLlmNode();
		VoiceSpan operation = node.startOperation("route").startOperation("choose model");
		VoiceSpan call;
		try (Scope scope = operation.makeCurrent()) {
			call = this.recording.telemetry.start(Stage.LLM_REQUEST, "llm.voice_response");
		}
		this.session.end();
		this.recording.assertParent(call, node);
		assertThat(this.recording.span(call).getName()).isEqualTo("llm.voice_response");
	}

	@Test
	void operationsNest() {
		VoiceSpan outer = this.session.startAgentTurn().startOperation("greeting.deliver");
		VoiceSpan inner = outer.startOperation("greeting.choose");
		VoiceSpan current;
		try (Scope scope = inner.makeCurrent()) {
			current = this.recording.telemetry.start(Stage.OPERATION, "greeting.render");
		}
		this.session.end();
		this.recording.assertParent(inner, outer);
		this.recording.assertParent(current, inner);
		assertThat(this.recording.span(current).getName()).isEqualTo("greeting.render");
	}

	@Test
	void operationOfTheSessionStandsUnderTheSession() {
		this.session.startAgentTurn();
		VoiceSpan operation = this.session.startOperation("record.audio");
		this.session.end();
		this.recording.assertParent(operation, this.session);
	}

	@Test
	@NotUnderJavaagent
	void operationStandsUnderTheSpanOfAnotherLibraryInsideItsStage() {
		LlmNode node = this.session.startAgentTurn().startLlmNode();
		VoiceSpan operation;
		VoiceSpan call;
		Span other;
		try (Scope scope = node.makeCurrent()) {
			other = this.recording.otherTracer().spanBuilder("HTTP POST").startSpan();
			try (Scope inner = other.makeCurrent()) {
				operation = this.recording.telemetry.start(Stage.OPERATION, "sign");
				call = this.recording.telemetry.start(Stage.LLM_REQUEST, null);
			}
		}
		operation.end();
		other.end();
		this.session.end();
		assertThat(this.recording.span(operation).getParentSpanId()).isEqualTo(other.getSpanContext().getSpanId());
		assertThat(this.recording.span(other).getParentSpanId()).isEqualTo(node.spanContext().getSpanId());
		this.recording.assertParent(call, node);
		// What others make carries no session.id without the span processor of `export`.
		this.recording.reset();
	}

	@Test
	void judgementOfTheEndOfTheTurnStandsUnderTheWait() {
		UserTurn turn = this.session.startUserTurn();
		EndOfTurnDetection before = turn.startEndOfTurnDetection();
		turn.stoppedSpeaking(null);
		EndOfTurnDetection during = turn.startEndOfTurnDetection();
		VoiceSpan ofTheSession = this.recording.telemetry.start(this.session, Stage.EOU_DETECTION, null);
		turn.end();
		this.session.end();
		this.recording.assertParent(before, turn);
		String wait = this.recording.span(Stage.EOU_WAIT).getSpanId();
		assertThat(this.recording.span(during).getParentSpanId()).isEqualTo(wait);
		assertThat(this.recording.span(ofTheSession).getParentSpanId()).isEqualTo(wait);
	}

	@Test
	void stageWithoutAnyParentIsCountedAndNotRecorded() {
		VoiceSpan detection = this.recording.telemetry.start(this.session, Stage.EOU_DETECTION, null);
		VoiceSpan attempt = this.recording.telemetry.start(this.session, Stage.LLM_REQUEST_RUN, null);
		assertThat(detection).isInstanceOf(EndOfTurnDetection.class);
		assertThat(detection.isOpen()).isFalse();
		assertThat(attempt.isRecording()).isFalse();
		assertThat(this.recording.refusals(RefusalReason.NO_PARENT)).isEqualTo(2);
	}

	@Test
	void nearStageOfAnotherSessionIsNoParent() {
		VoiceSession other = this.recording.session("call-2");
		AgentTurn turn = this.session.startAgentTurn();
		VoiceSpan call;
		try (Scope scope = other.startAgentTurn().makeCurrent()) {
			call = this.recording.telemetry.start(this.session, Stage.LLM_REQUEST, null);
		}
		other.end();
		this.session.end();
		this.recording.assertParent(call, turn);
	}

	@Test
	void newestTurnIsTheOneThatIsOpen() {
		AgentTurn first = this.session.startAgentTurn();
		AgentTurn second = this.session.startAgentTurn();
		LlmCall call = this.session.startLlmCall();
		second.end();
		LlmCall afterwards = this.session.startLlmCall();
		this.session.end();
		this.recording.assertParent(call, second);
		this.recording.assertParent(afterwards, this.session);
		this.recording.assertParent(first, this.session);
	}

}
