package io.voicetelemetry.session;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.voicetelemetry.event.LatencyPart.Kind.ENDPOINTING;
import static io.voicetelemetry.event.LatencyPart.Kind.FIRST_SENTENCE;
import static io.voicetelemetry.event.LatencyPart.Kind.LLM;
import static io.voicetelemetry.event.LatencyPart.Kind.OTHER;
import static io.voicetelemetry.event.LatencyPart.Kind.PLAYOUT;
import static io.voicetelemetry.event.LatencyPart.Kind.TRANSCRIPTION;
import static io.voicetelemetry.event.LatencyPart.Kind.TTS;
import static io.voicetelemetry.session.TimedCall.took;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A turn whose replies end without a word gets no answer: what is said later is none.
 */
class SilentReplyTests {

	private final TimedCall call = new TimedCall();

	private final VoiceSession session = this.call.session;

	@AfterEach
	void closeCall() {
		this.call.close();
	}

	@Test
	void sessionInWhichNobodyAskedHasNoLatency() {
		AgentTurn greeting = this.call.reply();
		greeting.firstAudioPlayed(null);
		assertThat(this.call.latencies()).isEmpty();
	}

	@Test
	void turnWaitsForTheLastOfItsReplies() {
		UserTurn question = this.call.question();
		AgentTurn silent = this.session.startAgentTurn();
		AgentTurn reply = this.session.startAgentTurn();
		LlmCall request = reply.startLlmCall();
		this.call.pass(100);
		silent.end();
		this.call.pass(200);
		request.firstToken();
		request.end();
		this.call.say(reply);
		reply.end();
		this.call.assertParts(reply, took(TRANSCRIPTION, 100), took(ENDPOINTING, 300), took(LLM, 300), took(TTS, 150),
				took(PLAYOUT, 50));
		this.call.assertAnswers(reply, question, 0.9);
	}

	@Test
	void silentReplyEndsTheTurnWhileAnotherThatWasHeardStillPlays() {
		this.call.question();
		AgentTurn playing = this.session.startAgentTurn();
		this.call.say(playing);
		this.call.latencyOf(playing);
		this.call.question();
		AgentTurn silent = this.session.startAgentTurn();
		this.call.askForTools(silent);
		silent.end();
		playing.end();
		this.call.pass(30_000);
		this.call.reply();
		assertThat(this.call.latencies()).hasSize(1);
	}

	@Test
	void silentReplyEndsTheTurnWhileADiscardedOneIsNotYetEnded() {
		this.call.question();
		AgentTurn discarded = this.session.startAgentTurn();
		discarded.discarded();
		AgentTurn silent = this.session.startAgentTurn();
		silent.end();
		this.call.reply();
		discarded.end();
		assertThat(this.call.latencies()).isEmpty();
	}

	@Test
	void handOffOfOneTurnIsForgottenAtTheNext() {
		this.call.question();
		this.session.handOff("greeter");
		this.call.question();
		AgentTurn silent = this.session.startAgentTurn();
		silent.end();
		this.call.reply();
		assertThat(this.call.latencies()).isEmpty();
	}

	@Test
	void audioOfAReplyThatHasEndedIsTooLate() {
		this.call.question();
		AgentTurn reply = this.session.startAgentTurn();
		reply.end();
		reply.firstAudioPlayed(null);
		assertThat(this.call.recording.refusals(RefusalReason.LATE)).isEqualTo(1);
		this.call.reply();
		assertThat(this.call.latencies()).isEmpty();
	}

	@Test
	void silentReplyToATurnBeforeEndsNothing() {
		this.call.question();
		AgentTurn before = this.session.startAgentTurn();
		UserTurn question = this.call.question();
		before.end();
		AgentTurn reply = this.call.reply();
		this.call.assertAnswers(reply, question, 1.0);
	}

	@Test
	void turnLeftUnansweredIsFollowedByOneThatIsAnswered() {
		this.call.question();
		this.session.leaveUnanswered();
		this.call.reply();
		UserTurn question = this.call.question();
		AgentTurn reply = this.call.reply();
		this.call.assertAnswers(reply, question, 1.0);
	}

	@Test
	void whoBeginsToSpeakAgainWaitsOnUntilTheirNextTurnIsCommitted() {
		UserTurn question = this.call.question();
		UserTurn next = this.session.startUserTurn();
		next.startedSpeaking(null);
		AgentTurn reply = this.call.reply();
		next.end();
		this.call.assertAnswers(reply, question, 1.0);
	}

	@Test
	void announcementThatIsDiscardedTakesTheTurnsIdFromNobody() {
		UserTurn question = this.call.question();
		AgentTurn reply = this.session.startAgentTurn();
		AgentTurn announcement = this.session.startAgentTurn();
		announcement.discarded();
		announcement.end();
		AgentTurn next = this.session.startAgentTurn();
		assertThat(reply.speechId()).isEqualTo(question.speechId());
		assertThat(next.speechId()).isNotIn(question.speechId(), announcement.speechId());
	}

	@Test
	void discardedReplyTakesNothingFromTheOneThatHandedOver() {
		UserTurn question = this.call.question();
		AgentTurn router = this.session.startAgentTurn();
		this.call.ask(router, 250, 50);
		this.session.handOff("greeter");
		router.end();
		AgentTurn discarded = this.session.startAgentTurn();
		this.call.callTool(discarded, 70);
		discarded.discarded();
		discarded.end();
		AgentTurn reply = this.session.startAgentTurn();
		this.call.say(reply);
		reply.end();
		this.call.assertParts(reply, took(TRANSCRIPTION, 100), took(ENDPOINTING, 300), took(LLM, 250),
				took(FIRST_SENTENCE, 50), took(OTHER, 70), took(TTS, 150), took(PLAYOUT, 50));
		this.call.assertAnswers(reply, question, 0.97);
	}

}
