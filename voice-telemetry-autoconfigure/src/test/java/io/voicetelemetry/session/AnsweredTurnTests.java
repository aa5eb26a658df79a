package io.voicetelemetry.session;

import java.time.Instant;

import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.voicetelemetry.event.TurnLatency;
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
 * Which reply answers which turn when replies fail, are cut off, come late or in another
 * order, and that the latency of one turn has nothing of another's in it.
 */
class AnsweredTurnTests {

	private static final TimedCall.Took[] PLAIN = { took(TRANSCRIPTION, 100), took(ENDPOINTING, 300), took(LLM, 300),
			took(FIRST_SENTENCE, 100), took(TTS, 150), took(PLAYOUT, 50) };

	private TimedCall call = new TimedCall();

	private VoiceSession session = this.call.session;

	@AfterEach
	void closeCall() {
		this.call.close();
	}

	private AgentTurn unheardReply() {
		AgentTurn reply = this.session.startAgentTurn();
		this.call.ask(reply, 300, 100);
		SpeechSynthesis synthesis = reply.startSynthesis();
		synthesis.textHandedOver("hello");
		this.call.pass(150);
		synthesis.firstAudio();
		synthesis.end();
		return reply;
	}

	@Test
	void apologyAnswersInPlaceOfTheReplyThatFailed() {
		UserTurn question = this.call.question();
		AgentTurn failed = unheardReply();
		this.call.pass(30);
		failed.fail(new IllegalStateException());
		this.call.pass(10);
		AgentTurn apology = this.session.startAgentTurn();
		this.call.say(apology);
		apology.end();
		this.call.assertParts(apology, took(TRANSCRIPTION, 100), took(ENDPOINTING, 300), took(LLM, 300),
				took(FIRST_SENTENCE, 100), took(TTS, 150), took(PLAYOUT, 30), took(OTHER, 10), took(TTS, 150),
				took(PLAYOUT, 50));
		this.call.assertAnswers(apology, question, 1.19);
	}

	@Test
	void falseInterruptionChangesNothing() {
		UserTurn question = this.call.question();
		AgentTurn reply = this.session.startAgentTurn();
		this.call.ask(reply, 300, 100);
		reply.interrupted("audio_activity");
		reply.falseInterruption(true);
		this.call.say(reply);
		reply.interrupted("audio_activity");
		reply.falseInterruption(true);
		this.call.pass(500);
		reply.firstAudioPlayed(null);
		this.call.finish(reply);
		this.call.assertParts(reply, PLAIN);
		this.call.assertAnswers(reply, question, 1.0);
	}

	@Test
	void replyThatWasCutOffByTheNextTurnLeavesNothingInItsLatency() {
		this.call.question();
		UserTurn next = this.session.startUserTurn();
		AgentTurn cut = unheardReply();
		next.startedSpeaking(null);
		cut.interrupted("user_turn");
		cut.end();
		this.call.pass(2000);
		next.stoppedSpeaking(null);
		this.call.commit(next);
		AgentTurn reply = this.call.reply();
		this.call.assertParts(reply, PLAIN);
		assertThat(this.call.assertAnswers(reply, next, 1.0).totalLatency()).hasValue(0.85);
	}

	@Test
	void replyThatStillPlaysLeavesNothingInTheLatencyOfTheNextTurn() {
		UserTurn first = this.call.question();
		UserTurn next = this.session.startUserTurn();
		AgentTurn answer = unheardReply();
		answer.firstAudioPlayed(null);
		next.startedSpeaking(null);
		this.call.say(answer);
		this.call.pass(2000);
		next.stoppedSpeaking(null);
		this.call.commit(next);
		this.call.ask(answer, 100, 100);
		this.call.callTool(answer, 50);
		AgentTurn reply = this.call.reply();
		answer.end();
		this.call.assertParts(reply, took(TRANSCRIPTION, 100), took(ENDPOINTING, 300), took(OTHER, 250), took(LLM, 300),
				took(FIRST_SENTENCE, 100), took(TTS, 150), took(PLAYOUT, 50));
		this.call.assertAnswers(answer, first, 0.95);
		this.call.assertAnswers(reply, next, 1.25);
	}

	@Test
	void announcementWhileTheCallerSpeaksLeavesNothingInTheirLatency() {
		UserTurn question = this.session.startUserTurn();
		question.startedSpeaking(null);
		AgentTurn announcement = this.session.startAgentTurn();
		this.call.say(announcement);
		this.call.pass(2000);
		question.stoppedSpeaking(null);
		this.call.commit(question);
		AgentTurn reply = this.call.reply();
		announcement.end();
		this.call.assertParts(reply, PLAIN);
		this.call.assertAnswers(reply, question, 1.0);
	}

	@Test
	void turnWhoseEndOfSpeechIsNotKnownTakesThePlaceOfTheOneBefore() {
		this.call.question();
		this.call.pass(60_000);
		UserTurn unknown = this.session.startUserTurn();
		unknown.finalTranscript("hello?");
		unknown.end();
		this.call.reply();
		assertThat(this.call.latencies()).isEmpty();
	}

	@Test
	void turnThatWasDroppedDoesNotTakeThePlaceOfTheOneBefore() {
		UserTurn question = this.call.question();
		UserTurn noise = this.session.startUserTurn();
		noise.startedSpeaking(null);
		this.call.pass(100);
		noise.stoppedSpeaking(null);
		noise.cancel();
		AgentTurn reply = this.call.reply();
		this.call.assertAnswers(reply, question, 1.1);
	}

	@Test
	void turnThatIsCommittedTwiceIsAnsweredOnce() {
		UserTurn question = this.session.startUserTurn();
		question.startedSpeaking(null);
		this.call.pass(2000);
		question.stoppedSpeaking(null);
		this.call.pass(400);
		question.commit();
		AgentTurn reply = this.call.reply();
		question.commit();
		question.end();
		this.call.reply();
		this.call.assertAnswers(reply, question, 1.0);
	}

	@Test
	void discardedReplyThatAsksOnAnswersNothing() {
		UserTurn question = this.call.question();
		AgentTurn discarded = this.session.startAgentTurn();
		discarded.discarded();
		this.call.ask(discarded, 300, 0);
		this.call.say(discarded);
		AgentTurn reply = this.session.startAgentTurn();
		this.call.say(reply);
		this.call.assertParts(reply, took(TRANSCRIPTION, 100), took(ENDPOINTING, 300), took(OTHER, 500), took(TTS, 150),
				took(PLAYOUT, 50));
		reply.end();
		this.call.assertAnswers(reply, question, 1.1);
	}

	@Test
	void speechToSpeechReplyAnswersWhatTheCallerSaidBeforeItsLastRequest() {
		AgentTurn reply = this.session.startAgentTurn();
		UserTurn question = this.call.question();
		RealtimeInference inference = reply.startRealtimeInference();
		this.call.pass(300);
		inference.firstAudio(null);
		reply.firstAudioPlayed(null);
		inference.end();
		reply.end();
		this.call.assertParts(reply, took(TRANSCRIPTION, 100), took(ENDPOINTING, 300), took(LLM, 300));
		this.call.assertAnswers(reply, question, 0.7);
	}

	@Test
	void audioInTheFutureOrThePastIsHeardInTime() {
		UserTurn question = this.call.question();
		AgentTurn reply = this.session.startAgentTurn();
		this.call.pass(100);
		reply.firstAudioPlayed(Instant.MAX);
		reply.end();
		UserTurn second = this.call.question();
		AgentTurn secondReply = this.session.startAgentTurn();
		this.call.pass(100);
		secondReply.firstAudioPlayed(Instant.MIN);
		secondReply.end();
		this.call.assertAnswers(reply, question, 0.5);
		this.call.assertAnswers(secondReply, second, 0.4);
	}

	@Test
	void audioBeforeTheCommitIsAnEarlyAnswer() {
		UserTurn question = this.session.startUserTurn();
		question.startedSpeaking(null);
		this.call.pass(2000);
		question.stoppedSpeaking(null);
		AgentTurn reply = this.session.startAgentTurn();
		this.call.pass(100);
		question.finalTranscript("go");
		Instant heard = this.call.time.advanceMillis(100);
		this.call.pass(200);
		question.end();
		reply.firstAudioPlayed(heard);
		reply.end();
		this.call.assertParts(reply, took(TRANSCRIPTION, 100), took(ENDPOINTING, 100));
	}

	@Test
	void audioBeforeTheEndOfSpeechIsNoAnswerAndTheTurnWaitsOn() {
		UserTurn question = this.session.startUserTurn();
		question.startedSpeaking(null);
		AgentTurn early = this.session.startAgentTurn();
		Instant heard = this.call.time.advanceMillis(2000);
		this.call.pass(1);
		question.stoppedSpeaking(null);
		this.call.commit(question);
		early.firstAudioPlayed(heard);
		early.end();
		AgentTurn reply = this.call.reply();
		this.call.assertParts(reply, PLAIN);
		this.call.assertAnswers(reply, question, 1.0);
	}

	@Test
	void audioAtTheVeryEndOfSpeechIsAnAnswerWithoutDelay() {
		UserTurn question = this.session.startUserTurn();
		question.startedSpeaking(null);
		this.call.pass(2000);
		question.stoppedSpeaking(null);
		question.end();
		AgentTurn reply = this.session.startAgentTurn();
		reply.firstAudioPlayed(null);
		reply.end();
		assertThat(this.call.assertAnswers(reply, question, 0.0).parts()).isEmpty();
	}

	@Test
	void traceForEachTurnTellsTheSame() {
		reopen(new TimedCall((settings) -> settings.options(Recording.options(true, false, false))));
		UserTurn question = this.call.question();
		AgentTurn reply = this.call.reply();
		this.call.assertParts(reply, PLAIN);
		TurnLatency latency = this.call.assertAnswers(reply, question, 1.0);
		assertThat(latency.origin().traceId()).isNotEqualTo(this.session.spanContext().getTraceId());
		// The rules for traces of calls are not for these.
		this.call.recording.reset();
	}

	@Test
	void callThatIsSampledOutIsMeasuredToo() {
		reopen(new TimedCall((provider) -> provider.setSampler(Sampler.alwaysOff()), (settings) -> settings));
		this.call.question();
		AgentTurn booker = this.session.startAgentTurn();
		booker.startToolCall("book").end();
		this.call.question();
		this.call.ask(booker, 300, 100);
		this.call.say(booker);
		booker.end();
		this.call.assertParts(booker, PLAIN);
		this.session.end();
		assertThat(this.call.recording.spans()).isEmpty();
	}

	private void reopen(TimedCall call) {
		this.call.close();
		this.call = call;
		this.session = call.session;
	}

}
