package io.voicetelemetry.session;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of a child whose parent is over.
 */
class LateChildTests {

	private final Recording recording = new Recording();

	private final VoiceSession session = this.recording.session();

	@AfterEach
	void closeRecording() {
		this.session.end();
		this.recording.assertValid();
		this.recording.close();
	}

	@Test
	void childThatComesAfterTheEndOfItsTurnStandsUnderTheSession() {
		UserTurn userTurn = this.session.startUserTurn();
		AgentTurn agentTurn = this.session.startAgentTurn();
		userTurn.end();
		agentTurn.end();
		VoiceSpan recognition = userTurn.startRecognition();
		VoiceSpan tool = agentTurn.startToolCall("late");
		VoiceSpan operation = agentTurn.startOperation("late");
		this.session.end();
		this.recording.assertParent(recognition, this.session);
		this.recording.assertParent(tool, this.session);
		this.recording.assertParent(operation, this.session);
		assertThat(this.recording.refusals(RefusalReason.LATE)).isZero();
	}

	@Test
	void lateChildOfAReplyIsNoneOfTheNextReply() {
		AgentTurn first = this.session.startAgentTurn();
		LlmNode node = first.startLlmNode();
		node.end();
		first.end();
		AgentTurn second = this.session.startAgentTurn();
		VoiceSpan ofTheReply = first.startToolCall("late");
		VoiceSpan ofItsNode = node.startLlmCall();
		VoiceSpan ofTheSession = this.session.startToolCall("in time");
		this.session.end();
		this.recording.assertParent(ofTheReply, this.session);
		this.recording.assertParent(ofItsNode, this.session);
		this.recording.assertParent(ofTheSession, second);
	}

	@Test
	void lateChildOfTheCallersTurnIsNoneOfTheNext() {
		UserTurn first = this.session.startUserTurn();
		first.end();
		this.session.startUserTurn();
		VoiceSpan recognition = first.startRecognition();
		EndOfTurnDetection detection = first.startEndOfTurnDetection();
		this.session.end();
		this.recording.assertParent(recognition, this.session);
		assertThat(detection.isRecording()).isFalse();
		assertThat(this.recording.refusals(RefusalReason.LATE)).isEqualTo(1);
	}

	@Test
	void childOfAStageThatEndedStandsUnderTheNextAbove() {
		AgentTurn turn = this.session.startAgentTurn();
		LlmNode node = turn.startLlmNode();
		node.end();
		LlmCall call = node.startLlmCall();
		this.session.end();
		this.recording.assertParent(call, turn);
	}

	@Test
	void childOfAnEndedSessionIsCountedAndNotRecorded() {
		AgentTurn turn = this.session.startAgentTurn();
		this.session.end();
		int spans = this.recording.spans().size();
		LlmCall call = turn.startLlmCall();
		call.end();
		this.session.startUserTurn().end();
		this.recording.telemetry.start(this.session, Stage.FUNCTION_TOOL, null).end();
		assertThat(call.isRecording()).isFalse();
		assertThat(this.recording.spans()).hasSize(spans);
		assertThat(this.recording.refusals(RefusalReason.LATE)).isEqualTo(3);
	}

}
