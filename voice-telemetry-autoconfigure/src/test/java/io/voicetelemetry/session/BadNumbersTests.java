package io.voicetelemetry.session;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeType;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.TtsMetrics;
import io.voicetelemetry.metrics.VoiceMeters;
import io.voicetelemetry.metrics.VoiceMetricsRecorder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Numbers that are none. Row 21 of the scorecard: they are left out and counted, the span
 * arrives, and sums of meters stay finite.
 */
class BadNumbersTests {

	private static final Set<TelemetryAttribute<?>> MAY_BE_NEGATIVE = Set
		.of(TelemetryAttributes.REQUEST_FREQUENCY_PENALTY, TelemetryAttributes.REQUEST_PRESENCE_PENALTY);

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final Recording recording = new Recording(
			(settings) -> settings.metricsConsumer(new VoiceMetricsRecorder(this.registry, 100, 1000).listener()));

	@ParameterizedTest
	@ValueSource(doubles = { Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1, -Double.MIN_VALUE,
			1e308, Double.MAX_VALUE })
	@SuppressWarnings("unchecked") // By the type of the key.
	void isNoValueOfAnyAttribute(double number) {
		VoiceSession session = this.recording.session();
		int set = 0;
		for (int i = 0; i < 3; i++) {
			SpeechSynthesis synthesis = session.startSynthesis();
			SpeechRecognition recognition = session.startRecognition();
			for (TelemetryAttribute<?> attribute : TelemetryAttributes.all()) {
				if (attribute.key().getType() == AttributeType.DOUBLE && !MAY_BE_NEGATIVE.contains(attribute)) {
					synthesis.set((TelemetryAttribute<Double>) attribute, number);
					recognition.set((TelemetryAttribute<Double>) attribute, number);
					set += 2;
				}
			}
			synthesis.end();
			recognition.end();
			UserTurn question = session.startUserTurn();
			question.finalTranscript("hello", number);
			question.startEndOfTurnDetection().probability(number).end();
			question.end();
			set += 2;
		}
		session.end();
		assertThat(this.recording.refusals(RefusalReason.INVALID_VALUE)
				+ this.recording.refusals(RefusalReason.ATTRIBUTE_LIMIT))
			.isEqualTo(set);
		assertThat(this.recording.spans()).hasSize(1 + 3 * 4)
			.allSatisfy((span) -> span.getAttributes()
				.forEach((key, value) -> assertThat(key.getType()).isNotEqualTo(AttributeType.DOUBLE)));
		assertMetersAreFinite();
	}

	@Test
	void ofARequestMayBeNegativeButNotInfinite() {
		LlmCall call = this.recording.session().startLlmCall();
		call.set(TelemetryAttributes.REQUEST_FREQUENCY_PENALTY, -1.5)
			.set(TelemetryAttributes.REQUEST_PRESENCE_PENALTY, Double.NEGATIVE_INFINITY)
			.set(TelemetryAttributes.REQUEST_SEED, -7L)
			.end();
		assertThat(Recording.attributes(this.recording.span(call)))
			.containsEntry("gen_ai.request.frequency_penalty", -1.5)
			.containsEntry("gen_ai.request.seed", -7L)
			.doesNotContainKey("gen_ai.request.presence_penalty");
		assertThat(this.recording.refusals(RefusalReason.INVALID_VALUE)).isOne();
	}

	@ParameterizedTest
	@ValueSource(longs = { -1, Long.MIN_VALUE, Long.MAX_VALUE + 1 })
	void negativeCountIsNone(long count) {
		VoiceSession session = this.recording.session();
		LlmCall call = session.startLlmCall();
		call.setAttribute("gen_ai.usage.input_tokens", count)
			.set(TelemetryAttributes.ofTokens(TokenType.OUTPUT), count);
		call.usage(TokenUsage.of(count, count)).end();
		session.end();
		assertThat(Recording.attributes(this.recording.span(call))).doesNotContainKeys("gen_ai.usage.input_tokens",
				"gen_ai.usage.output_tokens");
		assertThat(session.usage().usage()).singleElement()
			.satisfies((row) -> assertThat(row.tokens()).isEqualTo(TokenUsage.unknown()));
		assertThat(this.recording.refusals(RefusalReason.INVALID_VALUE)).isPositive();
		assertMetersAreFinite();
	}

	@Test
	void sumsOfTheLargestCountsAreNotNegative() {
		VoiceSession session = this.recording.session();
		for (int i = 0; i < 100; i++) {
			LlmCall call = session.startLlmCall();
			call.firstToken();
			this.recording.time.advanceMillis(2);
			call.usage(TokenUsage.of(Long.MAX_VALUE, Long.MAX_VALUE)).end();
		}
		session.end();
		assertThat(Recording.attributes(this.recording.span(session))).containsEntry("voice.usage.llm.input_tokens",
				Long.MAX_VALUE);
		assertThat(this.registry.get("llm.requests").counter().count()).isEqualTo(100);
		assertMetersAreFinite();
	}

	@Test
	void timesOfYearsAreNone() {
		VoiceSession session = this.recording.session();
		List<Duration> bad = List.of(Duration.ofNanos(-1), Duration.ofSeconds(Long.MIN_VALUE),
				Duration.ofSeconds(Long.MAX_VALUE, 999_999_999), Duration.ofDays(365));
		for (Duration duration : bad) {
			SpeechRecognition recognition = session.startRecognition();
			recognition.audioDuration(duration).audioRecognized(duration).connected(duration, true).end();
			AgentTurn reply = session.startAgentTurn();
			reply.firstAudioPlayed(null);
			reply.startSynthesis().audioDuration(duration).connected(duration, false).end();
			reply.startRealtimeInference().sessionDuration(duration).connected(duration, true).end();
			reply.interrupted(null);
			reply.playoutEnded(duration, null);
			reply.end();
		}
		session.end();
		assertThat(this.recording.refusals(RefusalReason.INVALID_VALUE)).isEqualTo(8L * bad.size());
		assertThat(this.recording.refusals(RefusalReason.INTERNAL_ERROR)).isZero();
		assertThat(this.registry.find("voice.stt.audio_seconds").counter()).isNull();
		assertThat(this.registry.get("voice.turns").counters()).hasSize(1);
		assertMetersAreFinite();
	}

	@ParameterizedTest
	@ValueSource(doubles = { Double.NaN, Double.POSITIVE_INFINITY, -1, 1e308 })
	void figuresOfTheApplicationThatAreNoneAreCounted(double number) {
		VoiceSession session = this.recording.session();
		for (int i = 0; i < 2; i++) {
			session
				.report((origin) -> new TtsMetrics(origin, number, OptionalDouble.of(number), OptionalDouble.of(number),
						OptionalLong.of(-1), TokenUsage.unknown(), false, null, 1, OptionalDouble.empty(), null));
		}
		session.end();
		assertThat(this.recording.refusals(RefusalReason.USER_CODE_FAILED)).isEqualTo(2);
		assertThat(this.recording.span(session)).isNotNull();
		assertMetersAreFinite();
	}

	@ParameterizedTest
	@ValueSource(
			doubles = { Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1, 1e308, Double.MAX_VALUE })
	void metersOfTheApplicationStayFinite(double number) {
		VoiceMeters meters = new VoiceMeters(this.registry, 100, 1000);
		for (int i = 0; i < 3; i++) {
			meters.count("orders", number);
			meters.record("basket", number);
			meters.record("wait", Duration.ofSeconds(Long.MAX_VALUE));
			meters.record("wait", Duration.ofSeconds(-1));
		}
		meters.count("orders");
		meters.record("basket", 3);
		meters.record("wait", Duration.ofSeconds(2));
		assertThat(this.registry.get("orders").counter().count()).isEqualTo(1);
		assertThat(this.registry.get("basket").summary().totalAmount()).isEqualTo(3);
		assertThat(this.registry.get("wait").timer().count()).isEqualTo(1);
		assertMetersAreFinite();
	}

	private void assertMetersAreFinite() {
		for (Meter meter : this.registry.getMeters()) {
			for (Measurement measurement : meter.measure()) {
				if (measurement.getStatistic() != Statistic.MAX) {
					assertThat(measurement.getValue()).as("%s", meter.getId())
						.isNotNegative()
						.isLessThan(Double.POSITIVE_INFINITY);
				}
			}
		}
		this.recording.close();
	}

}
