package io.voicetelemetry.inspector;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;

/**
 * What a session has used, by kind, provider and model, as far as its spans tell. What
 * nobody told is absent and not 0. Not thread-safe.
 */
final class UsageRows {

	private static final Map<String, String> KINDS = Map.of(Stage.LLM_REQUEST.value(), "llm",
			Stage.REALTIME_INFERENCE.value(), "realtime", Stage.TTS_REQUEST.value(), "tts", Stage.STT_REQUEST.value(),
			"stt");

	private static final Map<String, TelemetryAttribute<? extends Number>> FIGURES = figures();

	private final Map<List<@Nullable String>, Map<String, Object>> rows = new LinkedHashMap<>();

	private static Map<String, TelemetryAttribute<? extends Number>> figures() {
		Map<String, TelemetryAttribute<? extends Number>> figures = new LinkedHashMap<>();
		figures.put("inputTokens", TelemetryAttributes.INPUT_TOKENS);
		figures.put("cachedTokens", TelemetryAttributes.CACHE_READ_INPUT_TOKENS);
		figures.put("outputTokens", TelemetryAttributes.OUTPUT_TOKENS);
		figures.put("reasoningTokens", TelemetryAttributes.REASONING_OUTPUT_TOKENS);
		figures.put("characters", TelemetryAttributes.TTS_CHARACTERS);
		figures.put("ttsSeconds", TelemetryAttributes.TTS_AUDIO_DURATION);
		figures.put("sttSeconds", TelemetryAttributes.STT_AUDIO_DURATION);
		return figures;
	}

	UsageRows add(List<SpanData> spans) {
		for (SpanData span : spans) {
			Attributes attributes = span.getAttributes();
			String stage = attributes.get(TelemetryAttributes.STAGE.key());
			String kind = (stage != null) ? KINDS.get(stage) : null;
			if (kind != null) {
				add(kind, attributes);
			}
		}
		return this;
	}

	private void add(String kind, Attributes attributes) {
		String provider = attributes.get(TelemetryAttributes.PROVIDER_NAME.key());
		String answered = attributes.get(TelemetryAttributes.RESPONSE_MODEL.key());
		String model = (answered != null) ? answered : attributes.get(TelemetryAttributes.REQUEST_MODEL.key());
		List<@Nullable String> key = new ArrayList<>();
		key.add(kind);
		key.add(provider);
		key.add(model);
		Map<String, Object> row = this.rows.computeIfAbsent(key, (absent) -> {
			Map<String, Object> begun = new LinkedHashMap<>();
			begun.put("kind", kind);
			put(begun, "provider", provider);
			put(begun, "model", model);
			return begun;
		});
		row.merge("requests", 1L, UsageRows::sum);
		FIGURES.forEach((name, attribute) -> {
			Number value = attributes.get(attribute.key());
			if (value != null) {
				row.merge(name, value, UsageRows::sum);
			}
		});
	}

	private static void put(Map<String, Object> row, String name, @Nullable String value) {
		if (value != null) {
			row.put(name, value);
		}
	}

	private static Object sum(Object one, Object other) {
		return (one instanceof Long whole && other instanceof Long more) ? (Object) (whole + more)
				: (Object) (((Number) one).doubleValue() + ((Number) other).doubleValue());
	}

	List<Map<String, Object>> list() {
		return List.copyOf(this.rows.values());
	}

}
