package io.voicetelemetry.session;

import java.util.List;
import java.util.Map;

import io.voicetelemetry.content.ChatMessage;
import io.voicetelemetry.content.ContentCapture;
import io.voicetelemetry.content.ContentPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a reply answers, what was generated for it and what of it was heard.
 */
class ReplyContentTests {

	private static final String NOTHING = "";

	private Recording recording = Recording.withContent();

	private VoiceSession session = this.recording.session();

	@AfterEach
	void closeRecording() {
		this.session.end();
		this.recording.assertValid();
		this.recording.close();
	}

	private String input(VoiceSpan handle) {
		return message(handle, "gen_ai.input.messages", "user");
	}

	private String output(VoiceSpan handle) {
		return message(handle, "gen_ai.output.messages", "assistant");
	}

	private String heard(VoiceSpan handle) {
		return attributes(handle).getOrDefault("voice.spoken_text", NOTHING).toString();
	}

	private String message(VoiceSpan handle, String key, String role) {
		Object json = attributes(handle).get(key);
		if (json == null) {
			return NOTHING;
		}
		JsonNode message = JsonMapper.shared().readTree(json.toString());
		assertThat(message.size()).isOne();
		assertThat(message.at("/0/role").asString()).isEqualTo(role);
		return message.at("/0/parts/0/content").asString();
	}

	private Map<String, Object> attributes(VoiceSpan handle) {
		return Recording.attributes(this.recording.span(handle));
	}

	private UserTurn says(String... texts) {
		UserTurn turn = this.session.startUserTurn();
		turn.startedSpeaking(null);
		turn.stoppedSpeaking(null);
		for (String text : texts) {
			turn.finalTranscript(text);
		}
		turn.end();
		return turn;
	}

	private static SpeechSynthesis synthesise(AgentTurn turn, String text) {
		SpeechSynthesis synthesis = turn.startSynthesis();
		synthesis.textHandedOver(text);
		synthesis.end();
		return synthesis;
	}

	private void answer(AgentTurn turn, String text) {
		this.recording.time.advanceMillis(10);
		turn.startLlmCall().completion(text).end();
		this.recording.time.advanceMillis(10);
	}

	@Test
	void isWhatTheCallerSaidAndWhatWasSpoken() {
		says("Do you have", "Monday?");
		AgentTurn turn = this.session.startAgentTurn();
		answer(turn, "We do. At ten?");
		synthesise(turn, "We do.");
		turn.firstAudioPlayed(null);
		synthesise(turn, "At ten?");
		turn.end();
		this.session.end();
		assertThat(input(turn)).isEqualTo("Do you have Monday?");
		assertThat(output(turn)).isEqualTo("We do. At ten?");
		assertThat(heard(turn)).isEqualTo("We do. At ten?");
		assertThat(input(this.session)).isEqualTo("Do you have Monday?");
		assertThat(output(this.session)).isEqualTo("We do. At ten?");
	}

	@Test
	void takesBackWhatAModelHeardThatIsNotToBeRecorded() {
		AgentTurn turn = this.session.startAgentTurn();
		RealtimeInference secret = turn.startRealtimeInference();
		secret.inputTranscript("My card is Blue Heron.");
		secret.suppressContent();
		secret.end();
		turn.end();
		this.session.end();
		assertThat(this.recording.spans()).hasSize(3);
		assertThat(this.recording.spans().toString()).doesNotContain("Heron");
	}

	@Test
	void keepsTheReplyWhenAStepOfItFailsInSecret() {
		AgentTurn turn = this.session.startAgentTurn();
		answer(turn, "One moment.");
		LlmCall secret = turn.startLlmCall();
		secret.suppressContent();
		secret.fail(new IllegalStateException("no card Blue Heron"));
		turn.end();
		this.session.end();
		assertThat(output(turn)).isEqualTo("One moment.");
		assertThat(this.recording.spans().toString()).doesNotContain("Heron");
	}

	@Test
	void ofASessionIsTheFirstThingSaidAndTheLastReply() {
		AgentTurn greeting = this.session.startAgentTurn();
		synthesise(greeting, "Hello.");
		greeting.end();
		says("Good morning.");
		says("Monday?");
		AgentTurn reply = this.session.startAgentTurn();
		synthesise(reply, "At ten.");
		reply.end();
		AgentTurn silent = this.session.startAgentTurn();
		silent.end();
		AgentTurn discarded = this.session.startAgentTurn();
		answer(discarded, "In vain.");
		discarded.discarded();
		discarded.end();
		this.session.end();
		assertThat(input(greeting)).isEmpty();
		assertThat(output(discarded)).isEqualTo("In vain.");
		assertThat(input(this.session)).isEqualTo("Good morning.");
		assertThat(output(this.session)).isEqualTo("At ten.");
	}

	@Test
	void belongsToTheTurnThatIsAnswered() {
		says("First.");
		AgentTurn first = this.session.startAgentTurn();
		first.firstAudioPlayed(null);
		first.end();
		AgentTurn unasked = this.session.startAgentTurn();
		unasked.end();
		says("Second.");
		AgentTurn second = this.session.startAgentTurn();
		second.firstAudioPlayed(null);
		second.end();
		assertThat(input(first)).isEqualTo("First.");
		assertThat(input(unasked)).isEmpty();
		assertThat(input(second)).isEqualTo("Second.");
	}

	@Test
	void includesATranscriptThatComesLate() {
		UserTurn turn = this.session.startUserTurn();
		turn.stoppedSpeaking(null);
		turn.end();
		AgentTurn reply = this.session.startAgentTurn();
		RealtimeInference realtime = reply.startRealtimeInference();
		realtime.firstAudio(null);
		turn.finalTranscript("Hello?");
		realtime.outputTranscript("Good ").outputTranscript("morning.").finishReasons(List.of("stop")).end();
		reply.firstAudioPlayed(null);
		reply.end();
		assertThat(input(realtime)).isEqualTo("Hello?");
		assertThat(output(realtime)).isEqualTo("Good morning.");
		assertThat(attributes(realtime).get("gen_ai.output.messages").toString())
			.contains("\"finish_reason\":\"stop\"");
		assertThat(input(reply)).isEqualTo("Hello?");
		assertThat(output(reply)).isEqualTo("Good morning.");
		assertThat(heard(reply)).isEqualTo("Good morning.");
	}

	@Test
	void ofARealtimeModelNeedsNoTurnOfTheCaller() {
		AgentTurn reply = this.session.startAgentTurn();
		RealtimeInference realtime = reply.startRealtimeInference();
		realtime.systemInstructions("Be kind.");
		realtime.toolCalls(List.of(new ChatMessage.ToolRequest("1", "book", "{}")));
		realtime.inputTranscript("Book").inputTranscript("it.").outputTranscript("Done.").end();
		RealtimeInference next = reply.startRealtimeInference();
		next.end();
		next.inputTranscript("Thanks.");
		reply.end();
		this.session.end();
		assertThat(input(realtime)).isEqualTo("Book it.");
		assertThat(attributes(realtime).get("gen_ai.output.messages").toString()).contains("\"tool_call\"");
		assertThat(attributes(realtime)).containsKey("gen_ai.system_instructions");
		assertThat(input(next)).isEqualTo("Book it.");
		assertThat(input(reply)).isEqualTo("Book it. Thanks.");
		assertThat(output(reply)).isEqualTo("Done.");
		assertThat(input(this.session)).isEqualTo("Book it.");
		assertThat(this.recording.refusals(RefusalReason.LATE)).isZero();
	}

	@Test
	void thatIsCutOffWasGeneratedFurtherThanItWasHeard() {
		AgentTurn turn = this.session.startAgentTurn();
		answer(turn, "We do. At ten, or at eleven. Which one?");
		SpeechSynthesis first = synthesise(turn, "We do.");
		turn.firstAudioPlayed(null);
		this.recording.time.advanceMillis(10);
		SpeechSynthesis second = turn.startSynthesis();
		second.textHandedOver("At ten, or at eleven.");
		turn.interrupted("audio_activity");
		second.spoken("At ten,").cancel();
		turn.end();
		assertThat(output(turn)).isEqualTo("We do. At ten, or at eleven. Which one?");
		assertThat(heard(turn)).isEqualTo("We do. At ten,");
		assertThat(heard(second)).isEqualTo("At ten,");
		assertThat(heard(first)).isEmpty();
	}

	@Test
	void thatWasSynthesisedFasterThanItIsPlayedIsHeardAsFarAsIsToldLater() {
		AgentTurn turn = this.session.startAgentTurn();
		SpeechSynthesis first = synthesise(turn, "One.");
		this.recording.time.advanceMillis(10);
		SpeechSynthesis second = synthesise(turn, "Two, three.");
		this.recording.time.advanceMillis(10);
		synthesise(turn, "Four.");
		turn.firstAudioPlayed(null);
		turn.interrupted("user_turn");
		second.spoken("Two,");
		turn.end();
		first.spoken("too late");
		assertThat(heard(turn)).isEqualTo("One. Two,");
		assertThat(output(turn)).isEqualTo("One. Two, three. Four.");
		assertThat(this.recording.refusals(RefusalReason.LATE)).isOne();
	}

	@Test
	void isHeardAsTheApplicationSays() {
		AgentTurn turn = this.session.startAgentTurn();
		synthesise(turn, "One. Two.");
		turn.interrupted("user_turn");
		turn.spoken("One.").end();
		assertThat(heard(turn)).isEqualTo("One.");
	}

	@Test
	void isNotSaidToBeHeardWhereThatIsNotKnown() {
		AgentTurn unheard = this.session.startAgentTurn();
		synthesise(unheard, "Hello?");
		unheard.end();
		AgentTurn cutOff = this.session.startAgentTurn();
		synthesise(cutOff, "Hello?");
		cutOff.firstAudioPlayed(null);
		cutOff.interrupted("user_turn");
		cutOff.end();
		assertThat(heard(unheard)).isEmpty();
		assertThat(heard(cutOff)).isEmpty();
		assertThat(output(cutOff)).isEqualTo("Hello?");
	}

	@Test
	void isNotWhatModelsAnsweredThatWasNotSpoken() {
		AgentTurn turn = this.session.startAgentTurn();
		answer(turn, "{\"intent\":\"booking\"}");
		answer(turn, "At ten?");
		synthesise(turn, "At ten?");
		this.recording.time.advanceMillis(10);
		answer(turn, "{\"summary\":\"asked for ten\"}");
		turn.end();
		AgentTurn summarised = this.session.startAgentTurn();
		answer(summarised, "At ten?");
		synthesise(summarised, "At ten?");
		answer(summarised, "{\"summary\":\"asked for ten\"}");
		summarised.end();
		assertThat(output(turn)).isEqualTo("At ten?");
		assertThat(output(summarised)).isEqualTo("At ten?");
	}

	@Test
	void isSaidOnceByTheSynthesisThatWorked() {
		AgentTurn turn = this.session.startAgentTurn();
		SpeechSynthesis failed = turn.startSynthesis();
		failed.textHandedOver("Hello.");
		failed.fail(new IllegalStateException());
		this.recording.time.advanceMillis(10);
		synthesise(turn, "Hello.");
		turn.end();
		assertThat(output(turn)).isEqualTo("Hello.");
	}

	@Test
	void isWhatModelsAnsweredWhereNothingIsKnownOfSynthesis() {
		AgentTurn turn = this.session.startAgentTurn();
		answer(turn, "One moment.");
		LlmNode node = turn.startLlmNode();
		node.setMessage(TelemetryAttributes.OUTPUT_MESSAGES, "assistant", "At ten?");
		node.end();
		this.recording.time.advanceMillis(10);
		LlmNode told = turn.startLlmNode();
		told.startLlmCall().completion("Yes?").end();
		told.setMessage(TelemetryAttributes.OUTPUT_MESSAGES, "assistant", "Yes?");
		told.end();
		turn.end();
		assertThat(output(turn)).isEqualTo("One moment. At ten? Yes?");
	}

	@Test
	void isWhatTheApplicationSaysItIs() {
		says("Monday?");
		AgentTurn turn = this.session.startAgentTurn();
		turn.setMessage(TelemetryAttributes.INPUT_MESSAGES, "user", "Monday, please?");
		turn.setMessages(TelemetryAttributes.OUTPUT_MESSAGES, List.of(ChatMessage.assistant("Sure.")));
		synthesise(turn, "<speak>Sure.</speak>");
		turn.end();
		this.session.setMessage(TelemetryAttributes.INPUT_MESSAGES, "user", "An appointment");
		this.session.end();
		assertThat(input(turn)).isEqualTo("Monday, please?");
		assertThat(output(turn)).isEqualTo("Sure.");
		assertThat(input(this.session)).isEqualTo("An appointment");
	}

	@Test
	void isNotOfStagesThatSuppressIt() {
		UserTurn question = this.session.startUserTurn();
		question.finalTranscript("My secret.");
		question.suppressContent();
		question.startRecognition().transcript("My secret.").end();
		this.session.startRecognition().transcript("My secret.").end();
		question.end();
		AgentTurn turn = this.session.startAgentTurn();
		LlmCall call = turn.startLlmCall();
		call.suppressContent();
		call.completion("Your secret.").end();
		SpeechSynthesis synthesis = turn.startSynthesis();
		synthesis.textHandedOver("Your secret.");
		synthesis.suppressContent();
		synthesis.end();
		AgentTurn other = this.session.startAgentTurn();
		answer(other, "Your secret.");
		other.suppressContent();
		other.end();
		turn.end();
		this.session.end();
		assertThat(output(turn)).isEmpty();
		assertThat(input(turn)).isEmpty();
		assertThat(output(this.session)).isEmpty();
		assertThat(attributes(turn)).doesNotContainKey("gen_ai.input.messages");
	}

	@Test
	void isRedactedAcrossItsPieces() {
		this.recording.close();
		this.recording = new Recording((settings) -> settings.content(ContentPolicy.of(ContentCapture.FULL, 65_536,
				List.of((text) -> text.replaceAll("4111 ?1111", "[card]")))));
		this.session = this.recording.session();
		AgentTurn turn = this.session.startAgentTurn();
		synthesise(turn, "It is 4111");
		this.recording.time.advanceMillis(10);
		synthesise(turn, "1111.");
		turn.firstAudioPlayed(null);
		turn.end();
		this.session.end();
		assertThat(output(turn)).isEqualTo("It is [card].");
		assertThat(heard(turn)).isEqualTo("It is [card].");
		assertThat(output(this.session)).isEqualTo("It is [card].");
	}

	@Test
	void ofAnEndlessReplyTakesBoundedMemory() {
		this.recording.close();
		this.recording = new Recording(
				(settings) -> settings.content(ContentPolicy.of(ContentCapture.FULL, 100).withMaxSpanLength(1000)));
		this.session = this.recording.session();
		AgentTurn turn = this.session.startAgentTurn();
		for (int i = 0; i < 20_000; i++) {
			synthesise(turn, "x".repeat(1000));
		}
		turn.end();
		assertThat(output(turn)).matches("x{100}… \\[truncated, [0-9]+ characters]");
	}

	@Test
	void isNowhereWhereContentIsNotCaptured() {
		this.recording.close();
		this.recording = new Recording();
		this.session = this.recording.session();
		says("My secret.");
		AgentTurn turn = this.session.startAgentTurn();
		RealtimeInference realtime = turn.startRealtimeInference();
		realtime.inputTranscript("My secret.").outputTranscript("Your secret.").end();
		synthesise(turn, "Your secret.").spoken("Your secret.");
		turn.spoken("Your secret.").firstAudioPlayed(null);
		turn.end();
		this.session.end();
		assertThat(this.recording.spans().toString()).doesNotContain("secret");
	}

}
