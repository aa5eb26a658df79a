package io.voicetelemetry.dialect;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.api.trace.SpanKind;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class DialectsTests {

	private static SpanData span(String scope, Attributes attributes) {
		return TestSpanData.builder()
			.setName("llm_request")
			.setKind(SpanKind.INTERNAL)
			.setStartEpochNanos(TimeUnit.SECONDS.toNanos(100))
			.setEndEpochNanos(TimeUnit.SECONDS.toNanos(102))
			.setHasEnded(true)
			.setStatus(StatusData.unset())
			.setInstrumentationScopeInfo(InstrumentationScopeInfo.create(scope))
			.setAttributes(attributes)
			.setTotalAttributeCount(attributes.size() + 2)
			.build();
	}

	private static SpanData ours(Attributes attributes) {
		return span(VoiceTelemetry.INSTRUMENTATION_SCOPE, attributes);
	}

	private static SpanDialect dialect(String name, BiConsumer<CanonicalSpan, SpanRewrite> table) {
		return new SpanDialect() {

			@Override
			public String name() {
				return name;
			}

			@Override
			public void translate(CanonicalSpan span, SpanRewrite rewrite) {
				table.accept(span, rewrite);
			}

		};
	}

	@Test
	void withoutDialectsOurSpansAreSentAsTheyWereRecorded() {
		SpanData span = ours(Attributes.of(TelemetryAttributes.STAGE.key(), "llm_request"));
		assertThat(Dialects.of(List.of()).apply(span)).isSameAs(span);
	}

	@Test
	void dialectsComposeAndReadWhatWasRecorded() {
		Dialects dialects = Dialects.of(List.of(
				dialect("first", (span, rewrite) -> rewrite.name("one").put("a", 1L).put("b", "first").remove("c")),
				dialect("second", (span, rewrite) -> rewrite.put("b", "second").put("seen", span.data().getName()))));
		SpanData sent = dialects.apply(ours(Attributes.builder().put("c", true).build()));
		assertThat(sent.getName()).isEqualTo("one");
		assertThat(sent.getAttributes().asMap()).isEqualTo(Map.of(AttributeKey.longKey("a"), 1L,
				AttributeKey.stringKey("b"), "second", AttributeKey.stringKey("seen"), "llm_request"));
		assertThat(sent.getTotalAttributeCount()).as("with what the SDK has dropped").isEqualTo(5);
	}

	@Test
	void aKeyHasOneValueWhateverItsType() {
		SpanData sent = Dialects.of(List.of(dialect("x", (span, rewrite) -> rewrite.put("n", 7L))))
			.apply(ours(Attributes.builder().put("n", "seven").build()));
		assertThat(sent.getAttributes()).isEqualTo(Attributes.builder().put("n", 7).build());
	}

	@Test
	void aDialectThatThrowsSendsTheSpanAsItWasRecordedAndIsToldOfOnce(CapturedOutput output) {
		Dialects dialects = Dialects.of(List.of(dialect("broken", (span, rewrite) -> {
			rewrite.name("half").put("half", true);
			throw new IllegalStateException("boom");
		})));
		SpanData span = ours(Attributes.builder().put("a", 1).build());
		assertThat(dialects.apply(span)).isSameAs(span);
		assertThat(dialects.apply(span)).isSameAs(span);
		assertThat(output).containsOnlyOnce("[broken] failed");
	}

	@Test
	void textsOfFrameworksGetTheTypesOfTheConventions() {
		SpanData sent = Dialects.of(List.of())
			.apply(span("org.springframework.boot",
					Attributes.builder()
						.put("gen_ai.usage.input_tokens", "17")
						.put("gen_ai.request.temperature", " 0.5")
						.put("gen_ai.response.finish_reasons", "[\"stop\",\"length\"]")
						.put("gen_ai.usage.output_tokens", "none")
						.put("gen_ai.system", "openai")
						.put("http.status_code", "200")
						.build()));
		assertThat(sent.getAttributes()).isEqualTo(Attributes.builder()
			.put("gen_ai.usage.input_tokens", 17)
			.put("gen_ai.request.temperature", 0.5)
			.put(AttributeKey.stringArrayKey("gen_ai.response.finish_reasons"), "stop", "length")
			.put("gen_ai.usage.output_tokens", "none")
			.put("gen_ai.system", "openai")
			.put("gen_ai.provider.name", "openai")
			.put("http.status_code", "200")
			.build());
	}

	@Test
	void recognisesStagesOfFrameworks() {
		assertThat(stage("chat")).isEqualTo(Stage.LLM_REQUEST);
		assertThat(stage("EXECUTE_TOOL")).isEqualTo(Stage.FUNCTION_TOOL);
		assertThat(stage("invoke_agent")).isEqualTo(Stage.AGENT_TURN);
		assertThat(stage("embeddings")).isNull();
		assertThat(new CanonicalSpan(ours(Attributes.builder().put("voice.stage", "no such").build())).stage())
			.isNull();
	}

	private static Stage stage(String operation) {
		return new CanonicalSpan(span("spring", Attributes.builder().put("gen_ai.operation.name", operation).build()))
			.stage();
	}

	@Test
	void theFirstTokenLiesWithinTheSpan() {
		assertThat(firstChunk(0.25)).isEqualTo(Instant.parse("1970-01-01T00:01:40.250Z"));
		assertThat(firstChunk(60)).isEqualTo(Instant.parse("1970-01-01T00:01:42Z"));
		assertThat(firstChunk(-1)).isNull();
		assertThat(firstChunk(Double.NaN)).isNull();
	}

	private static Instant firstChunk(double seconds) {
		return new CanonicalSpan(ours(Attributes.builder().put("gen_ai.response.time_to_first_chunk", seconds).build()))
			.firstChunk();
	}

	@Test
	void theNewestNamesStandBesideTheOthers() {
		SpanData sent = Dialects.of(List.of(new GenAiLatestDialect()))
			.apply(ours(Attributes.builder()
				.put(TelemetryAttributes.CACHE_CREATION_INPUT_TOKENS.key(), 5L)
				.put(TelemetryAttributes.ofTokens(TokenType.OUTPUT_AUDIO).key(), 9L)
				.build()));
		assertThat(sent.getAttributes()).isEqualTo(Attributes.builder()
			.put("gen_ai.usage.cache_creation.input_tokens", 5)
			.put("gen_ai.usage.cache_write.input_tokens", 5)
			.put("voice.tokens.output_audio", 9)
			.put("gen_ai.usage.audio.output_tokens", 9)
			.build());
	}

}
