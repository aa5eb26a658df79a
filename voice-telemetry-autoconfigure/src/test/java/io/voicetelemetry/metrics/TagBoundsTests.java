package io.voicetelemetry.metrics;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The number of meters is bounded, whatever tags carry, and nothing is lost by that.
 */
@ExtendWith(OutputCaptureExtension.class)
class TagBoundsTests {

	private static final int EVENTS = 100_000;

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void theNumberOfMetersIsConstantBeyondTheBoundOfValues(CapturedOutput output) throws Exception {
		VoiceMetricsRecorder recorder = new VoiceMetricsRecorder(this.registry, 100, 1000);
		tell(recorder, 1_000, (i) -> several(i));
		int bound = this.registry.getMeters().size();
		tell(recorder, EVENTS, (i) -> several(1_000 + i));
		assertThat(this.registry.getMeters().size()).isEqualTo(bound);
		assertThat(valuesOf("llm.requests", "tenant.id")).hasSize(101).contains("other");
		assertThat(valuesOf("llm.requests", "llm.model")).hasSize(101).contains("other");
		assertThat(valuesOf("gen_ai.client.operation.duration", "gen_ai.request.model")).hasSize(101).contains("other");
		assertThat(sum("llm.requests")).isEqualTo(1_000 + EVENTS);
		assertThat(sum("llm.tokens.input")).isEqualTo(100.0 * (1_000 + EVENTS));
		assertThat(recorder.failures()).isZero();
		assertThat(output).containsOnlyOnce("The tag 'tenant.id' of meters has more than 100 values")
			.containsOnlyOnce("The tag 'gen_ai.request.model' of meters has more than 100 values")
			.doesNotContain("tenant-");
	}

	@Test
	void theNumberOfMetersIsConstantBeyondTheBoundOfCombinations(CapturedOutput output) throws Exception {
		VoiceMetricsRecorder recorder = new VoiceMetricsRecorder(this.registry, 100, 1000);
		tell(recorder, EVENTS, TagBoundsTests::any);
		int bound = this.registry.getMeters().size();
		tell(recorder, EVENTS, TagBoundsTests::any);
		assertThat(this.registry.getMeters().size()).isEqualTo(bound);
		// One for each outcome of those that are "other".
		assertThat(this.registry.find("llm.requests").counters().size()).isBetween(1_001, 1_003);
		assertThat(sum("llm.requests")).isEqualTo(2.0 * EVENTS);
		assertThat(sum("llm.tokens.output")).isEqualTo(20.0 * EVENTS);
		assertThat(output).containsOnlyOnce("The meters of 'llm.requests, ");
		assertThat(output).contains("have more than 1000 combinations of tags: in further ones, "
				+ "[tenant.id, llm.provider, llm.model, llm.use_case, llm.call_site] become 'other'");
	}

	@Test
	void whatIsBeyondTheBoundKeepsTagsWithFewValues() {
		VoiceMetricsRecorder recorder = new VoiceMetricsRecorder(this.registry, 100, 1);
		recorder.listener().onMetrics(Figures.tool(Figures.origin()));
		recorder.listener().onMetrics(Figures.tool(Figures.failed(Figures.origin())));
		assertThat(Recorded.lines(this.registry)).contains("voice.tool.calls[outcome=success, tool=book] 1",
				"voice.tool.calls[outcome=error, tool=other] 1");
	}

	@Test
	void isNeverExceededByThreadsThatRace() throws Exception {
		for (int round = 0; round < 200; round++) {
			TagBounds bounds = new TagBounds(3);
			Set<String> values = ConcurrentHashMap.newKeySet();
			Together.run(8, (thread) -> {
				for (int i = 0; i < 4; i++) {
					values.add(bounds.bounded("key", "value-" + thread + "-" + i));
				}
			});
			assertThat(values).hasSize(4).contains("other");
		}
	}

	@Test
	void combinationsAreNeverMoreThanTheBoundWithThreadsThatRace() throws Exception {
		MeterFactory factory = new MeterFactory(this.registry);
		MeterFamily family = new MeterFamily("orders", List.of(MeterTag.open("key")), new TagBounds(100), 3, (tags) -> {
			// Long enough for all others to come in between, if they could.
			LockSupport.parkNanos(20_000_000);
			return new MeterRow(factory, tags, 1);
		});
		Set<MeterRow> rows = ConcurrentHashMap.newKeySet();
		Together.run(8, (thread) -> rows.add(family.row("value-" + thread)));
		assertThat(rows).hasSize(4);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "\t\n" })
	void whatIsBlankIsNone(@Nullable String value) {
		assertThat(TagBounds.clean(value)).isEqualTo("none");
	}

	@Test
	void whatIsLongIsCut() {
		assertThat(TagBounds.clean("x".repeat(200))).hasSize(200);
		assertThat(TagBounds.clean("x".repeat(201))).isEqualTo("x".repeat(200));
		assertThat(TagBounds.clean("x".repeat(199) + "\uD83D\uDE00")).isEqualTo("x".repeat(199));
	}

	@Test
	void valuesThatAreCutAreOne() {
		Recorded recorded = new Recorded(this.registry);
		recorded.told(Figures.tool(Figures.origin()));
		for (int i = 0; i < 3; i++) {
			recorded.told(Figures.llm(Figures.origin("t".repeat(200) + i, "m1")));
		}
		assertThat(valuesOf("llm.requests", "tenant.id")).containsExactly("t".repeat(200));
		assertThat(sum("llm.requests")).isEqualTo(3);
	}

	@Test
	void noneAndOtherNeedNoRoom() {
		TagBounds bounds = new TagBounds(1);
		assertThat(List.of("none", "other", "a", "b", "none", "a")).extracting((value) -> bounds.bounded("key", value))
			.containsExactly("none", "other", "a", "other", "none", "a");
		assertThat(bounds.bounded("another", "b")).isEqualTo("b");
	}

	@ParameterizedTest
	@CsvSource({ "0, 1, maxTagValues", "1, 0, maxCombinations", "-1, 1, maxTagValues" })
	void mustBeAtLeastOne(int maxTagValues, int maxCombinations, String name) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new VoiceMetricsRecorder(this.registry, maxTagValues, maxCombinations))
			.withMessageContaining(name);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new VoiceMeters(this.registry, maxTagValues, maxCombinations))
			.withMessageContaining(name);
	}

	private static MetricsOrigin several(int i) {
		return Figures.origin("tenant-" + i, null).withModel("acme", "model-" + i);
	}

	private static MetricsOrigin any(int i) {
		Outcome outcome = Outcome.values()[i % 3];
		return Figures.origin("tenant-" + i % 97, null)
			.withModel("acme", "model-" + i % 89)
			.withOutcome(outcome, (outcome == Outcome.ERROR) ? "error-" + i % 83 : null);
	}

	private static void tell(VoiceMetricsRecorder recorder, int events, Origins origins)
			throws InterruptedException, ExecutionException {
		Together.run(8,
				(thread) -> IntStream.range(0, events)
					.filter((i) -> i % 8 == thread)
					.forEach((i) -> recorder.listener().onMetrics(Figures.llm(origins.get(i)))));
	}

	private Set<String> valuesOf(String meter, String key) {
		Set<String> values = ConcurrentHashMap.newKeySet();
		this.registry.find(meter).meters().forEach((each) -> values.add(String.valueOf(each.getId().getTag(key))));
		return values;
	}

	private double sum(String counter) {
		return this.registry.find(counter).counters().stream().mapToDouble(Counter::count).sum();
	}

	private interface Origins {

		MetricsOrigin get(int i);

	}

}
