package io.voicetelemetry.session;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.voicetelemetry.event.TokenUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attributes of the application's own: their types, their number, and values that make no
 * sense.
 */
class AttributeTests {

	private static final String LONE_SURROGATES = "\uD83D lone \uDE00 \u0000 \u202E <script> \r\n \u001B[31m";

	private final Recording recording = new Recording();

	private final VoiceSession session = this.recording.session();

	@AfterEach
	void closeRecording() {
		this.session.end();
		this.recording.assertValid();
		this.recording.close();
	}

	private Map<String, Object> attributes(VoiceSpan handle) {
		return Recording.attributes(this.recording.span(handle));
	}

	@Test
	void haveTheTypeTheyWereGiven() {
		VoiceSpan operation = this.session.startOperation("a");
		operation.setAttribute("app.string", "text")
			.setAttribute("app.long", 42)
			.setAttribute("app.double", 1.5)
			.setAttribute("app.boolean", true)
			.set(TelemetryAttribute.safe(AttributeKey.stringArrayKey("app.strings")), List.of("a", "b"))
			.set(TelemetryAttribute.safe(AttributeKey.longArrayKey("app.longs")), List.of(1L, 2L))
			.set(TelemetryAttribute.safe(AttributeKey.doubleArrayKey("app.doubles")), List.of(1.0, 2.5))
			.set(TelemetryAttribute.safe(AttributeKey.booleanArrayKey("app.booleans")), List.of(true))
			.end();
		assertThat(attributes(operation)).containsEntry("app.string", "text")
			.containsEntry("app.long", 42L)
			.containsEntry("app.double", 1.5)
			.containsEntry("app.boolean", true)
			.containsEntry("app.strings", List.of("a", "b"))
			.containsEntry("app.longs", List.of(1L, 2L))
			.containsEntry("app.doubles", List.of(1.0, 2.5))
			.containsEntry("app.booleans", List.of(true));
	}

	@Test
	void replaceTheVocabularyOnlyWithItsTypes() {
		LlmCall call = this.session.startLlmCall();
		call.setAttribute("gen_ai.usage.input_tokens", "12")
			.setAttribute("gen_ai.request.temperature", 1)
			.setAttribute("voice.interrupted", "yes")
			.setContent("gen_ai.usage.output_tokens", "13")
			.setAttribute("gen_ai.usage.output_tokens", 14)
			.setAttribute("voice.use_case", "booking")
			.end();
		assertThat(attributes(call)).containsEntry("gen_ai.usage.output_tokens", 14L)
			.containsEntry("voice.use_case", "booking")
			.doesNotContainKeys("gen_ai.usage.input_tokens", "gen_ai.request.temperature", "voice.interrupted");
		assertThat(this.recording.refusals(RefusalReason.INVALID_VALUE)).isEqualTo(3);
	}

	@Test
	void beyondTheBoundAreCountedAndTheRestOfTheSpanArrives() {
		LlmCall call = this.session.startLlmCall();
		for (int i = 0; i < 100_000; i++) {
			call.setAttribute("app." + i, i);
		}
		call.model("openai", "gpt-4o").usage(TokenUsage.of(1L, 2L)).fail(new IllegalStateException());
		assertThat(attributes(call).keySet().stream().filter((key) -> key.startsWith("app."))).hasSize(64);
		assertThat(attributes(call)).containsEntry("gen_ai.request.model", "gpt-4o")
			.containsEntry("gen_ai.usage.output_tokens", 2L)
			.containsEntry("voice.outcome", "error")
			.containsEntry("error.type", "java.lang.IllegalStateException");
		assertThat(this.recording.refusals(RefusalReason.ATTRIBUTE_LIMIT)).isEqualTo(100_000 - 64);
	}

	@Test
	void beyondTheBoundAreCountedHoweverTheyAreSet() {
		VoiceSpan operation = this.session.startOperation("a");
		for (int i = 0; i < 1000; i++) {
			operation.set(TelemetryAttribute.safe(AttributeKey.stringKey("app." + i)), "x");
		}
		operation.end();
		assertThat(attributes(operation)).containsEntry("voice.outcome", "success");
		assertThat(this.recording.refusals(RefusalReason.ATTRIBUTE_LIMIT)).isEqualTo(1000 - 64);
	}

	@Test
	void thatChangeAreOneEach() {
		VoiceSpan operation = this.session.startOperation("a");
		for (int i = 0; i <= 1000; i++) {
			operation.setAttribute("app.progress", i);
		}
		operation.end();
		assertThat(attributes(operation)).containsEntry("app.progress", 1000L);
		assertThat(this.recording.telemetry.refusals()).isEmpty();
	}

	@Test
	void thatAreNoNumbersAreCountedAndAbsent() {
		VoiceSpan operation = this.session.startOperation("a");
		operation.setAttribute("app.nan", Double.NaN)
			.setAttribute("app.infinite", Double.POSITIVE_INFINITY)
			.setAttribute("app.minus.infinite", Double.NEGATIVE_INFINITY)
			.set(TelemetryAttributes.E2E_LATENCY, Double.NaN)
			.set(TelemetryAttribute.safe(AttributeKey.doubleArrayKey("app.doubles")), List.of(1.0, Double.NaN))
			.setAttribute("app.huge", 1e308)
			.setAttribute("app.long", Long.MIN_VALUE)
			.end();
		assertThat(attributes(operation)).containsEntry("app.doubles", List.of(1.0))
			.containsEntry("app.huge", 1e308)
			.containsEntry("app.long", Long.MIN_VALUE)
			.doesNotContainKeys("app.nan", "app.infinite", "app.minus.infinite", "voice.e2e_latency");
		assertThat(this.recording.refusals(RefusalReason.INVALID_VALUE)).isEqualTo(5);
	}

	@Test
	void mayHoldAnyText() {
		VoiceSpan operation = this.session.startOperation(LONE_SURROGATES);
		operation.setAttribute("app.text", LONE_SURROGATES)
			.setAttribute(LONE_SURROGATES, LONE_SURROGATES)
			.addEvent(LONE_SURROGATES)
			.end();
		assertThat(attributes(operation)).containsEntry("app.text", LONE_SURROGATES)
			.containsEntry(LONE_SURROGATES, LONE_SURROGATES);
		assertThat(this.recording.span(operation).getName()).isEqualTo(LONE_SURROGATES);
	}

	@Test
	void andNamesAreNotEndless() {
		String endless = "x".repeat(10_000_000);
		VoiceSpan operation = this.session.startOperation(endless);
		operation.setAttribute("app.text", endless)
			.set(TelemetryAttribute.safe(AttributeKey.stringArrayKey("app.texts")), List.of(endless))
			.set(TelemetryAttribute.safe(AttributeKey.longArrayKey("app.longs")), Collections.nCopies(1_000_000, 1L))
			.addEvent(endless)
			.end();
		assertThat(this.recording.span(operation).getName()).hasSizeLessThan(70_000);
		assertThat(this.recording.span(operation).getEvents().get(0).getName()).hasSizeLessThan(70_000);
		assertThat(attributes(operation).get("app.text").toString()).hasSizeLessThan(70_000);
		assertThat(attributes(operation).get("app.texts").toString()).hasSizeLessThan(70_000);
		assertThat((List<?>) attributes(operation).get("app.longs")).hasSize(64);
	}

	@Test
	void withoutKeyOrNameAreCounted() {
		VoiceSpan operation = this.session.startOperation(" ");
		operation.setAttribute(null, "x")
			.setAttribute("", 1)
			.setAttribute("  ", 1.5)
			.setAttribute(null, true)
			.setContent(null, "x")
			.set(null, "x")
			.addEvent(null)
			.addEvent("")
			.end();
		assertThat(this.recording.refusals(RefusalReason.NULL_ARGUMENT)).isEqualTo(8);
		assertThat(this.recording.span(operation).getName()).isEqualTo("operation");
	}

	@Test
	void withoutValueAreAbsentAndNothingToCount() {
		VoiceSpan operation = this.session.startOperation("a");
		operation.setAttribute("app.text", null)
			.set(TelemetryAttributes.USE_CASE, null)
			.setContent("app.note", null)
			.end();
		assertThat(attributes(operation)).doesNotContainKeys("app.text", "voice.use_case", "app.note");
		assertThat(this.recording.telemetry.refusals()).isEmpty();
	}

	@Test
	void ofAListThatThrowsAreCountedAndAbsent() {
		List<String> broken = new AbstractList<>() {

			@Override
			public String get(int index) {
				throw new StackOverflowError();
			}

			@Override
			public int size() {
				return 3;
			}

			@Override
			public boolean isEmpty() {
				throw new IllegalStateException();
			}

		};
		LlmCall call = this.session.startLlmCall();
		call.finishReasons(broken).end();
		assertThat(attributes(call)).doesNotContainKey("gen_ai.response.finish_reasons");
		assertThat(this.recording.refusals(RefusalReason.USER_CODE_FAILED)).isEqualTo(1);
	}

	@Test
	void ofAListKeepWhatCanBeExported() {
		VoiceSpan operation = this.session.startOperation("a");
		operation.set(TelemetryAttribute.safe(AttributeKey.longArrayKey("app.longs")), Arrays.asList(1L, null, 3L))
			.end();
		assertThat(attributes(operation)).containsEntry("app.longs", List.of(1L, 3L));
	}

}
