package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.voicetelemetry.content.ChatMessage;
import io.voicetelemetry.content.ContentCapture;
import io.voicetelemetry.content.ContentPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was said: only so much of it is recorded.
 */
class ContentLengthTests {

	private Recording recording;

	@AfterEach
	void closeRecording() {
		this.recording.close();
	}

	private Map<String, Object> attributes(VoiceSpan handle) {
		return Recording.attributes(this.recording.span(handle));
	}

	@Test
	void isNoMoreOnASpanThanThereIsRoomForAndTheAnswerHasRoom() {
		this.recording = new Recording(
				(settings) -> settings.content(ContentPolicy.of(ContentCapture.FULL, 65_536).withMaxSpanLength(8000)));
		LlmCall call = this.recording.session().startLlmCall();
		List<ChatMessage> messages = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			messages.add(ChatMessage.user("x".repeat(500)));
		}
		call.systemInstructions("y".repeat(3000));
		call.messages(messages);
		call.setContent("app.note", "z".repeat(5000));
		call.completion("w".repeat(900));
		call.fail(new IllegalStateException("v".repeat(900)));
		Map<String, Object> attributes = attributes(call);
		assertThat(attributes.get("gen_ai.system_instructions").toString()).contains("y".repeat(3000));
		assertThat(attributes.get("gen_ai.input.messages").toString()).hasSizeBetween(3900, 5200)
			.contains("earlier messages left out");
		assertThat(attributes.get("app.note")).isEqualTo("… [truncated, 5000 characters]");
		assertThat(attributes.get("gen_ai.output.messages").toString()).contains("w".repeat(900));
		assertThat(this.recording.span(call).getStatus().getDescription())
			.matches("v{0,100}… \\[truncated, 900 characters]");
	}

	@Test
	void thatIsReplacedTakesItsRoomOnce() {
		this.recording = new Recording(
				(settings) -> settings.content(ContentPolicy.of(ContentCapture.FULL, 65_536).withMaxSpanLength(1000)));
		LlmCall call = this.recording.session().startLlmCall();
		for (int i = 0; i < 100; i++) {
			call.prompt("x".repeat(800)).setContent("app.note", "y".repeat(50));
		}
		call.end();
		assertThat(attributes(call).get("gen_ai.input.messages").toString()).contains("x".repeat(800))
			.doesNotContain("truncated");
		assertThat(attributes(call)).containsEntry("app.note", "y".repeat(50));
	}

	@ParameterizedTest
	@ValueSource(ints = { 9, 10, 11, 12, 1000 })
	void isStillJsonWhenItWasCut(int length) {
		this.recording = Recording.withContent(10);
		LlmCall call = this.recording.session().startLlmCall();
		String text = "\"".repeat(length);
		call.prompt(text).end();
		JsonNode json = JsonMapper.shared().readTree(attributes(call).get("gen_ai.input.messages").toString());
		assertThat(json.at("/0/parts/0/content").asString())
			.isEqualTo((length <= 10) ? text : "\"".repeat(10) + "… [truncated, " + length + " characters]");
	}

	@Test
	void isCutToTheConfiguredLengthAndNothingElseIs() {
		this.recording = Recording.withContent(5);
		VoiceSession session = this.recording.session("call-with-a-long-id");
		ToolCall call = session.startToolCall("find_appointment");
		call.arguments("1234567").setAttribute("app.branch", "Edinburgh").setContent("app.note", "12345678").end();
		assertThat(attributes(call)).containsEntry("gen_ai.tool.call.arguments", "12345… [truncated, 7 characters]")
			.containsEntry("app.note", "12345… [truncated, 8 characters]")
			.containsEntry("gen_ai.tool.name", "find_appointment")
			.containsEntry("app.branch", "Edinburgh")
			.containsEntry("session.id", "call-with-a-long-id");
	}

	@Test
	void ofAnEndlessTurnTakesBoundedMemoryAndSaysItsLength() {
		this.recording = Recording.withContent(100);
		VoiceSession session = this.recording.session();
		UserTurn turn = session.startUserTurn();
		SpeechSynthesis synthesis = session.startSynthesis();
		String part = "x".repeat(999);
		for (int i = 0; i < 100_000; i++) {
			turn.finalTranscript(part);
			synthesis.textHandedOver(part);
		}
		turn.end();
		synthesis.end();
		assertThat(attributes(turn)).containsEntry("voice.transcript",
				"x".repeat(100) + "… [truncated, 99999999 characters]");
		assertThat(attributes(synthesis))
			.containsEntry("voice.tts.input_text", "x".repeat(100) + "… [truncated, 99900000 characters]")
			.containsEntry("voice.tts.characters", 99_900_000L);
	}

	@Test
	void isCutBetweenCharactersNotWithinOne() {
		this.recording = Recording.withContent(5);
		UserTurn turn = this.recording.session().startUserTurn();
		turn.finalTranscript("1234😀56");
		turn.end();
		assertThat(attributes(turn)).containsEntry("voice.transcript", "1234… [truncated, 8 characters]");
	}

}
