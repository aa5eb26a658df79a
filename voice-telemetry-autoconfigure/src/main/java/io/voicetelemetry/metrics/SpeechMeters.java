package io.voicetelemetry.metrics;

import java.util.OptionalDouble;

import io.voicetelemetry.event.RealtimeMetrics;
import io.voicetelemetry.event.SttMetrics;
import io.voicetelemetry.event.TtsMetrics;
import org.jspecify.annotations.Nullable;

/**
 * Records what speech recognition and synthesis do, and how long connections took.
 */
final class SpeechMeters {

	private final RecentOrigins origins;

	SpeechMeters(RecentOrigins origins) {
		this.origins = origins;
	}

	void record(SttMetrics metrics) {
		OriginRows rows = this.origins.of(metrics, tag(metrics.connectionReused()));
		MeterRow usage = rows.get(TagSet.SPEECH_USAGE);
		usage.count(VoiceMeter.STT_AUDIO_SECONDS, metrics.audioDuration());
		usage.countInputAndOutput(VoiceMeter.STT_TOKENS, metrics.tokens());
		if (metrics.duration().isPresent()) {
			rows.get(TagSet.SPEECH_TIME).record(VoiceMeter.STT_DURATION, metrics.duration());
		}
		recordConnection(rows, metrics.acquireTime());
	}

	void record(TtsMetrics metrics) {
		OriginRows rows = this.origins.of(metrics, tag(metrics.connectionReused()));
		MeterRow usage = rows.get(TagSet.SPEECH_USAGE);
		usage.count(VoiceMeter.TTS_CHARACTERS, metrics.charactersCount());
		usage.count(VoiceMeter.TTS_AUDIO_SECONDS, metrics.audioDuration());
		usage.count(VoiceMeter.TTS_RETRIES, metrics.attempts() - 1);
		usage.countInputAndOutput(VoiceMeter.TTS_TOKENS, metrics.tokens());
		MeterRow time = rows.get(TagSet.SPEECH_TIME);
		time.record(VoiceMeter.TTS_TIME_TO_FIRST_BYTE, metrics.ttfb());
		time.record(VoiceMeter.TTS_DURATION, metrics.duration());
		recordConnection(rows, metrics.acquireTime());
	}

	void recordConnection(RealtimeMetrics metrics) {
		if (metrics.acquireTime().isPresent()) {
			recordConnection(this.origins.of(metrics, tag(metrics.connectionReused())), metrics.acquireTime());
		}
	}

	private static void recordConnection(OriginRows rows, OptionalDouble acquireTime) {
		if (acquireTime.isPresent()) {
			rows.get(TagSet.CONNECTION).record(VoiceMeter.CONNECTION_ACQUIRE_TIME, acquireTime);
		}
	}

	static @Nullable String tag(@Nullable Boolean connectionReused) {
		return (connectionReused != null) ? connectionReused.toString() : null;
	}

}
