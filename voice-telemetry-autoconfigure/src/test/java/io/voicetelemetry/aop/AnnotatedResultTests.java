package io.voicetelemetry.aop;

import java.util.concurrent.CancellationException;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.annotation.TracedOperation;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.LlmResult;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.ResultReader;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceSpan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What an annotated method leaves on its span: its result, its error, and what it says by
 * itself; and that nothing of it reaches the caller.
 */
class AnnotatedResultTests {

	private final AopTestContext context = AopTestContext.of(Beans.class);

	private final Agent agent = this.context.bean(Agent.class);

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void readsResults() {
		this.agent.result();
		Attributes attributes = this.context.span("result").getAttributes();
		assertThat(attributes.get(TelemetryAttributes.INPUT_TOKENS.key())).isEqualTo(10L);
		assertThat(attributes.get(TelemetryAttributes.OUTPUT_TOKENS.key())).isEqualTo(2L);
		assertThat(attributes.get(TelemetryAttributes.RESPONSE_MODEL.key())).isEqualTo("m-2");
		assertThat(attributes.get(TelemetryAttributes.OUTPUT_MESSAGES.key())).contains("Hi there");
	}

	@Test
	void readsForeignResultsWithABeanOfTheApplication() {
		this.agent.foreignResult();
		assertThat(this.context.span("foreign").getAttributes().get(TelemetryAttributes.OUTPUT_TOKENS.key()))
			.isEqualTo(42L);
	}

	@Test
	void survivesReadersAndExpressionsThatThrow() {
		assertThat(this.agent.brokenReader()).isNotNull();
		assertThat(this.agent.brokenExpression("x")).isEqualTo("ok");
		Attributes attributes = this.context.span("broken expression").getAttributes();
		assertThat(attributes.get(AttributeKey.stringKey("good"))).isEqualTo("kept");
		assertThat(attributes.get(AttributeKey.stringKey("bad"))).isNull();
		assertThat(this.context.span("broken reader").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(this.context.refusals()).containsEntry(RefusalReason.USER_CODE_FAILED, 2L);
	}

	@Test
	void givesTheCurrentHandleInside() {
		this.agent.usesHandle();
		Attributes attributes = this.context.span("uses handle").getAttributes();
		assertThat(attributes.get(TelemetryAttributes.INPUT_TOKENS.key())).isEqualTo(5L);
		assertThat(attributes.get(TelemetryAttributes.TIME_TO_FIRST_CHUNK.key())).isNotNull();
	}

	@Test
	void leavesASpanAloneThatTheMethodEndedByItself() {
		assertThat(this.agent.endsByItself()).isEqualTo("part of an answer");
		assertThat(this.context.span("ends by itself").getAttributes().get(TelemetryAttributes.OUTCOME.key()))
			.isEqualTo("cancelled");
		assertThat(this.context.refusals()).isEmpty();
	}

	@Test
	void recordsErrorsAndPassesThemOn() {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.agent.fails())
			.withMessage("no model");
		SpanData span = this.context.span("fails");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(AttributeKey.stringKey("why"))).isEqualTo("no model");
		assertThat(span.getEvents()).singleElement()
			.satisfies((event) -> assertThat(event.getAttributes().get(TelemetryAttributes.EXCEPTION_TYPE.key()))
				.isEqualTo(IllegalStateException.class.getName()));
	}

	@Test
	void recordsCancellationAsSuch() {
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> this.agent.cancelled());
		SpanData span = this.context.span("cancelled");
		assertThat(span.getAttributes().get(TelemetryAttributes.OUTCOME.key())).isEqualTo("cancelled");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Agent agent() {
			return new Agent();
		}

		@Bean
		ForeignReader foreignReader() {
			return new ForeignReader();
		}

		@Bean
		BrokenReader brokenReader() {
			return new BrokenReader();
		}

	}

	record Foreign(long tokens) {
	}

	record Unreadable() {
	}

	static class ForeignReader implements ResultReader<Foreign> {

		@Override
		public Class<Foreign> resultType() {
			return Foreign.class;
		}

		@Override
		public void read(Foreign result, VoiceSpan span) {
			((LlmCall) span).usage(TokenUsage.of(-1, result.tokens()));
		}

	}

	static class BrokenReader implements ResultReader<Unreadable> {

		@Override
		public Class<Unreadable> resultType() {
			return Unreadable.class;
		}

		@Override
		public void read(Unreadable result, VoiceSpan span) {
			throw new NoClassDefFoundError("gone");
		}

	}

	static class Agent {

		@TracedLlmCall(name = "result")
		LlmResult result() {
			return new LlmResult() {

				@Override
				public String text() {
					return "Hi there";
				}

				@Override
				public String responseModel() {
					return "m-2";
				}

				@Override
				public TokenUsage usage() {
					return TokenUsage.of(10, 2);
				}

			};
		}

		@TracedLlmCall(name = "foreign")
		Foreign foreignResult() {
			return new Foreign(42);
		}

		@TracedLlmCall(name = "broken reader")
		Unreadable brokenReader() {
			return new Unreadable();
		}

		@TracedOperation(name = "broken expression", attributes = { "bad=#{#text.nothing}", "good=kept" })
		String brokenExpression(String text) {
			return "ok";
		}

		@TracedLlmCall(name = "uses handle")
		void usesHandle() {
			LlmCall.current().firstToken();
			LlmCall.current().usage(TokenUsage.of(5, 1));
		}

		@TracedLlmCall(name = "ends by itself")
		String endsByItself() {
			LlmCall.current().cancel();
			return "part of an answer";
		}

		@TracedOperation(name = "fails", attributes = "why=#{#error.message}")
		void fails() {
			throw new IllegalStateException("no model");
		}

		@TracedOperation(name = "cancelled")
		void cancelled() {
			throw new CancellationException();
		}

	}

}
