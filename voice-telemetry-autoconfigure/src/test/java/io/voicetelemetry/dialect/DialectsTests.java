package io.voicetelemetry.dialect;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.api.trace.SpanKind;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

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
	void whatADialectSaysOfItsKeysIsAskedAtTheStart() {
		SpanDialect broken = new SpanDialect() {

			@Override
			public String name() {
				return "broken";
			}

			@Override
			public List<String> ownPrefixes() {
				throw new IllegalStateException("boom");
			}

			@Override
			public void translate(CanonicalSpan span, SpanRewrite rewrite) {
			}

		};
		assertThatIllegalStateException().isThrownBy(() -> Dialects.of(List.of(broken))).withMessage("boom");
	}

	@Test
	void ifADialectThrowsTheSpanIsSentAsItWasRecordedAndItIsToldOnce(CapturedOutput output) {
		Dialects dialects = Dialects.of(List.of(dialect("broken", (span, rewrite) -> {
			rewrite.name("half").put("half", true);
			throw new IllegalStateException("boom");
		})));
		SpanData span = ours(Attributes.builder().put("a", 1).build());
		for (int i = 0; i < 2; i++) {
			SpanData sent = dialects.apply(span);
			assertThat(sent.getName()).isEqualTo("llm_request");
			assertThat(sent.getAttributes()).isEqualTo(span.getAttributes());
			assertThat(sent.getTotalAttributeCount()).isEqualTo(3);
		}
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

	@Test
	void ifADialectThrowsNothingIsSentOfWhatWasSaid() {
		StageSpan span = StageSpan.of(Stage.LLM_REQUEST)
			.with(TelemetryAttributes.INPUT_MESSAGES, "marked")
			.with(TelemetryAttributes.REQUEST_MODEL, "gpt-4o")
			.with(TelemetryAttribute.content(AttributeKey.stringKey("dialects.note")), "marked")
			.with("langfuse.trace.name", "marked")
			.event("exception",
					Attributes.of(TelemetryAttributes.EXCEPTION_TYPE.key(), "Refused",
							TelemetryAttributes.EXCEPTION_MESSAGE.key(), "marked",
							TelemetryAttributes.EXCEPTION_STACKTRACE.key(), "marked"))
			.event("gen_ai.user.message", Attributes.of(AttributeKey.stringKey("content"), "marked"))
			.link(Attributes.of(AttributeKey.stringKey("input.value"), "marked", AttributeKey.stringKey("kind"),
					"follows"))
			.failed("Refused", "marked");
		SpanData sent = span.in(new SuperlogDialect(), dialect("broken", (read, rewrite) -> {
			throw new IllegalStateException("boom");
		}));
		assertThat(allOf(sent)).doesNotContain("marked").contains("gpt-4o", "Refused", "follows");
		assertThat(sent.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
	}

	private static String allOf(SpanData span) {
		return span.getAttributes().toString() + span.getEvents() + span.getLinks() + span.getStatus();
	}

	@Test
	void whatIsForAnotherBackendIsNotSent() {
		List<String> keys = List.of("langfuse.trace.name", "braintrust.tags", "langsmith.span.kind", "opik.tags",
				"lk.room", "openinference.project.name", "superlog.project", "llm.model", "input.note");
		StageSpan span = StageSpan.of(Stage.OPERATION);
		StageSpan foreign = StageSpan.ofFramework("work");
		keys.forEach((key) -> {
			span.with(key, "mine");
			foreign.with(key, "mine");
		});
		assertThat(keys).filteredOn(span.attributesIn(new GenAiLatestDialect())::containsKey)
			.containsExactly("llm.model", "input.note");
		assertThat(keys).filteredOn(span.attributesIn(new BraintrustDialect(), LiveKitDialect.legacy())::containsKey)
			.contains("braintrust.tags", "lk.room")
			.doesNotContain("langfuse.trace.name", "opik.tags", "langsmith.span.kind", "openinference.project.name",
					"superlog.project");
		assertThat(span.attributesIn()).as("no dialect").containsKeys(keys.toArray(String[]::new));
		assertThat(foreign.attributesIn(new GenAiLatestDialect())).as("of a framework")
			.containsKeys(keys.toArray(String[]::new));
	}

	@Test
	void aDialectOfTheApplicationMayWriteAnyKey() {
		assertThat(StageSpan.of(Stage.OPERATION)
			.attributesIn(dialect("mine", (span, rewrite) -> rewrite.put("langfuse.trace.name", "a"))))
			.containsEntry("langfuse.trace.name", "a");
	}

	@Test
	void eventsAndLinksKeepCountOfWhatTheSdkHasDropped() {
		Attributes two = Attributes.builder().put("a", 1).put("b", 2).build();
		EventData touched = EventData.create(7, "touched", two, 5);
		EventData other = EventData.create(8, "other", Attributes.empty(), 3);
		LinkData link = LinkData.create(SpanContext.getInvalid(), two, 4);
		SpanData span = TestSpanData.builder()
			.setName("x")
			.setKind(SpanKind.INTERNAL)
			.setStatus(StatusData.unset())
			.setHasEnded(true)
			.setStartEpochNanos(1)
			.setEndEpochNanos(9)
			.setEvents(List.of(touched, other))
			.setLinks(List.of(link))
			.build();
		SpanData sent = Dialects
			.of(List.of(dialect("x",
					(read, rewrite) -> rewrite.removeFromEventsIf("a"::equals).removeFromLinksIf("a"::equals))))
			.apply(span);
		assertThat(sent.getEvents().get(0).getTotalAttributeCount()).isEqualTo(4);
		assertThat(sent.getEvents().get(0).getAttributes()).isEqualTo(Attributes.builder().put("b", 2).build());
		assertThat(sent.getEvents().get(1)).isSameAs(other);
		assertThat(sent.getLinks().get(0).getTotalAttributeCount()).isEqualTo(3);
	}

}
