package io.voicetelemetry.session;

import java.util.List;
import java.util.Map;

import io.voicetelemetry.content.ChatMessage;
import io.voicetelemetry.content.ToolDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was said, in the form in which it is recorded.
 */
class ContentMessagesTests {

	private final Recording recording = Recording.withContent(65_536);

	@AfterEach
	void closeRecording() {
		this.recording.close();
	}

	private Map<String, Object> attributes(VoiceSpan handle) {
		return Recording.attributes(this.recording.span(handle));
	}

	@Test
	void isWhatWasSaidInAllParts() {
		VoiceSession session = this.recording.session();
		UserTurn turn = session.startUserTurn();
		SpeechRecognition recognition = turn.startRecognition();
		recognition.transcript("Good").transcript("morning.").end();
		turn.finalTranscript("Hello?");
		turn.end();
		SpeechSynthesis synthesis = session.startSynthesis();
		synthesis.textHandedOver("Go");
		synthesis.textHandedOver("od mor");
		synthesis.textHandedOver("ning.");
		synthesis.end();
		assertThat(attributes(recognition)).containsEntry("voice.transcript", "Good morning.");
		assertThat(attributes(turn)).containsEntry("voice.transcript", "Good morning. Hello?");
		assertThat(attributes(synthesis)).containsEntry("voice.tts.input_text", "Good morning.");
	}

	@Test
	void isMessagesInJson() {
		LlmCall call = this.recording.session().startLlmCall();
		call.prompt("Say \"hi\"\n").completion("hi").end();
		assertThat(attributes(call))
			.containsEntry("gen_ai.input.messages",
					"[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Say \\\"hi\\\"\\n\"}]}]")
			.containsEntry("gen_ai.output.messages",
					"[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"hi\"}]}]");
	}

	@Test
	void isAConversationInJson() {
		LlmCall call = this.recording.session().startLlmCall();
		call.systemInstructions("Be kind.")
			.toolDefinitions(List.of(new ToolDefinition("book", "Books.", "{\"type\":\"object\"}")))
			.messages(List.of(ChatMessage.user("Monday?"), ChatMessage.assistant("Hm.")))
			.completion("One moment.")
			.toolCalls(List.of(new ChatMessage.ToolRequest("call_1", "book", "{\"day\":1}")))
			.finishReasons(List.of("tool_calls"))
			.end();
		assertThat(attributes(call))
			.containsEntry("gen_ai.system_instructions", "[{\"type\":\"text\",\"content\":\"Be kind.\"}]")
			.containsEntry("gen_ai.tool.definitions",
					"[{\"type\":\"function\",\"name\":\"book\",\"description\":\"Books.\","
							+ "\"parameters\":{\"type\":\"object\"}}]")
			.containsEntry("gen_ai.input.messages",
					"[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Monday?\"}]},"
							+ "{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Hm.\"}]}]")
			.containsEntry("gen_ai.output.messages",
					"[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"One moment.\"},"
							+ "{\"type\":\"tool_call\",\"id\":\"call_1\",\"name\":\"book\","
							+ "\"arguments\":{\"day\":1}}],\"finish_reason\":\"tool_calls\"}]");
	}

	@Test
	void ofAnAnswerSaysWhyTheModelStoppedIfThatIsKnown() {
		VoiceSession session = this.recording.session();
		LlmCall told = session.startLlmCall();
		told.finishReasons(List.of("length", "stop")).completion("Once upon").end();
		LlmCall asksForTools = session.startLlmCall();
		asksForTools.toolCalls(List.of(new ChatMessage.ToolRequest("1", "book", "{}"))).end();
		LlmCall unknown = session.startLlmCall();
		unknown.completion("Good").completion("Good morning.").end();
		LlmCall silent = session.startLlmCall();
		silent.finishReasons(List.of("stop")).completion("").end();
		assertThat(attributes(told).get("gen_ai.output.messages").toString())
			.endsWith(",\"finish_reason\":\"length\"}]");
		assertThat(attributes(asksForTools).get("gen_ai.output.messages").toString())
			.endsWith(",\"finish_reason\":\"tool_call\"}]");
		assertThat(attributes(unknown)).containsEntry("gen_ai.output.messages",
				"[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Good morning.\"}]}]");
		assertThat(attributes(silent)).doesNotContainKey("gen_ai.output.messages");
	}

	@Test
	void ofATryIsNotThatOfTheNext() {
		LlmCall call = this.recording.session().startLlmCall();
		call.attemptStarted();
		call.completion("half an ans");
		call.attemptEnded(new IllegalStateException());
		call.attemptStarted();
		call.attemptEnded(null);
		call.end();
		assertThat(attributes(call)).doesNotContainKey("gen_ai.output.messages");
	}

}
