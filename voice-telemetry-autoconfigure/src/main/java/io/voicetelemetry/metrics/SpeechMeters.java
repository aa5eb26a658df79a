package io.voicetelemetry.metrics;

import java.util.OptionalDouble;

import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.RealtimeMetrics;
import io.voicetelemetry.event.SttMetrics;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.TtsMetrics;
import io.voicetelemetry.event.VoiceMetrics;
import org.jspecify.annotations.Nullable;

/**
 * Records what speech recognition and synthesis do, and how long connections took.
 */
final class SpeechMeters {

	private final MeterRows rows;

	SpeechMeters(MeterRows rows) {
		this.rows = rows;
	}

	void record(SttMetrics metrics) {
		MetricsOrigin origin = metrics.origin();
		MeterRow usage = usageRow(origin);
		usage.count(VoiceMeter.STT_AUDIO_SECONDS, metrics.audioDuration());
		count(usage, VoiceMeter.STT_TOKENS, metrics.tokens());
		if (metrics.duration().isPresent()) {
			timeRow(origin).record(VoiceMeter.STT_DURATION, metrics.duration());
		}
		recordConnection(metrics, metrics.acquireTime(), metrics.connectionReused());
	}

	void record(TtsMetrics metrics) {
		MetricsOrigin origin = metrics.origin();
		MeterRow usage = usageRow(origin);
		usage.count(VoiceMeter.TTS_CHARACTERS, metrics.charactersCount());
		usage.count(VoiceMeter.TTS_AUDIO_SECONDS, metrics.audioDuration());
		usage.count(VoiceMeter.TTS_RETRIES, metrics.attempts() - 1);
		count(usage, VoiceMeter.TTS_TOKENS, metrics.tokens());
		MeterRow time = timeRow(origin);
		time.record(VoiceMeter.TTS_TIME_TO_FIRST_BYTE, metrics.ttfb());
		time.record(VoiceMeter.TTS_DURATION, metrics.duration());
		recordConnection(metrics, metrics.acquireTime(), metrics.connectionReused());
	}

	void recordConnection(RealtimeMetrics metrics) {
		recordConnection(metrics, metrics.acquireTime(), metrics.connectionReused());
	}

	private void recordConnection(VoiceMetrics metrics, OptionalDouble acquireTime, @Nullable Boolean reused) {
		if (acquireTime.isPresent()) {
			this.rows
				.get(TagSet.CONNECTION, StageNames.of(metrics), metrics.origin().provider(), model(metrics.origin()),
						(reused != null) ? reused.toString() : null)
				.record(VoiceMeter.CONNECTION_ACQUIRE_TIME, acquireTime);
		}
	}

	private static void count(MeterRow row, VoiceMeter meter, TokenUsage tokens) {
		row.count(meter, TokenType.INPUT.ordinal(), tokens.input());
		row.count(meter, TokenType.OUTPUT.ordinal(), tokens.output());
	}

	private MeterRow usageRow(MetricsOrigin origin) {
		return this.rows.get(TagSet.SPEECH_USAGE, origin.tenantId(), origin.provider(), model(origin),
				origin.outcome().value());
	}

	private MeterRow timeRow(MetricsOrigin origin) {
		return this.rows.get(TagSet.SPEECH_TIME, origin.provider(), model(origin), origin.outcome().value());
	}

	/**
	 * The model that was asked for, else the one that answered.
	 */
	static @Nullable String model(MetricsOrigin origin) {
		return (origin.requestModel() != null) ? origin.requestModel() : origin.responseModel();
	}

}
