package io.voicetelemetry.usage;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.ModelUsage;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.VoiceMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class UsageLimitTests {

	private static List<String> rows(UsageCollector collector) {
		return collector.usage()
			.stream()
			.map((row) -> row.kind() + " " + row.provider() + "/" + row.model() + " " + row.requests())
			.toList();
	}

	private static void oneOfEachKind(UsageCollector collector, MetricsOrigin origin) {
		collector.collect(Events.eou(origin, OptionalDouble.of(1)));
		collector.collect(Events.interruption(origin, 1));
		collector.collect(Events.stt(origin, OptionalDouble.empty(), TokenUsage.unknown()));
		collector.collect(Events.tts(origin, OptionalLong.empty(), OptionalDouble.empty(), TokenUsage.unknown()));
		collector.collect(Events.llm(origin, TokenUsage.of(10L, 1L)));
	}

	@Test
	void theRestOfAKindGoesToOneRow() {
		UsageCollector collector = new UsageCollector(2);
		collector.collect(Events.llm("acme", "m1", 1, 1));
		collector.collect(Events.llm("acme", "m2", 2, 2));
		collector.collect(Events.llm("acme", "m3", 4, 4));
		collector.collect(Events.llm("acme", "m4", 8, 8));
		collector.collect(Events.llm("acme", "m1", 16, 16));
		assertThat(rows(collector)).containsExactly("LLM acme/m1 2", "LLM acme/m2 1", "LLM other/other 2");
		assertThat(collector.usage()).extracting(ModelUsage::tokens)
			.containsExactly(TokenUsage.of(17L, 17L), TokenUsage.of(2L, 2L), TokenUsage.of(12L, 12L));
	}

	@Test
	void eachKindHasItsOwnRest() {
		UsageCollector collector = new UsageCollector(1);
		collector.collect(Events.stt(Events.origin("acme", "m1"), OptionalDouble.empty(), TokenUsage.unknown()));
		for (int i = 0; i < 1000; i++) {
			oneOfEachKind(collector, Events.origin("acme", "x" + i));
		}
		assertThat(rows(collector)).containsExactly("LLM other/other 1000", "TTS other/other 1000", "STT acme/m1 1",
				"STT other/other 1000", "INTERRUPTION other/other 1000", "EOT other/other 1000");
	}

	@Test
	void whatIsDiscardedFollowsItsRequest() {
		UsageCollector collector = new UsageCollector(1);
		VoiceMetrics own = Events.llm("acme", "m1", 1, 1);
		VoiceMetrics rest = Events.llm("acme", "m2", 2, 2);
		collector.collect(own);
		collector.collect(rest);
		collector.collect(Events.discarded(rest));
		assertThat(collector.usage()).extracting(ModelUsage::discardedRequests).containsExactly(0L, 1L);
		collector.collect(Events.discarded(own));
		assertThat(collector.usage()).extracting(ModelUsage::discardedTokens)
			.containsExactly(TokenUsage.of(1L, 1L), TokenUsage.of(2L, 2L));
	}

	@Test
	void aModelOfThatNameSharesTheRowOfTheRestAndIsLast() {
		UsageCollector collector = new UsageCollector(1);
		collector.collect(Events.llm(ModelUsage.OTHER, ModelUsage.OTHER, 1, 1));
		collector.collect(Events.llm("acme", "m1", 1, 1));
		collector.collect(Events.llm("acme", "m2", 1, 1));
		assertThat(rows(collector)).containsExactly("LLM acme/m1 1", "LLM other/other 2");
	}

	@Test
	void has100RowsUnlessToldOtherwise() {
		UsageCollector collector = new UsageCollector();
		for (int i = 0; i < 102; i++) {
			collector.collect(Events.llm("acme", "m" + i, 1, 1));
		}
		assertThat(rows(collector)).hasSize(101).endsWith("LLM acme/m99 1", "LLM other/other 2");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, Integer.MIN_VALUE })
	void needsARow(int maxRows) {
		assertThatIllegalArgumentException().isThrownBy(() -> new UsageCollector(maxRows))
			.withMessage("maxRows must be at least 1 but is " + maxRows);
	}

}
