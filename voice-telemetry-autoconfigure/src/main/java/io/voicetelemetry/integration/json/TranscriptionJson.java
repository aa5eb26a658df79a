package io.voicetelemetry.integration.json;

import java.time.Duration;
import java.util.Map;

import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.SttResult;
import org.jspecify.annotations.Nullable;

import static io.voicetelemetry.integration.json.JsonFields.object;
import static io.voicetelemetry.integration.json.JsonFields.string;

/**
 * What a transcription tells.
 *
 * @param fields its fields
 */
record TranscriptionJson(Map<?, ?> fields) implements SttResult {

	private static final double MAX_SECONDS = 1e9;

	static @Nullable TranscriptionJson of(Object json) {
		Map<?, ?> fields = object(json);
		return (fields != null && fields.get("text") instanceof String) ? new TranscriptionJson(fields) : null;
	}

	@Override
	public @Nullable String transcript() {
		return string(this.fields, "text");
	}

	@Override
	public @Nullable String language() {
		return string(this.fields, "language");
	}

	@Override
	public @Nullable Duration audioDuration() {
		double seconds = (this.fields.get("duration") instanceof Number number) ? number.doubleValue() : -1;
		return (seconds >= 0 && seconds < MAX_SECONDS) ? Duration.ofNanos(Math.round(seconds * 1e9)) : null;
	}

	@Override
	public @Nullable TokenUsage usage() {
		return JsonFields.usage(object(this.fields, "usage"));
	}

}
