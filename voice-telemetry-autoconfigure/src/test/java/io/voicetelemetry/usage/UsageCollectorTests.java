package io.voicetelemetry.usage;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import io.voicetelemetry.event.DiscardedMetrics;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.ModelUsage;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.ToolMetrics;
import io.voicetelemetry.event.TurnLatency;
import io.voicetelemetry.event.TurnMetrics;
import io.voicetelemetry.event.UsageKind;
import io.voicetelemetry.event.VoiceMetrics;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

class UsageCollectorTests {

	private static final MetricsOrigin ORIGIN = Events.origin("acme", "m1");

	private static final OptionalDouble NO_TIME = OptionalDouble.empty();

	private final UsageCollector collector = new UsageCollector();

	private ModelUsage only() {
		assertThat(this.collector.usage()).hasSize(1);
		return this.collector.usage().get(0);
	}

	private void collect(VoiceMetrics... events) {
		for (VoiceMetrics event : events) {
			this.collector.collect(event);
		}
	}

	@Test
	void addsUpRequestsToOneModel() {
		collect(Events.llm(ORIGIN, TokenUsage.of(100L, 10L).withCachedInput(80).withCacheCreationInput(20)),
				Events.llm(ORIGIN, TokenUsage.of(200L, 20L).withReasoningOutput(5).withCacheCreationInput(30)));
		TokenUsage sum = TokenUsage.of(300L, 30L).withCachedInput(80).withCacheCreationInput(50).withReasoningOutput(5);
		assertThat(only()).isEqualTo(new ModelUsage(UsageKind.LLM, "acme", "m1", 2, 0, 0, 0, sum, TokenUsage.unknown(),
				OptionalLong.empty(), NO_TIME, NO_TIME));
	}

	@Test
	void aRealtimeModelSharesTheRowOfATextModelOfTheSameName() {
		TokenUsage spoken = TokenUsage.of(50L, 60L).with(TokenType.INPUT_AUDIO, 40).with(TokenType.OUTPUT_AUDIO, 55);
		collect(Events.llm(ORIGIN, TokenUsage.of(100L, 10L)), Events.realtime(ORIGIN, spoken, OptionalDouble.of(12.25)),
				Events.realtime(ORIGIN, TokenUsage.unknown(), NO_TIME));
		TokenUsage sum = TokenUsage.of(150L, 70L).with(TokenType.INPUT_AUDIO, 40).with(TokenType.OUTPUT_AUDIO, 55);
		assertThat(only()).isEqualTo(new ModelUsage(UsageKind.LLM, "acme", "m1", 3, 0, 0, 0, sum, TokenUsage.unknown(),
				OptionalLong.empty(), NO_TIME, OptionalDouble.of(12.25)));
	}

	@Test
	void addsUpSpeechSynthesis() {
		collect(Events.tts(ORIGIN, OptionalLong.of(40), OptionalDouble.of(0.1), TokenUsage.of(7L, -1L)),
				Events.tts(ORIGIN, OptionalLong.of(2), OptionalDouble.of(0.2), TokenUsage.unknown()));
		assertThat(only()).isEqualTo(new ModelUsage(UsageKind.TTS, "acme", "m1", 2, 0, 0, 0, TokenUsage.of(7L, -1L),
				TokenUsage.unknown(), OptionalLong.of(42), OptionalDouble.of(0.3), NO_TIME));
	}

	@Test
	void addsUpSpeechRecognition() {
		collect(Events.stt(ORIGIN, OptionalDouble.of(1.1), TokenUsage.unknown()),
				Events.stt(ORIGIN, OptionalDouble.of(2.2), TokenUsage.of(3L, 4L)));
		assertThat(only()).isEqualTo(new ModelUsage(UsageKind.STT, "acme", "m1", 2, 0, 0, 0, TokenUsage.of(3L, 4L),
				TokenUsage.unknown(), OptionalLong.empty(), OptionalDouble.of(3.3), NO_TIME));
	}

	@Test
	void countsRequestsOfInterruptionDetectionWhereAModelJudges() {
		MetricsOrigin cutOff = ORIGIN.withOutcome(Outcome.CANCELLED, null);
		collect(Events.interruption(cutOff, 3), Events.interruption(cutOff, 2));
		assertThat(only()).isEqualTo(new ModelUsage(UsageKind.INTERRUPTION, "acme", "m1", 5, 0, 0, 0,
				TokenUsage.unknown(), TokenUsage.unknown(), OptionalLong.empty(), NO_TIME, NO_TIME));
		collect(Events.interruption(Events.origin("acme", "none"), 0));
		assertThat(only().requests()).isEqualTo(5);
	}

	@Test
	void countsRequestsOfEndOfTurnDetectionWhereAModelJudges() {
		MetricsOrigin failed = ORIGIN.withOutcome(Outcome.ERROR, "java.io.IOException");
		collect(Events.eou(failed, OptionalDouble.of(0.03)), Events.eou(failed, OptionalDouble.of(0)));
		assertThat(only()).isEqualTo(new ModelUsage(UsageKind.EOT, "acme", "m1", 2, 0, 0, 0, TokenUsage.unknown(),
				TokenUsage.unknown(), OptionalLong.empty(), NO_TIME, NO_TIME));
		collect(Events.eou(Events.origin("acme", "none"), NO_TIME));
		assertThat(only().requests()).isEqualTo(2);
	}

	@Test
	void toolsAndTurnsUseNothing() {
		List<VoiceMetrics> others = List.of(new ToolMetrics(ORIGIN, "book", 1),
				new TurnMetrics(ORIGIN, TurnMetrics.Role.AGENT, 1, false, false),
				new TurnLatency(ORIGIN, null, 1, NO_TIME, List.of()));
		for (VoiceMetrics other : others) {
			collect(other, Events.discarded(other));
		}
		assertThat(this.collector.usage()).isEmpty();
		assertThat(this.collector.remembered()).isZero();
	}

	@Test
	void countsHowRequestsEnded() {
		collect(Events.llm(Events.origin("acme", "m1", Outcome.ERROR), TokenUsage.of(100L, -1L)),
				Events.llm(Events.origin("acme", "m1", Outcome.CANCELLED), TokenUsage.of(10L, 1L)),
				Events.llm(Events.origin("acme", "m1", Outcome.CANCELLED), TokenUsage.of(10L, 1L)),
				Events.llm(ORIGIN, TokenUsage.of(1L, 1L)));
		assertThat(only()).isEqualTo(new ModelUsage(UsageKind.LLM, "acme", "m1", 4, 1, 2, 0, TokenUsage.of(121L, 3L),
				TokenUsage.unknown(), OptionalLong.empty(), NO_TIME, NO_TIME));
	}

	@Test
	void marksADiscardedRequestWithoutCountingItAgain() {
		VoiceMetrics heard = Events.llm(ORIGIN, TokenUsage.of(100L, 10L));
		VoiceMetrics unheard = Events.llm(ORIGIN, TokenUsage.of(90L, 5L).withCachedInput(64));
		collect(heard, unheard, Events.discarded(unheard));
		assertThat(only()).isEqualTo(
				new ModelUsage(UsageKind.LLM, "acme", "m1", 2, 0, 0, 1, TokenUsage.of(190L, 15L).withCachedInput(64),
						TokenUsage.of(90L, 5L).withCachedInput(64), OptionalLong.empty(), NO_TIME, NO_TIME));
	}

	@Test
	void aDiscardedRequestMakesItsRowAndIsCountedWhenItIsTold() {
		VoiceMetrics unheard = Events.tts(ORIGIN, OptionalLong.of(40), OptionalDouble.of(2), TokenUsage.unknown());
		collect(Events.discarded(unheard));
		assertThat(only()).isEqualTo(new ModelUsage(UsageKind.TTS, "acme", "m1", 0, 0, 0, 1, TokenUsage.unknown(),
				TokenUsage.unknown(), OptionalLong.empty(), NO_TIME, NO_TIME));
		collect(unheard);
		assertThat(only().requests()).isEqualTo(1);
		assertThat(only().discardedRequests()).isEqualTo(1);
		assertThat(only().characters()).hasValue(40);
	}

	@Test
	void aDiscardedRequestGoesToTheModelOfTheRequest() {
		VoiceMetrics unheard = Events.llm("acme", "m2", 5, 5);
		collect(Events.llm("acme", "m1", 1, 1), unheard, new DiscardedMetrics(Events.origin(null, null), unheard));
		assertThat(this.collector.usage()).extracting(ModelUsage::model, ModelUsage::discardedRequests)
			.containsExactly(tuple("m1", 0L), tuple("m2", 1L));
	}

	@Test
	void whatIsNotKnownIsAbsentAndZeroIsZero() {
		collect(Events.tts(ORIGIN, OptionalLong.empty(), NO_TIME, TokenUsage.unknown()));
		assertThat(only().characters()).isEmpty();
		assertThat(only().audioDuration()).isEmpty();
		assertThat(only().tokens()).isEqualTo(TokenUsage.unknown());
		collect(Events.tts(ORIGIN, OptionalLong.of(0), OptionalDouble.of(0), TokenUsage.of(0L, -1L)));
		assertThat(only().characters()).hasValue(0);
		assertThat(only().audioDuration()).hasValue(0);
		assertThat(only().tokens()).isEqualTo(TokenUsage.of(0L, -1L));
		collect(Events.tts(ORIGIN, OptionalLong.of(3), OptionalDouble.of(0.5), TokenUsage.unknown()),
				Events.tts(ORIGIN, OptionalLong.empty(), NO_TIME, TokenUsage.unknown()));
		assertThat(only().characters()).hasValue(3);
		assertThat(only().audioDuration()).hasValue(0.5);
		assertThat(only().requests()).isEqualTo(4);
	}

	@Test
	void anUnknownModelIsEmpty() {
		collect(Events.llm(Events.origin(null, null), TokenUsage.unknown()));
		assertThat(only().provider()).isEmpty();
		assertThat(only().model()).isEmpty();
		collect(Events.llm("", "", 1, 1));
		assertThat(only().requests()).isEqualTo(2);
	}

	@Test
	void theModelThatAnsweredCounts() {
		collect(Events.llm(answeredBy("m2-2026-05"), TokenUsage.unknown()));
		assertThat(only().model()).isEqualTo("m2-2026-05");
	}

	@Test
	void aVersionOfTheModelThatWasAskedForIsThatModel() {
		collect(Events.llm(answeredBy("m1-2026-05"), TokenUsage.unknown()),
				Events.llm(answeredBy("m1"), TokenUsage.unknown()));
		assertThat(only().model()).isEqualTo("m1");
		assertThat(only().requests()).isEqualTo(2);
	}

	private static MetricsOrigin answeredBy(String model) {
		return new MetricsOrigin(null, null, null, "acme", "m1", model, null, null, null, Outcome.SUCCESS, null,
				Instant.EPOCH, null, null);
	}

	@Test
	void listsKindsInOrderAndModelsByFirstAppearance() {
		collect(Events.eou(ORIGIN, OptionalDouble.of(1)), Events.interruption(ORIGIN, 1),
				Events.stt(ORIGIN, NO_TIME, TokenUsage.unknown()), Events.llm("zeta", "z", 1, 1),
				Events.tts(ORIGIN, OptionalLong.empty(), NO_TIME, TokenUsage.unknown()), Events.llm("beta", "b", 1, 1),
				Events.llm("alpha", "a", 1, 1), Events.llm("zeta", "z", 1, 1), Events.llm("alpha", "a2", 1, 1));
		assertThat(this.collector.usage()).extracting((row) -> row.kind() + " " + row.model())
			.containsExactly("LLM z", "LLM b", "LLM a", "LLM a2", "TTS m1", "STT m1", "INTERRUPTION m1", "EOT m1");
	}

	@Test
	void aSnapshotStaysAsItIs() {
		collect(Events.llm("acme", "m1", 1, 1));
		List<ModelUsage> before = this.collector.usage();
		collect(Events.llm("acme", "m1", 1, 1), Events.llm("acme", "m2", 1, 1));
		assertThat(before).singleElement().extracting(ModelUsage::requests).isEqualTo(1L);
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(before::clear);
		assertThat(this.collector.usage()).hasSize(2);
	}

	@Test
	void stopsAtTheLargestNumber() {
		TokenUsage most = TokenUsage.of(Long.MAX_VALUE, 1L);
		for (int i = 0; i < 1000; i++) {
			collect(Events.tts(ORIGIN, OptionalLong.of(Long.MAX_VALUE - 1), OptionalDouble.of(1e7), most));
		}
		assertThat(only().characters()).hasValue(Long.MAX_VALUE);
		assertThat(only().audioDuration()).hasValue(Long.MAX_VALUE / 1e9);
		assertThat(only().tokens()).isEqualTo(TokenUsage.of(Long.MAX_VALUE, 1000L));
	}

	@Test
	void sumsOfTimesDoNotDependOnTheOrder() {
		double[] seconds = { 0.1, 1e6, 0.2, 1e-9, 0.3, 123456.789 };
		UsageCollector reverse = new UsageCollector();
		for (int i = 0; i < seconds.length; i++) {
			collect(Events.stt(ORIGIN, OptionalDouble.of(seconds[i]), TokenUsage.unknown()));
			reverse
				.collect(Events.stt(ORIGIN, OptionalDouble.of(seconds[seconds.length - 1 - i]), TokenUsage.unknown()));
		}
		assertThat(only().audioDuration()).hasValue(1123457.389000001);
		assertThat(reverse.usage()).isEqualTo(this.collector.usage());
	}

	@Test
	void nothingIsNoEvent() {
		this.collector.collect(null);
		assertThat(this.collector.usage()).isEmpty();
	}

	@Test
	void theNoopCollectsNothing() {
		UsageCollector noop = UsageCollector.noop();
		VoiceMetrics event = Events.llm("acme", "m1", 1, 1);
		noop.collect(event);
		noop.collect(Events.discarded(event));
		noop.collect(null);
		assertThat(noop.usage()).isEmpty();
		assertThat(noop.remembered()).isZero();
		assertThat(noop).isSameAs(UsageCollector.noop());
	}

}
