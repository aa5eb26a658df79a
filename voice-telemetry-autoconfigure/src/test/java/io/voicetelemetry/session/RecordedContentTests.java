package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.opentelemetry.api.common.AttributeKey;
import io.voicetelemetry.content.ChatMessage;
import io.voicetelemetry.content.ContentCapture;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.content.ContentRedactor;
import io.voicetelemetry.content.ToolDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was said: recorded only where it may be, and only so much of it.
 */
class RecordedContentTests {

	private static final String SECRET = "my date of birth is the 3rd of May";

	private Recording recording = new Recording();

	@AfterEach
	void closeRecording() {
		this.recording.close();
	}

	private void captureContent(int maxLength) {
		this.recording.close();
		this.recording = Recording.withContent(maxLength);
	}

	private void redactContent(ContentRedactor redactor) {
		this.recording.close();
		this.recording = new Recording(
				(settings) -> settings.content(ContentPolicy.of(ContentCapture.FULL, 65_536, List.of(redactor))));
	}

	private Map<String, Object> attributes(VoiceSpan handle) {
		return Recording.attributes(this.recording.span(handle));
	}

	/**
	 * Says the secret everywhere it can be said.
	 */
	private void sayEverywhere(VoiceSession session) {
		UserTurn userTurn = session.startUserTurn();
		userTurn.interimTranscript(SECRET);
		userTurn.finalTranscript(SECRET);
		userTurn.finalTranscript(SECRET, 0.5);
		userTurn.startRecognition().transcript(SECRET).end();
		userTurn.end();
		AgentTurn agentTurn = session.startAgentTurn();
		LlmCall call = agentTurn.startLlmCall();
		call.prompt(SECRET).completion(SECRET);
		call.set(TelemetryAttributes.SYSTEM_INSTRUCTIONS, SECRET)
			.setContent("app.note", SECRET)
			.setAttribute("app.pii.note", SECRET)
			.setAttribute("gen_ai.input.messages", SECRET)
			.setAttribute("gen_ai.tool.definitions", SECRET)
			.set(TelemetryAttribute.content(AttributeKey.stringKey("app.note2")), SECRET)
			.set(TelemetryAttribute.safe(AttributeKey.stringKey("gen_ai.output.messages")), SECRET)
			.set(TelemetryAttribute.safe(AttributeKey.stringKey("pii.name")), SECRET)
			.set(TelemetryAttribute.safe(AttributeKey.stringArrayKey("app.pii.names")), List.of(SECRET))
			.set(TelemetryAttributes.ofString("gen_ai.prompt.variable.name"), SECRET);
		call.startAttempt().fail(new IllegalStateException(SECRET));
		call.fail(new IllegalStateException(SECRET, new RuntimeException(SECRET)));
		agentTurn.startToolCall("book").arguments(SECRET).result(SECRET).fail(new Error(SECRET));
		agentTurn.startSynthesis().textHandedOver(SECRET);
		session.fail(new IllegalStateException(SECRET));
	}

	@Test
	void isNowhereUnlessCaptured() {
		sayEverywhere(this.recording.session());
		assertThat(this.recording.spans()).hasSize(8);
		assertThat(this.recording.spans().toString()).doesNotContain("birth");
		assertThat(this.recording.spans()).allSatisfy((span) -> {
			assertThat(span.getStatus().getDescription()).isEmpty();
			assertThat(Recording.attributes(span).keySet()).noneMatch(ContentKeys::isContent);
		});
	}

	@Test
	void isEverywhereWhenCaptured() {
		captureContent(65_536);
		sayEverywhere(this.recording.session());
		assertThat(this.recording.spans().toString().split("birth", -1)).hasSizeGreaterThan(20);
	}

	@Test
	void isWhatRedactorsMakeOfItEverywhere() {
		redactContent((text) -> text.replace("birth", "[gone]"));
		sayEverywhere(this.recording.session());
		assertThat(this.recording.spans().toString().split("\\[gone]", -1)).hasSizeGreaterThan(20);
		assertThat(this.recording.spans().toString()).doesNotContain("birth");
		assertThat(this.recording.refusals(RefusalReason.USER_CODE_FAILED)).isZero();
	}

	@Test
	void isNowhereWhenItCannotBeRedacted() {
		redactContent((text) -> {
			throw new StackOverflowError(text);
		});
		sayEverywhere(this.recording.session());
		assertThat(this.recording.spans()).hasSize(8);
		assertThat(this.recording.spans().toString().split(Pattern.quote(ContentPolicy.REDACTION_FAILED), -1))
			.hasSizeGreaterThan(20);
		assertThat(this.recording.spans().toString()).doesNotContain("birth");
		assertThat(this.recording.refusals(RefusalReason.USER_CODE_FAILED)).isGreaterThan(20);
	}

	@Test
	void staysJsonWhenItIsCutOrRedacted() {
		captureContent(10);
		ToolCall cut = this.recording.session().startToolCall("book");
		cut.arguments("{\"name\":\"Ada\"}").result("not JSON, and too long").end();
		assertThat(attributes(cut))
			.containsEntry("gen_ai.tool.call.arguments", "\"{\\\"name\\\":\\\"A… [truncated, 14 characters]\"")
			.containsEntry("gen_ai.tool.call.result", "not JSON, … [truncated, 22 characters]");
		redactContent((text) -> text.replace("\"Ada\"", "[gone]"));
		ToolCall redacted = this.recording.session().startToolCall("book");
		redacted.arguments("{\"name\":\"Ada\"}").end();
		assertThat(attributes(redacted)).containsEntry("gen_ai.tool.call.arguments", "\"{\\\"name\\\":[gone]}\"");
	}

	@Test
	void isNotFoundInWhatItWasCutInto() {
		redactContent((text) -> text.replace("birth", "[gone]"));
		UserTurn turn = this.recording.session().startUserTurn();
		SpeechSynthesis synthesis = this.recording.telemetry.findSession("call-1").orElseThrow().startSynthesis();
		for (char c : SECRET.toCharArray()) {
			synthesis.textHandedOver(String.valueOf(c));
		}
		synthesis.end();
		turn.end();
		assertThat(attributes(synthesis)).containsEntry("voice.tts.input_text", SECRET.replace("birth", "[gone]"));
	}

	@Test
	void isNoNumberThatARedactorWouldChange() {
		redactContent((text) -> text.replaceAll("[0-9]{12}", "[phone]"));
		VoiceSession session = this.recording.session();
		VoiceSpan operation = session.startOperation("a");
		operation.setAttribute("app.pii.phone", 441314960000L).setAttribute("app.pii.age", 47).end();
		ToolCall call = session.startToolCall("dial");
		call.arguments(new String[] { "phone", "count", "loud", "text", "nothing", "big" },
				new Object[] { 441314960000L, 3, true, "to 441314960000", null, new StringBuilder("441314960000") })
			.end();
		assertThat(attributes(operation)).containsEntry("app.pii.age", 47L).doesNotContainKey("app.pii.phone");
		assertThat(attributes(call)).containsEntry("gen_ai.tool.call.arguments",
				"{\"phone\":\"[phone]\",\"count\":3,\"loud\":true,\"text\":\"to [phone]\",\"nothing\":null,"
						+ "\"big\":\"[phone]\"}");
	}

	@Test
	void isDescribedOnceByAnExceptionThatFailsSpansItself() {
		captureContent(65_536);
		VoiceSession session = this.recording.session();
		int[] asked = new int[1];
		class Recursive extends RuntimeException {

			private static final long serialVersionUID = 1L;

			@Override
			public String getMessage() {
				asked[0]++;
				session.startOperation("inner").fail(this);
				return "message";
			}

		}
		session.startOperation("outer").fail(new Recursive());
		session.end();
		assertThat(asked[0]).isBetween(2, 10);
		assertThat(this.recording.spans()).hasSize(2 + asked[0]);
	}

	@Test
	void isNowhereOnAStageThatSuppressesIt() {
		captureContent(65_536);
		LlmCall call = this.recording.session().startLlmCall();
		call.prompt(SECRET);
		assertThat(call.capturesContent()).isTrue();
		call.suppressContent();
		assertThat(call.capturesContent()).isFalse();
		call.completion(SECRET).setContent("app.note", SECRET).end();
		assertThat(attributes(call)).doesNotContainKeys("gen_ai.output.messages", "app.note");
	}

	@Test
	void ofARecognitionThatSuppressesItIsNotOnTheTurnEither() {
		captureContent(65_536);
		UserTurn turn = this.recording.session().startUserTurn();
		turn.stoppedSpeaking(null);
		this.recording.time.advanceMillis(200);
		SpeechRecognition recognition = turn.startRecognition();
		recognition.suppressContent();
		recognition.transcript(SECRET).end();
		turn.end();
		assertThat(this.recording.spans().toString()).doesNotContain("birth");
		assertThat(attributes(turn)).containsEntry("voice.transcription_delay", 0.2);
	}

	@Test
	void ofATurnThatSuppressesItLaterIsNotRecorded() {
		captureContent(65_536);
		UserTurn turn = this.recording.session().startUserTurn();
		turn.finalTranscript(SECRET);
		turn.suppressContent().end();
		assertThat(this.recording.spans().toString()).doesNotContain("birth");
	}

	@Test
	void isWhatWasSaidInAllParts() {
		captureContent(65_536);
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
		captureContent(65_536);
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
		captureContent(65_536);
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
		captureContent(65_536);
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
		captureContent(65_536);
		LlmCall call = this.recording.session().startLlmCall();
		call.attemptStarted();
		call.completion("half an ans");
		call.attemptEnded(new IllegalStateException());
		call.attemptStarted();
		call.attemptEnded(null);
		call.end();
		assertThat(attributes(call)).doesNotContainKey("gen_ai.output.messages");
	}

	@Test
	void isNoMoreOnASpanThanThereIsRoomForAndTheAnswerHasRoom() {
		this.recording.close();
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
		this.recording.close();
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

	@Test
	void isNowhereInACallWhoseSessionSuppressesIt() {
		captureContent(65_536);
		VoiceSession session = this.recording.session();
		AgentTurn before = session.startAgentTurn();
		LlmCall open = before.startLlmCall();
		session.suppressContent();
		assertThat(open.capturesContent()).isFalse();
		open.prompt(SECRET).messages(List.of(ChatMessage.user(SECRET))).completion(SECRET);
		open.systemInstructions(SECRET).toolDefinitions(List.of(new ToolDefinition(SECRET, SECRET, SECRET)));
		open.toolCalls(List.of(new ChatMessage.ToolRequest(SECRET, SECRET, SECRET))).end();
		sayEverywhere(session);
		assertThat(this.recording.spans()).hasSize(10);
		assertThat(this.recording.spans().toString()).doesNotContain("birth");
	}

	@Test
	void isNotUnderAStageThatSuppressesItButBesideIt() {
		captureContent(65_536);
		VoiceSession session = this.recording.session();
		AgentTurn turn = session.startAgentTurn();
		VoiceSpan operation = turn.startOperation("look up");
		operation.suppressContent();
		VoiceSpan inner = operation.startOperation("inner");
		inner.setContent("app.note", SECRET).end();
		operation.end();
		LlmCall beside = turn.startLlmCall();
		beside.prompt("hello").end();
		assertThat(attributes(inner)).doesNotContainKey("app.note");
		assertThat(attributes(beside)).containsKey("gen_ai.input.messages");
	}

	@ParameterizedTest
	@ValueSource(ints = { 9, 10, 11, 12, 1000 })
	void isStillJsonWhenItWasCut(int length) {
		captureContent(10);
		LlmCall call = this.recording.session().startLlmCall();
		String text = "\"".repeat(length);
		call.prompt(text).end();
		JsonNode json = JsonMapper.shared().readTree(attributes(call).get("gen_ai.input.messages").toString());
		assertThat(json.at("/0/parts/0/content").asString())
			.isEqualTo((length <= 10) ? text : "\"".repeat(10) + "… [truncated, " + length + " characters]");
	}

	@Test
	void isCutToTheConfiguredLengthAndNothingElseIs() {
		captureContent(5);
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
		captureContent(100);
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
		captureContent(5);
		UserTurn turn = this.recording.session().startUserTurn();
		turn.finalTranscript("1234😀56");
		turn.end();
		assertThat(attributes(turn)).containsEntry("voice.transcript", "1234… [truncated, 8 characters]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "pii", "pii.x", "x.pii", "x.pii.y", "lk.pii.user_input", "x.pip.pii", "piix.pii",
			"gen_ai.prompt", "gen_ai.completion", "input.value", "output.value", "gen_ai.retrieval.documents",
			"gen_ai.prompt.variable.name", "gen_ai.tool.definitions", "gen_ai.tool.description", "voice.spoken_text",
			"voice.transcript", "gen_ai.system_instructions", "exception.message" })
	void isToldByTheKey(String key) {
		assertThat(ContentKeys.isContent(key)).isTrue();
		assertThat(TelemetryAttributes.ofString(key).isContent()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "piix", "xpii", "x.piiy", "ypii.x", "pi.i", "PII", "session.id", "voice.stage",
			"gen_ai.prompt.name", "gen_ai.usage.input_tokens", "input.values" })
	void isNothingElse(String key) {
		assertThat(ContentKeys.isContent(key)).isFalse();
	}

	@Test
	void isWhateverItsKeySaysNumbersIncluded() {
		VoiceSpan operation = this.recording.session().startOperation("a");
		operation.setAttribute("app.pii.phone", 441314960000L)
			.setAttribute("app.pii.age", 47.5)
			.setAttribute("app.pii.smokes", true)
			.setAttribute("app.visits", 3)
			.end();
		assertThat(attributes(operation)).containsEntry("app.visits", 3L)
			.doesNotContainKeys("app.pii.phone", "app.pii.age", "app.pii.smokes");
	}

}
