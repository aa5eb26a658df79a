package io.voicetelemetry.session;

import java.util.List;

import io.voicetelemetry.event.EouMetrics;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.TurnMetrics;
import io.voicetelemetry.event.UsageKind;
import io.voicetelemetry.event.VoiceMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * The figures of turns and of the ends of the caller's.
 */
class TurnFiguresTests {

	private final Told told = new Told();

	private final Recording recording = this.told.recording();

	private final VirtualTime time = this.recording.time;

	private final VoiceSession session = this.recording.session();

	@AfterEach
	void closeRecording() {
		this.session.end();
		this.recording.assertValid();
		this.recording.close();
	}

	private EouMetrics eou() {
		return this.told.only(EouMetrics.class);
	}

	// The end of the caller's turn

	@Test
	void endOfATurnTellsAllItKnows() {
		UserTurn turn = this.session.startUserTurn();
		turn.startedSpeaking(null);
		this.time.advanceMillis(900);
		turn.stoppedSpeaking(null);
		EndOfTurnDetection first = turn.startEndOfTurnDetection().model("livekit", "turn-detector");
		this.time.advanceMillis(30);
		first.probability(0.4).end();
		this.time.advanceMillis(70);
		turn.finalTranscript("hello");
		EndOfTurnDetection second = turn.startEndOfTurnDetection().model("livekit", "turn-detector");
		this.time.advanceMillis(20);
		second.probability(0.9).end();
		this.time.advanceMillis(180);
		turn.commit();
		VoiceSpan callback = turn.startOnUserTurnCompleted();
		this.time.advanceMillis(50);
		callback.end();
		turn.end();
		assertThat(eou().endOfUtteranceDelay()).hasValue(0.3);
		assertThat(eou().transcriptionDelay()).hasValue(0.1);
		assertThat(eou().onUserTurnCompletedDelay()).hasValue(0.05);
		assertThat(eou().detectionDuration()).hasValue(0.05);
		assertThat(eou().origin().provider()).isEqualTo("livekit");
		assertThat(eou().origin().model()).isEqualTo("turn-detector");
		assertThat(eou().origin().speechId()).isEqualTo(turn.speechId());
		Told.assertOf(this.recording.span(turn), eou().origin());
		assertThat(Recording.attributes(this.recording.span(turn))).containsEntry("voice.on_user_turn_completed_delay",
				0.05);
		assertThat(this.session.usage().usage()).extracting((row) -> row.kind(), (row) -> row.model())
			.containsExactly(tuple(UsageKind.EOT, "turn-detector"));
	}

	@Test
	void endOfATurnOfWhichNothingIsKnownIsNotTold() {
		UserTurn turn = this.session.startUserTurn();
		turn.startedSpeaking(null);
		turn.finalTranscript("hello");
		turn.end();
		assertThat(this.told.types()).containsExactly("turn_metrics");
	}

	@Test
	void callbackOrJudgementAloneIsTold() {
		UserTurn called = this.session.startUserTurn();
		VoiceSpan callback = called.startOnUserTurnCompleted();
		this.time.advanceMillis(50);
		callback.fail(new IllegalStateException());
		called.end();
		UserTurn judged = this.session.startUserTurn();
		EndOfTurnDetection detection = judged.startEndOfTurnDetection();
		this.time.advanceMillis(20);
		detection.cancel();
		judged.cancel();
		EouMetrics ofCallback = this.told.of(called, EouMetrics.class);
		assertThat(ofCallback.onUserTurnCompletedDelay()).hasValue(0.05);
		assertThat(ofCallback.endOfUtteranceDelay()).isEmpty();
		assertThat(ofCallback.transcriptionDelay()).isEmpty();
		assertThat(ofCallback.detectionDuration()).isEmpty();
		assertThat(ofCallback.origin().provider()).isNull();
		EouMetrics ofJudgement = this.told.of(judged, EouMetrics.class);
		assertThat(ofJudgement.detectionDuration()).hasValue(0.02);
		assertThat(ofJudgement.onUserTurnCompletedDelay()).isEmpty();
		assertThat(ofJudgement.cancelled()).isTrue();
	}

	@Test
	void endOfATurnThatTheCallerHangsUpOnIsToldIfItWasDecided() {
		UserTurn decided = this.session.startUserTurn();
		decided.stoppedSpeaking(null);
		this.time.advanceMillis(300);
		decided.commit();
		decided.startOnUserTurnCompleted();
		this.time.advanceMillis(40);
		this.session.end();
		assertThat(eou().endOfUtteranceDelay()).hasValue(0.3);
		assertThat(eou().onUserTurnCompletedDelay()).hasValue(0.04);
		assertThat(eou().cancelled()).isTrue();
		Told undecided = new Told();
		try (Recording other = undecided.recording()) {
			VoiceSession call = other.session();
			call.startUserTurn().stoppedSpeaking(null);
			call.end();
		}
		assertThat(undecided.types()).containsExactly("turn_metrics");
	}

	// Turns

	@Test
	void turnsTellWhoseTheyAreHowLongAndHowTheyEnded() {
		UserTurn question = this.session.startUserTurn();
		this.time.advanceMillis(1200);
		question.end();
		AgentTurn answer = this.session.startAgentTurn();
		this.time.advanceMillis(800);
		answer.interrupted("user_turn");
		answer.end();
		AgentTurn failed = this.session.startAgentTurn();
		failed.startLlmCall().fail(new IllegalStateException());
		failed.end();
		UserTurn noise = this.session.startUserTurn();
		noise.cancel();
		this.session.startAgentTurn();
		this.time.advanceMillis(100);
		this.session.end();
		List<TurnMetrics> turns = this.told.all(TurnMetrics.class);
		assertThat(turns).extracting(TurnMetrics::role)
			.containsExactly(TurnMetrics.Role.USER, TurnMetrics.Role.AGENT, TurnMetrics.Role.AGENT,
					TurnMetrics.Role.USER, TurnMetrics.Role.AGENT);
		assertThat(turns).extracting(TurnMetrics::duration).containsExactly(1.2, 0.8, 0.0, 0.0, 0.1);
		assertThat(turns).extracting(TurnMetrics::interrupted).containsExactly(false, true, false, false, false);
		assertThat(turns).extracting(TurnMetrics::discarded).containsOnly(false);
		assertThat(turns).extracting(VoiceMetrics::outcome)
			.containsExactly(Outcome.SUCCESS, Outcome.CANCELLED, Outcome.ERROR, Outcome.CANCELLED, Outcome.CANCELLED);
		assertThat(turns.get(2).origin().errorType()).isEqualTo("java.lang.IllegalStateException");
		assertThat(turns.get(0).origin().speechId()).isEqualTo(turns.get(1).origin().speechId())
			.isEqualTo(question.speechId());
		assertThat(this.told.summaries.get(0).interruptions()).isEqualTo(1);
	}

	@Test
	void replyWhoseStepsStillRunIsToldWhenTheyAreDone() {
		AgentTurn reply = this.session.startAgentTurn();
		SpeechSynthesis synthesis = reply.startSynthesis();
		this.time.advanceMillis(100);
		reply.end();
		this.time.advanceMillis(200);
		reply.interrupted("user_turn");
		synthesis.cancel();
		assertThat(this.told.types()).containsExactly("tts_metrics", "interruption_metrics", "turn_metrics");
		assertThat(this.told.only(TurnMetrics.class).duration()).isEqualTo(0.3);
		assertThat(this.told.only(TurnMetrics.class).cancelled()).isTrue();
	}

}
