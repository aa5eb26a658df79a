package io.voicetelemetry.aop;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;

import io.voicetelemetry.annotation.Confidential;
import io.voicetelemetry.annotation.Prompt;
import io.voicetelemetry.annotation.SpokenText;
import io.voicetelemetry.annotation.TracedAgentTurn;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.annotation.TracedLlmNode;
import io.voicetelemetry.annotation.TracedSession;
import io.voicetelemetry.annotation.TracedStt;
import io.voicetelemetry.annotation.TracedTool;
import io.voicetelemetry.annotation.TracedTts;
import io.voicetelemetry.annotation.Transcript;
import io.voicetelemetry.annotation.VoiceAttribute;
import io.voicetelemetry.content.ChatMessage;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.LlmResult;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What annotated methods record of what was said, and how they are kept from it.
 */
class AnnotatedContentTests {

	private static final String SECRET = "my date of birth";

	private final AopTestContext context = AopTestContext.of(Beans.class);

	private final Agent agent = this.context.bean(Agent.class);

	@AfterEach
	void close() {
		this.context.close();
	}

	private @Nullable String attribute(String span, TelemetryAttribute<String> attribute) {
		return this.context.span(span).getAttributes().get(attribute.key());
	}

	@Test
	void makesAConversationOfItsPrompts() {
		this.agent.ask("Be kind.", List.of(ChatMessage.user("Hello."), ChatMessage.assistant("Hi.")), "Monday?");
		assertThat(attribute("ask", TelemetryAttributes.INPUT_MESSAGES))
			.isEqualTo("[{\"role\":\"system\",\"parts\":[{\"type\":\"text\",\"content\":\"Be kind.\"}]},"
					+ "{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Hello.\"}]},"
					+ "{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Hi.\"}]},"
					+ "{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Monday?\"}]}]");
		assertThat(attribute("ask", TelemetryAttributes.OUTPUT_MESSAGES))
			.isEqualTo("[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Let me see.\"},"
					+ "{\"type\":\"tool_call\",\"id\":\"call_1\",\"name\":\"find\",\"arguments\":{\"day\":1}}],"
					+ "\"finish_reason\":\"tool_calls\"}]");
	}

	@Test
	void takesListsOfOtherThingsForText() {
		this.agent.node(List.of("a", "b"));
		assertThat(attribute("node", TelemetryAttributes.INPUT_MESSAGES)).contains("\"content\":\"[a, b]\"");
		assertThat(attribute("node", TelemetryAttributes.OUTPUT_MESSAGES)).contains("\"content\":\"Let me see.\"");
	}

	@Test
	void doesNotStartWithARoleThatIsNone() {
		assertThatExceptionOfType(BeanCreationException.class).isThrownBy(() -> AopTestContext.of(WrongRole.class))
			.withStackTraceContaining("The role 'robot' in @Prompt on an argument of");
	}

	@Test
	void saysWhatTheCallerSaidAndWhatTheToolIs() {
		this.agent.reply("Monday?");
		this.agent.book("Ada");
		assertThat(attribute("reply", TelemetryAttributes.INPUT_MESSAGES))
			.isEqualTo("[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Monday?\"}]}]");
		assertThat(attribute("book", TelemetryAttributes.TOOL_DESCRIPTION)).isEqualTo("Books an appointment.");
	}

	@Test
	void neverRecordsBytes() {
		byte[] audio = SECRET.getBytes();
		InputStream stream = new ByteArrayInputStream(audio);
		assertThat(this.agent.play(audio, ByteBuffer.wrap(audio), stream)).isSameAs(audio);
		this.agent.prompt(audio);
		assertThat(attribute("play", TelemetryAttributes.TOOL_CALL_ARGUMENTS))
			.isEqualTo("{\"bytes\":\"[16 bytes]\",\"buffer\":\"[16 bytes]\",\"stream\":\"[bytes]\"}");
		assertThat(attribute("play", TelemetryAttributes.TOOL_CALL_RESULT)).isEqualTo("[16 bytes]");
		assertThat(attribute("prompt", TelemetryAttributes.INPUT_MESSAGES)).contains("\"content\":\"[16 bytes]\"");
		assertThat(this.context.span("prompt").getAttributes().asMap().toString()).contains("app.pii.audio=[16 bytes]");
		assertThat(stream).hasBinaryContent(audio);
	}

	@Test
	void leavesOutWhatIsConfidential() {
		this.agent.pay("Ada", SECRET);
		this.agent.confidential(SECRET, SECRET, "Monday?");
		this.agent.recognise(SECRET);
		this.agent.speak(SECRET);
		assertThat(attribute("pay", TelemetryAttributes.TOOL_CALL_ARGUMENTS))
			.isEqualTo("{\"name\":\"Ada\",\"card\":\"[confidential]\"}");
		assertThat(attribute("confidential", TelemetryAttributes.INPUT_MESSAGES)).contains("Monday?");
		assertThat(this.context.span("speak").getAttributes().get(TelemetryAttributes.TTS_CHARACTERS.key()))
			.isEqualTo(16L);
		assertThat(this.context.spans().toString()).doesNotContain("birth");
	}

	@Test
	void recordsNothingInACallThatMustNotBe() {
		this.agent.quietCall(() -> {
			assertThat(VoiceSession.current().capturesContent()).isFalse();
			this.agent.ask(SECRET, List.of(ChatMessage.user(SECRET)), SECRET);
			this.agent.book(SECRET);
			this.agent.speak(SECRET);
			LlmCall.current().completion(SECRET);
			throw new IllegalStateException(SECRET);
		});
		assertThat(this.context.spans()).hasSize(5);
		assertThat(this.context.spans().toString()).doesNotContain("birth");
	}

	@Test
	void tellsNothingOfWhatAConfidentialToolThrewOnTheStagesAroundIt() {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.agent.answer(() -> {
			try {
				this.agent.charge(SECRET);
			}
			catch (IllegalArgumentException ex) {
				throw new IllegalStateException("Cannot charge: " + ex.getMessage(), ex);
			}
		}));
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> this.agent.answer(() -> this.agent.charge(SECRET)));
		assertThat(this.context.spans()).hasSize(4).allSatisfy((span) -> assertThat(span.getEvents()).hasSize(1));
		assertThat(this.context.spans().toString()).doesNotContain("birth");
	}

	@Test
	void tellsWhatAnyOtherMethodThrew() {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.agent.answer(() -> {
			try {
				this.agent.charge(SECRET);
			}
			catch (IllegalArgumentException ex) {
				throw new IllegalStateException("no charge");
			}
		}));
		assertThat(this.context.span("answer").getStatus().getDescription()).isEqualTo("no charge");
	}

	record Answer() implements LlmResult {

		@Override
		public String text() {
			return "Let me see.";
		}

		@Override
		public List<ChatMessage.ToolRequest> requestedTools() {
			return List.of(new ChatMessage.ToolRequest("call_1", "find", "{\"day\":1}"));
		}

		@Override
		public List<String> finishReasons() {
			return List.of("tool_calls");
		}

	}

	static class Agent {

		@TracedLlmCall(name = "ask")
		Answer ask(@Prompt(role = "system") String instructions, @Prompt List<ChatMessage> history,
				@Prompt String question) {
			return new Answer();
		}

		@TracedLlmNode(name = "node")
		Answer node(@Prompt List<String> texts) {
			return new Answer();
		}

		@TracedAgentTurn(name = "reply")
		void reply(@Transcript String said) {
		}

		@TracedTool(name = "book", description = "Books an appointment.")
		String book(String patient) {
			return "done";
		}

		@TracedTool(name = "charge", content = false)
		void charge(String card) {
			throw new IllegalArgumentException("no card " + card);
		}

		@TracedAgentTurn(name = "answer")
		void answer(Runnable steps) {
			steps.run();
		}

		@TracedTool(name = "play")
		byte[] play(byte[] bytes, ByteBuffer buffer, InputStream stream) {
			return bytes;
		}

		@TracedLlmCall(name = "prompt")
		void prompt(@Prompt @VoiceAttribute("app.pii.audio") byte[] audio) {
		}

		@TracedTool(name = "pay")
		void pay(String name, @Confidential String card) {
		}

		@TracedLlmCall(name = "confidential")
		void confidential(@Prompt @Confidential String secret,
				@Confidential @VoiceAttribute(value = "app.note", content = true) String note,
				@Prompt String question) {
		}

		@TracedStt(name = "recognise")
		void recognise(@Transcript @Confidential String transcript) {
		}

		@TracedTts(name = "speak")
		void speak(@SpokenText @Confidential String text) {
		}

		@TracedSession(content = false, attributes = "app.pii.caller=" + SECRET)
		void quietCall(Runnable call) {
			try {
				call.run();
			}
			catch (IllegalStateException ex) {
				VoiceSession.current().startOperation("failing").fail(ex);
			}
		}

	}

	static class WithWrongRole {

		@TracedLlmCall
		void ask(@Prompt(role = "robot") String prompt) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Agent agent() {
			return new Agent();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WrongRole {

		@Bean
		WithWrongRole withWrongRole() {
			return new WithWrongRole();
		}

	}

}
