package io.voicetelemetry.session;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.voicetelemetry.event.LatencyPart.Kind.ENDPOINTING;
import static io.voicetelemetry.event.LatencyPart.Kind.LLM;
import static io.voicetelemetry.event.LatencyPart.Kind.OTHER;
import static io.voicetelemetry.event.LatencyPart.Kind.PLAYOUT;
import static io.voicetelemetry.event.LatencyPart.Kind.TRANSCRIPTION;
import static io.voicetelemetry.event.LatencyPart.Kind.TTS;
import static io.voicetelemetry.session.TimedCall.took;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which request and which synthesis make up the sum, and what replies leave behind that
 * have to do with two turns.
 */
class TotalLatencyTests {

	private final TimedCall call = new TimedCall();

	private final VoiceSession session = this.call.session;

	@AfterEach
	void closeCall() {
		this.call.close();
	}

	private SpeechSynthesis synthesise(AgentTurn reply, long toFirstByte) {
		SpeechSynthesis synthesis = reply.startSynthesis();
		synthesis.textHandedOver("hello");
		this.call.pass(toFirstByte);
		synthesis.firstAudio();
		return synthesis;
	}

	@Test
	void firstSynthesisOfTheReplyCounts() {
		this.call.question();
		AgentTurn failed = this.session.startAgentTurn();
		this.call.ask(failed, 300, 100);
		synthesise(failed, 70).end();
		failed.fail(new IllegalStateException());
		AgentTurn reply = this.session.startAgentTurn();
		synthesise(reply, 110).end();
		synthesise(reply, 130).end();
		reply.firstAudioPlayed(null);
		reply.end();
		assertThat(this.call.latencyOf(reply).totalLatency()).hasValue(0.81);
	}

	@Test
	void synthesisThatMadeNoAudioDoesNotCount() {
		this.call.question();
		AgentTurn reply = this.session.startAgentTurn();
		this.call.ask(reply, 300, 100);
		SpeechSynthesis failed = reply.startSynthesis();
		failed.textHandedOver("hello");
		this.call.pass(500);
		failed.fail(new IllegalStateException());
		this.call.say(reply);
		reply.end();
		assertThat(this.call.latencyOf(reply).totalLatency()).hasValue(0.85);
	}

	@Test
	void discardedReplyLeavesNothingInTheTurnThatWaitsNorInTheOneThatBegan() {
		UserTurn question = this.call.question();
		UserTurn next = this.session.startUserTurn();
		AgentTurn discarded = this.session.startAgentTurn();
		this.call.ask(discarded, 300, 0);
		discarded.discarded();
		discarded.end();
		AgentTurn reply = this.session.startAgentTurn();
		this.call.say(reply);
		reply.end();
		next.cancel();
		this.call.assertParts(reply, took(TRANSCRIPTION, 100), took(ENDPOINTING, 300), took(OTHER, 300), took(TTS, 150),
				took(PLAYOUT, 50));
		this.call.assertAnswers(reply, question, 0.9);
	}

	@Test
	void failedReplyIsOverInTheTurnThatWaits() {
		UserTurn question = this.call.question();
		UserTurn next = this.session.startUserTurn();
		AgentTurn failed = this.session.startAgentTurn();
		synthesise(failed, 150).end();
		failed.fail(new IllegalStateException());
		this.call.pass(500);
		AgentTurn apology = this.session.startAgentTurn();
		this.call.say(apology);
		apology.end();
		next.cancel();
		this.call.assertParts(apology, took(TRANSCRIPTION, 100), took(ENDPOINTING, 300), took(TTS, 150),
				took(OTHER, 500), took(TTS, 150), took(PLAYOUT, 50));
		this.call.assertAnswers(apology, question, 1.25);
	}

	@Test
	void replyThatIsCutOffIsOverInTheTurnThatBegan() {
		this.call.question();
		UserTurn next = this.session.startUserTurn();
		AgentTurn cut = this.session.startAgentTurn();
		synthesise(cut, 150).end();
		cut.interrupted("user_turn");
		cut.end();
		next.startedSpeaking(null);
		this.call.pass(2000);
		next.stoppedSpeaking(null);
		this.call.commit(next);
		this.call.pass(500);
		AgentTurn reply = this.session.startAgentTurn();
		this.call.ask(reply, 300, 0);
		this.call.say(reply);
		reply.end();
		this.call.assertParts(reply, took(TRANSCRIPTION, 100), took(ENDPOINTING, 300), took(OTHER, 500), took(LLM, 300),
				took(TTS, 150), took(PLAYOUT, 50));
		this.call.assertAnswers(reply, next, 1.4);
	}

}
