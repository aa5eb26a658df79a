package io.voicetelemetry.metrics;

import java.util.OptionalLong;

import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.SttMetrics;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.TtsMetrics;
import org.junit.jupiter.api.Test;

import static io.voicetelemetry.metrics.Figures.UNKNOWN;
import static io.voicetelemetry.metrics.Figures.s;
import static org.assertj.core.api.Assertions.assertThat;

class SpeechMetersTests {

	private static final String TIME = "[gen_ai.provider.name=acme, gen_ai.request.model=m1, outcome=success";

	private static final String USAGE = TIME + ", tenant.id=clinic-1";

	private final Recorded recorded = new Recorded();

	@Test
	void aSynthesis() {
		this.recorded.told(new TtsMetrics(Figures.origin(), 0.9, s(0.12), s(3.5), OptionalLong.of(42),
				TokenUsage.of(11L, 22L), true, "seg", 2, s(0.01), true));
		assertThat(this.recorded.lines()).containsExactlyInAnyOrder("voice.tts.characters" + USAGE + "] 42",
				"voice.tts.audio_seconds" + USAGE + "] 3.5", "voice.tts.retries" + USAGE + "] 1",
				"voice.tts.tokens" + USAGE + ", type=input] 11", "voice.tts.tokens" + USAGE + ", type=output] 22",
				"voice.tts.time_to_first_byte" + TIME + "] 0.12 in 1", "voice.tts.duration" + TIME + "] 0.9 in 1",
				"voice.connection.acquire_time[connection.reused=true, gen_ai.provider.name=acme, "
						+ "gen_ai.request.model=m1, voice.stage=tts_request] 0.01 in 1");
	}

	@Test
	void aSynthesisOfWhichLittleIsKnown() {
		this.recorded.told(new TtsMetrics(Figures.nowhere().withOutcome(Outcome.CANCELLED, null), 0.1, UNKNOWN, UNKNOWN,
				OptionalLong.empty(), TokenUsage.unknown(), false, null, 1, UNKNOWN, null));
		assertThat(this.recorded.lines()).containsExactly(
				"voice.tts.duration[gen_ai.provider.name=none, gen_ai.request.model=none, outcome=cancelled] 0.1 in 1");
	}

	@Test
	void aRecognition() {
		this.recorded
			.told(new SttMetrics(Figures.origin(), s(0.7), s(4.25), TokenUsage.of(5L, 6L), false, s(0.2), null));
		assertThat(this.recorded.lines()).containsExactlyInAnyOrder("voice.stt.audio_seconds" + USAGE + "] 4.25",
				"voice.stt.tokens" + USAGE + ", type=input] 5", "voice.stt.tokens" + USAGE + ", type=output] 6",
				"voice.stt.duration" + TIME + "] 0.7 in 1",
				"voice.connection.acquire_time[connection.reused=none, gen_ai.provider.name=acme, "
						+ "gen_ai.request.model=m1, voice.stage=stt_request] 0.2 in 1");
	}

	@Test
	void aRecognitionThatStreams() {
		this.recorded
			.told(new SttMetrics(Figures.origin(), UNKNOWN, s(4.25), TokenUsage.unknown(), true, UNKNOWN, null));
		assertThat(this.recorded.lines()).containsExactly("voice.stt.audio_seconds" + USAGE + "] 4.25");
	}

	@Test
	void theModelThatAnsweredIfNobodyAskedForOne() {
		this.recorded.told(new SttMetrics(Figures.origin("clinic-1", null), UNKNOWN, s(1), TokenUsage.unknown(), true,
				UNKNOWN, null));
		assertThat(this.recorded.lines())
			.containsExactly("voice.stt.audio_seconds" + USAGE.replace("m1", "m1-2026") + "] 1");
	}

}
