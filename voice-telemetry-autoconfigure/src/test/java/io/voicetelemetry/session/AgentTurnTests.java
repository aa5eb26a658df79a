package io.voicetelemetry.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.opentelemetry.sdk.trace.data.EventData;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A reply: its steps, what the caller heard of it and when, and what cut it off.
 */
class AgentTurnTests {

	private final Recording recording = new Recording();

	private final VirtualTime time = this.recording.time;

	private final VoiceSession session = this.recording.session();

	@AfterEach
	void closeRecording() {
		this.session.end();
		this.recording.assertValid();
		this.recording.close();
	}

	private Map<String, Object> attributes(VoiceSpan handle) {
		return Recording.attributes(this.recording.span(handle));
	}

	/**
	 * A turn of the caller that ends with their speech.
	 */
	private UserTurn userTurn() {
		UserTurn turn = this.session.startUserTurn();
		turn.startedSpeaking(null);
		this.time.advanceMillis(1000);
		turn.stoppedSpeaking(null);
		turn.end();
		return turn;
	}

	@Test
	void sharesItsIdWithTheTurnThatItAnswers() {
		AgentTurn greeting = this.session.startAgentTurn();
		UserTurn question = userTurn();
		AgentTurn answer = this.session.startAgentTurn();
		AgentTurn announcement = this.session.startAgentTurn();
		UserTurn second = userTurn();
		AgentTurn secondAnswer = this.session.startAgentTurn();
		this.session.end();
		assertThat(answer.speechId()).isEqualTo(question.speechId());
		assertThat(secondAnswer.speechId()).isEqualTo(second.speechId());
		assertThat(List.of(greeting.speechId(), answer.speechId(), announcement.speechId(), secondAnswer.speechId()))
			.doesNotHaveDuplicates()
			.allSatisfy((id) -> assertThat(id).matches("speech_[0-9a-f]{12}"));
		assertThat(attributes(answer)).containsEntry("voice.speech_id", answer.speechId());
		assertThat(attributes(question)).containsEntry("voice.speech_id", answer.speechId());
	}

	@Test
	void everySpanOfATurnCarriesItsId() {
		UserTurn question = userTurn();
		AgentTurn answer = this.session.startAgentTurn();
		VoiceSpan operation = answer.startLlmNode().startLlmCall().startAttempt().startOperation("deep");
		VoiceSpan outside = this.session.startOperation("outside");
		this.session.end();
		assertThat(attributes(operation)).containsEntry("voice.speech_id", answer.speechId());
		assertThat(Recording.attribute(this.recording.span(Stage.USER_SPEAKING), "voice.speech_id"))
			.isEqualTo(question.speechId());
		assertThat(attributes(outside)).doesNotContainKey("voice.speech_id");
		assertThat(attributes(this.session)).doesNotContainKey("voice.speech_id");
	}

	@Test
	void eachStepIsAnEventThatNamesTheOneBefore() {
		AgentTurn turn = this.session.startAgentTurn();
		LlmNode node = turn.startLlmNode();
		node.startLlmCall().end();
		node.end();
		turn.startToolCall("book").end();
		Instant second = this.time.advanceMillis(200);
		LlmCall call = turn.startLlmCall();
		call.end();
		turn.end();
		String id = turn.speechId();
		assertThat(this.recording.span(turn).getEvents()).extracting(EventData::getName, Recording::attributes)
			.containsExactly(Tuple.tuple("generation", Map.of("voice.generation_id", id + "_1")), Tuple.tuple(
					"generation", Map.of("voice.generation_id", id + "_2", "voice.parent_generation_id", id + "_1")));
		assertThat(SessionClock.toInstant(this.recording.span(turn).getEvents().get(1).getEpochNanos()))
			.isEqualTo(second);
		assertThat(attributes(turn)).containsEntry("voice.generation_count", 2L);
		assertThat(attributes(node)).containsEntry("voice.generation_id", id + "_1");
		assertThat(attributes(call)).containsEntry("voice.generation_id", id + "_2");
	}

	@Test
	void replyWithoutStepsCountsNone() {
		AgentTurn turn = this.session.startAgentTurn();
		turn.startSynthesis().end();
		turn.end();
		assertThat(attributes(turn)).doesNotContainKey("voice.generation_count");
	}

	@Test
	void replyOfManyStepsCountsAllAndKeepsTheFirstAndTheLast() {
		AgentTurn turn = this.session.startAgentTurn();
		for (int i = 0; i < 300; i++) {
			turn.startLlmCall().end();
		}
		turn.fail(new IllegalStateException());
		List<String> events = Recording.events(this.recording.span(turn), "generation")
			.stream()
			.map((event) -> String.valueOf(Recording.attributes(event).get("voice.generation_id")))
			.toList();
		assertThat(events).startsWith(turn.speechId() + "_1", turn.speechId() + "_2")
			.endsWith(turn.speechId() + "_299", turn.speechId() + "_300")
			.hasSize(56);
		assertThat(attributes(turn)).containsEntry("voice.generation_count", 300L)
			.containsEntry("voice.dropped_events", 244L);
		assertThat(this.recording.refusals(RefusalReason.EVENT_LIMIT)).isEqualTo(244);
		assertThat(Recording.events(this.recording.span(turn), "exception")).hasSize(1);
	}

	@Test
	void replyThatWasCutOffIsCancelledAndSaysByWhat() {
		AgentTurn turn = this.session.startAgentTurn();
		turn.interrupted("audio_activity");
		turn.interrupted("programmatic");
		turn.end();
		assertThat(attributes(turn)).containsEntry("voice.interrupted", true)
			.containsEntry("voice.interruption.source", "audio_activity")
			.containsEntry("voice.outcome", "cancelled");
	}

	@Test
	void replyMayBeCutOffByWhateverTheApplicationSaysOrDoesNot() {
		AgentTurn unknown = this.session.startAgentTurn();
		unknown.interrupted(null);
		unknown.end();
		AgentTurn failed = this.session.startAgentTurn();
		failed.interrupted("supervisor");
		failed.fail(new IllegalStateException());
		assertThat(attributes(unknown)).containsEntry("voice.interrupted", true)
			.doesNotContainKey("voice.interruption.source");
		assertThat(attributes(failed)).containsEntry("voice.interruption.source", "supervisor")
			.containsEntry("voice.outcome", "error");
	}

	@Test
	void replyThatWentOnWasNotCutOff() {
		AgentTurn turn = this.session.startAgentTurn();
		turn.interrupted("audio_activity");
		turn.falseInterruption(true);
		turn.end();
		assertThat(attributes(turn)).containsEntry("voice.outcome", "success")
			.doesNotContainKeys("voice.interrupted", "voice.interruption.source");
		assertThat(this.recording.span(turn).getEvents()).singleElement().satisfies((event) -> {
			assertThat(event.getName()).isEqualTo("false_interruption");
			assertThat(Recording.attributes(event)).isEqualTo(Map.of("voice.false_interruption.resumed", true));
		});
	}

	@Test
	void replyThatWentOnMayBeCutOffLater() {
		AgentTurn turn = this.session.startAgentTurn();
		turn.interrupted("audio_activity");
		turn.falseInterruption(true);
		turn.interrupted("user_turn");
		turn.falseInterruption(false);
		turn.end();
		assertThat(attributes(turn)).containsEntry("voice.interruption.source", "user_turn")
			.containsEntry("voice.outcome", "cancelled");
		assertThat(this.recording.span(turn).getEvents()).hasSize(2);
	}

	@Test
	void handOffIsRecordedOnTheReplyThatIsUnderWay() {
		VoiceSession clinic = this.recording.telemetry.session().id("call-2").agentName("Mira").start();
		AgentTurn turn = clinic.startAgentTurn();
		clinic.handOff("Otto");
		turn.end();
		clinic.handOff("Vera");
		AgentTurn next = clinic.startAgentTurn();
		clinic.handOff(null);
		clinic.end();
		assertThat(attributes(turn)).containsEntry("gen_ai.agent.name", "Mira");
		assertThat(this.recording.span(turn).getEvents()).singleElement().satisfies((event) -> {
			assertThat(event.getName()).isEqualTo("hand_off");
			assertThat(Recording.attributes(event))
				.isEqualTo(Map.of("gen_ai.agent.name", "Otto", "voice.previous_agent_name", "Mira"));
		});
		assertThat(attributes(next)).containsEntry("gen_ai.agent.name", "Vera");
		assertThat(attributes(clinic)).containsEntry("gen_ai.agent.name", "Mira");
		assertThat(this.recording.refusals(RefusalReason.NULL_ARGUMENT)).isEqualTo(1);
	}

	@Test
	void signalsAfterTheEndAreCounted() {
		AgentTurn turn = this.session.startAgentTurn();
		turn.end();
		turn.firstAudioPlayed(null);
		turn.playoutEnded(Duration.ofSeconds(1), null);
		turn.interrupted("user_turn");
		turn.falseInterruption(true);
		assertThat(this.recording.refusals(RefusalReason.LATE)).isEqualTo(4);
		assertThat(this.recording.spans()).hasSize(1);
	}

}
