package io.voicetelemetry.aop;

import java.math.BigDecimal;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.annotation.Prompt;
import io.voicetelemetry.annotation.SessionId;
import io.voicetelemetry.annotation.TracedAgentTurn;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.annotation.TracedLlmNode;
import io.voicetelemetry.annotation.TracedOperation;
import io.voicetelemetry.annotation.TracedTool;
import io.voicetelemetry.annotation.VoiceAttribute;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What annotations and parameters put on the span, and that nothing of it reaches the
 * caller.
 */
class AnnotatedValuesTests {

	private final AopTestContext context = AopTestContext.of(Agent.class);

	private final Agent agent = this.context.bean(Agent.class);

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void takesLiteralsPlaceholdersAndExpressions() {
		this.agent.ask(new Question("gpt-4o", 3), "ignored");
		Attributes attributes = this.context.span("llm.gpt-4o").getAttributes();
		assertThat(attributes.get(TelemetryAttributes.PROVIDER_NAME.key())).isEqualTo("openai");
		assertThat(attributes.get(TelemetryAttributes.REQUEST_MODEL.key())).isEqualTo("model-from-property");
		assertThat(attributes.get(TelemetryAttributes.USE_CASE.key())).isEqualTo("use of 3");
		assertThat(attributes.get(AttributeKey.stringKey("answer.length"))).isEqualTo("5");
		assertThat(attributes.get(TelemetryAttributes.CALL_SITE.key())).isEqualTo("AnnotatedValuesTests.Agent.ask");
	}

	@Test
	void typesMarkedParametersAsTheConventionsOrTheValues() {
		this.agent.typed(7, 0.5f, true, 12, new Question("m", 1), List.of("a", "b"));
		Attributes attributes = this.context.span("typed").getAttributes();
		assertThat(attributes.get(TelemetryAttributes.REQUEST_MAX_TOKENS.key())).isEqualTo(7L);
		assertThat(attributes.get(TelemetryAttributes.REQUEST_TEMPERATURE.key())).isEqualTo(0.5);
		assertThat(attributes.get(AttributeKey.booleanKey("flag"))).isTrue();
		assertThat(attributes.get(AttributeKey.longKey("count"))).isEqualTo(12L);
		assertThat(attributes.get(AttributeKey.stringKey("tenant.id"))).isEqualTo("m");
		assertThat(attributes.get(TelemetryAttributes.RESPONSE_FINISH_REASONS.key())).containsExactly("a", "b");
	}

	@Test
	void recordsNoValueThatIsNone() {
		this.agent.odd(new BigDecimal("12.5"), Double.NaN, "maybe", "stolen", 2.5);
		Attributes attributes = this.context.span("odd").getAttributes();
		assertThat(attributes.get(AttributeKey.doubleKey("price"))).isEqualTo(12.5);
		assertThat(attributes.get(TelemetryAttributes.INPUT_TOKENS.key())).isNull();
		assertThat(attributes.get(TelemetryAttributes.OUTPUT_TOKENS.key())).isNull();
		assertThat(attributes.get(TelemetryAttributes.REQUEST_STREAM.key())).isNull();
		assertThat(attributes.get(TelemetryAttributes.STAGE.key())).isEqualTo("llm_request");
		assertThat(this.context.refusals()).containsEntry(RefusalReason.INVALID_VALUE, 4L);
	}

	@Test
	void cutsTextsRatherThanTheJsonTheyAreIn() {
		this.agent.longTexts("x".repeat(5000));
		assertThat(
				this.context.span("function_tool").getAttributes().get(TelemetryAttributes.TOOL_CALL_ARGUMENTS.key()))
			.contains("[truncated, 5000 characters]")
			.endsWith("\"}");
		this.agent.longReply();
		assertThat(this.context.span("llm_node").getAttributes().get(TelemetryAttributes.OUTPUT_MESSAGES.key()))
			.contains("[truncated, 5000 characters]")
			.endsWith("\"}]}]");
	}

	@Test
	void survivesArgumentsThatThrow() {
		this.agent.hostile(new Hostile());
		assertThat(this.context.span("hostile").getAttributes().get(TelemetryAttributes.INPUT_MESSAGES.key())).isNull();
		assertThat(this.context.refusals()).containsKey(RefusalReason.USER_CODE_FAILED);
	}

	@Test
	void recordsNoContentWhereTheAnnotationForbidsIt() {
		this.agent.secret("my number");
		Attributes attributes = this.context.span("secret").getAttributes();
		assertThat(attributes.get(TelemetryAttributes.INPUT_MESSAGES.key())).isNull();
		assertThat(attributes.get(TelemetryAttributes.OUTPUT_MESSAGES.key())).isNull();
		assertThat(attributes.get(AttributeKey.stringKey("lk.pii.custom"))).isNull();
	}

	@Test
	void recordsArgumentsAndResultOfTools() {
		this.agent.book("Tuesday", 2, null);
		Attributes attributes = this.context.span("function_tool").getAttributes();
		assertThat(attributes.get(TelemetryAttributes.TOOL_NAME.key())).isEqualTo("book");
		assertThat(attributes.get(TelemetryAttributes.TOOL_CALL_ARGUMENTS.key()))
			.isEqualTo("{\"day\":\"Tuesday\",\"people\":2,\"note\":null}");
		assertThat(attributes.get(TelemetryAttributes.TOOL_CALL_RESULT.key())).isEqualTo("booked");
	}

	@Test
	void findsTheSessionByTheArgument() {
		VoiceSession session = this.context.telemetry().session().id("call-9").start();
		this.agent.inSession(new Message("call-9"));
		session.end("hangup");
		SpanData turn = this.context.span("agent_turn");
		assertThat(turn.getAttributes().get(TelemetryAttributes.SESSION_ID.key())).isEqualTo("call-9");
		assertThat(turn.getParentSpanId()).isEqualTo(this.context.span("agent_session").getSpanId());
	}

	@Test
	void recordsOutsideAnySessionWhenTheSessionIsUnknown() {
		this.agent.inSession(new Message("nobody"));
		assertThat(this.context.span("agent_turn").getAttributes().get(TelemetryAttributes.SESSION_ID.key())).isNull();
		assertThat(this.context.refusals()).containsEntry(RefusalReason.UNKNOWN_SESSION, 1L);
	}

	@Test
	void refusesAnExpressionThatIsNone() {
		assertThatThrownBy(() -> AopTestContext.of(InvalidExpression.class)).isInstanceOf(BeanCreationException.class)
			.hasStackTraceContaining("#{#a +}")
			.hasStackTraceContaining("Broken.work");
	}

	@Test
	void refusesAResultWhereItIsNotKnownYet() {
		assertThatThrownBy(() -> AopTestContext.of(TooEarly.class)).isInstanceOf(BeanCreationException.class)
			.hasStackTraceContaining("asks for the result or the error");
	}

	record Question(String model, int size) {
	}

	record Message(String callId) {
	}

	static class Hostile {

		@Override
		public String toString() {
			throw new IllegalStateException("no text");
		}

	}

	static class Agent {

		@TracedLlmCall(name = "llm.#{#question.model}", provider = "openai", model = "${clinic.model}",
				useCase = "use of #{#question.size + ''}", attributes = "answer.length=#{#result.length()}")
		String ask(Question question, String other) {
			return "Hello";
		}

		@TracedLlmCall(name = "typed")
		void typed(@VoiceAttribute("gen_ai.request.max_tokens") int max,
				@VoiceAttribute("gen_ai.request.temperature") float temperature, @VoiceAttribute("flag") boolean flag,
				@VoiceAttribute("count") Integer count,
				@VoiceAttribute(value = "tenant.id", expression = "model") Question question,
				@VoiceAttribute("gen_ai.response.finish_reasons") List<String> reasons) {
		}

		@TracedLlmCall(name = "odd")
		void odd(@VoiceAttribute("price") BigDecimal price, @VoiceAttribute("gen_ai.usage.input_tokens") double input,
				@VoiceAttribute("gen_ai.request.stream") String stream, @VoiceAttribute("voice.stage") String stage,
				@VoiceAttribute("gen_ai.usage.output_tokens") double output) {
		}

		@TracedTool
		void longTexts(String text) {
		}

		@TracedLlmNode
		String longReply() {
			return "y".repeat(5000);
		}

		@TracedLlmCall(name = "hostile")
		void hostile(@Prompt Hostile hostile) {
		}

		@TracedLlmCall(name = "secret", content = false)
		String secret(@Prompt @VoiceAttribute("lk.pii.custom") String prompt) {
			return prompt;
		}

		@TracedTool
		String book(String day, int people, @Nullable String note) {
			return "booked";
		}

		@TracedAgentTurn
		void inSession(@SessionId(expression = "callId") Message message) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TooEarly {

		@Bean
		Named named() {
			return new Named();
		}

		static class Named {

			@TracedOperation(name = "got #{#result}")
			String work() {
				return "";
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InvalidExpression {

		@Bean
		Broken broken() {
			return new Broken();
		}

		static class Broken {

			@TracedOperation(name = "#{#a +}")
			void work(String a) {
			}

		}

	}

}
