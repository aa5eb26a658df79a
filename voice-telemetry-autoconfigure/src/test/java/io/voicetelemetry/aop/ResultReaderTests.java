package io.voicetelemetry.aop;

import java.time.Duration;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.annotation.TracedStt;
import io.voicetelemetry.annotation.TracedTool;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.LlmResult;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.ResultReader;
import io.voicetelemetry.session.SttResult;
import io.voicetelemetry.session.TelemetryAttributes;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static io.voicetelemetry.SpanAttributes.attribute;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Readers that are made of a view of the result.
 */
class ResultReaderTests {

	@Test
	void readsWhatAViewTells() {
		try (AopTestContext context = AopTestContext.of(Readers.class)) {
			context.bean(Clinic.class).ask();
			SpanData span = context.span("llm_request");
			assertThat(attribute(span, TelemetryAttributes.RESPONSE_MODEL)).isEqualTo("m-1");
			assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).isEqualTo(7);
			assertThat(attribute(span, TelemetryAttributes.PROVIDER_NAME)).isEqualTo("library");
			assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("On Tuesday");
			context.bean(Clinic.class).listen();
			SpanData heard = context.span("stt_request");
			assertThat(attribute(heard, TelemetryAttributes.PROVIDER_NAME)).isEqualTo("library");
			assertThat(attribute(heard, TelemetryAttributes.OUTPUT_TOKENS)).isEqualTo(3);
			assertThat(attribute(heard, TelemetryAttributes.STT_AUDIO_DURATION)).isEqualTo(2.5);
		}
	}

	@Test
	void believesTheAnnotationAboutTheProvider() {
		try (AopTestContext context = AopTestContext.of(Readers.class)) {
			context.bean(Clinic.class).askAnother();
			assertThat(attribute(context.span("llm_request"), TelemetryAttributes.PROVIDER_NAME)).isEqualTo("another");
		}
	}

	@Test
	void takesTheResultOfAToolForNoAnswerOfAModel() {
		try (AopTestContext context = AopTestContext.of(Readers.class)) {
			context.bean(Clinic.class).use();
			SpanData span = context.span("function_tool");
			assertThat(attribute(span, TelemetryAttributes.TOOL_CALL_RESULT)).contains("On Tuesday");
			assertThat(attribute(span, TelemetryAttributes.RESPONSE_MODEL)).isNull();
		}
	}

	@Test
	void countsAViewThatThrows() {
		try (AopTestContext context = AopTestContext.of(Readers.class)) {
			assertThat(context.bean(Clinic.class).broken()).isNotNull();
			assertThat(context.spans()).extracting(SpanData::getName).containsExactly("llm_request");
			assertThat(context.refusals()).containsEntry(RefusalReason.USER_CODE_FAILED, 1L);
		}
	}

	record Answer(String text) {
	}

	record Words(String text) {
	}

	record Broken() {
	}

	record AnswerView(Answer answer) implements LlmResult {

		@Override
		public String text() {
			return this.answer.text();
		}

		@Override
		public String responseModel() {
			return "m-1";
		}

		@Override
		public TokenUsage usage() {
			return TokenUsage.of(7, 2);
		}

		@Override
		public String provider() {
			return "library";
		}

	}

	record WordsView(Words words) implements SttResult {

		@Override
		public Duration audioDuration() {
			return Duration.ofMillis(2500);
		}

		@Override
		public TokenUsage usage() {
			return TokenUsage.of(20, 3);
		}

		@Override
		public String provider() {
			return "library";
		}

	}

	static final class BrokenView implements LlmResult {

		@Override
		public TokenUsage usage() {
			throw new IllegalStateException("no usage");
		}

	}

	static class Clinic {

		@TracedLlmCall
		Answer ask() {
			return new Answer("On Tuesday");
		}

		@TracedLlmCall(provider = "another")
		Answer askAnother() {
			return new Answer("On Tuesday");
		}

		@TracedLlmCall
		Broken broken() {
			return new Broken();
		}

		@TracedStt
		Words listen() {
			return new Words("Do you have a slot?");
		}

		@TracedTool
		Answer use() {
			return new Answer("On Tuesday");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Readers {

		@Bean
		Clinic clinic() {
			return new Clinic();
		}

		@Bean
		ResultReader<Answer> answerReader() {
			return ResultReader.ofLlm(Answer.class, AnswerView::new);
		}

		@Bean
		ResultReader<Broken> brokenReader() {
			return ResultReader.ofLlm(Broken.class, (broken) -> new BrokenView());
		}

		@Bean
		ResultReader<Words> wordsReader() {
			return ResultReader.ofStt(Words.class, WordsView::new);
		}

	}

}
