package io.voicetelemetry.session;

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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was said: recorded only where it may be.
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
