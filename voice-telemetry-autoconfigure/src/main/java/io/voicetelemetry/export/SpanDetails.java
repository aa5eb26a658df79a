package io.voicetelemetry.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.content.LogText;
import io.voicetelemetry.content.Sensitivity;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;

/**
 * What is worth knowing about a span. An attribute that it hasn't got is left out, and
 * content is only there when it was captured.
 */
final class SpanDetails {

	private static final int CONTENT_LENGTH = 50;

	// @formatter:off
	private static final Map<Stage, List<Detail>> OF_STAGE = Map.ofEntries(
			Map.entry(Stage.AGENT_SESSION, List.of(
					new Detail(TelemetryAttributes.ROOM_NAME, "%s"),
					new Detail(TelemetryAttributes.TENANT_ID, "tenant %s"),
					new Detail(TelemetryAttributes.DISCONNECT_REASON, "ended by %s"))),
			Map.entry(Stage.USER_TURN, List.of(
					new Detail(TelemetryAttributes.END_OF_UTTERANCE_DELAY, "end of turn decided after %.3f s"),
					new Detail(TelemetryAttributes.TRANSCRIPTION_DELAY, "transcript after %.3f s"))),
			Map.entry(Stage.STT_REQUEST, List.of(
					new Detail(TelemetryAttributes.PROVIDER_NAME, "by %s"),
					new Detail(TelemetryAttributes.STT_AUDIO_DURATION, "%.1f s of audio"))),
			Map.entry(Stage.EOU_WAIT, List.of(
					new Detail(TelemetryAttributes.EOU_OUTCOME, "%s"))),
			Map.entry(Stage.EOU_DETECTION, List.of(
					new Detail(TelemetryAttributes.REQUEST_MODEL, "%s"))),
			Map.entry(Stage.AGENT_TURN, List.of(
					new Detail(TelemetryAttributes.E2E_LATENCY, "felt latency %.3f s"),
					new Detail(TelemetryAttributes.PLAYOUT_POSITION, "%.1f s of audio heard"),
					new Detail(TelemetryAttributes.INTERRUPTION_SOURCE, "interrupted by %s"))),
			Map.entry(Stage.LLM_REQUEST, List.of(
					new Detail(TelemetryAttributes.REQUEST_MODEL, "%s"),
					new Detail(TelemetryAttributes.TIME_TO_FIRST_CHUNK, "first token after %.3f s"),
					new Detail(TelemetryAttributes.INPUT_TOKENS, "%d tokens in"),
					new Detail(TelemetryAttributes.OUTPUT_TOKENS, "%d out"),
					new Detail(TelemetryAttributes.RESPONSE_FINISH_REASONS, "%s"))),
			Map.entry(Stage.FUNCTION_TOOL, List.of(
					new Detail(TelemetryAttributes.TOOL_NAME, "%s"),
					new Detail(TelemetryAttributes.TOOL_CALL_ID, "%s"))),
			Map.entry(Stage.TTS_REQUEST, List.of(
					new Detail(TelemetryAttributes.TTS_VOICE, "%s"),
					new Detail(TelemetryAttributes.TTS_TIME_TO_FIRST_BYTE, "first audio after %.3f s"),
					new Detail(TelemetryAttributes.TTS_CHARACTERS, "%d characters"),
					new Detail(TelemetryAttributes.TTS_AUDIO_DURATION, "%.1f s of audio"))));
	// @formatter:on

	private SpanDetails() {
	}

	static String of(SpanData span) {
		Attributes attributes = span.getAttributes();
		List<String> texts = new ArrayList<>();
		String outcome = attributes.get(TelemetryAttributes.OUTCOME.key());
		if (outcome != null && !outcome.equals(Outcome.SUCCESS.value())) {
			texts.add(LogText.of(outcome.toUpperCase(Locale.ROOT)));
		}
		addIfPresent(texts, attributes, new Detail(TelemetryAttributes.ERROR_TYPE, "%s"));
		String stage = attributes.get(TelemetryAttributes.STAGE.key());
		if (stage != null) {
			OF_STAGE.forEach((each, details) -> {
				// A span of somebody else may say that it is of a stage that there is
				// not.
				if (each.value().equals(stage)) {
					details.forEach((detail) -> addIfPresent(texts, attributes, detail));
				}
			});
		}
		return String.join(", ", texts);
	}

	static String of(EventData event) {
		List<String> texts = new ArrayList<>();
		event.getAttributes().forEach((key, value) -> {
			if (!isContent(key) && !key.equals(TelemetryAttributes.PARENT_GENERATION_ID.key())) {
				texts.add(LogText.of(String.valueOf(value)));
			}
		});
		return String.join(", ", texts);
	}

	/**
	 * Return what was said, where that was captured.
	 * @param span the span
	 * @return a line for each attribute, not longer than a console is wide
	 */
	static List<String> content(SpanData span) {
		List<String> lines = new ArrayList<>();
		for (TelemetryAttribute<?> attribute : TelemetryAttributes.all()) {
			Object value = span.getAttributes().get(attribute.key());
			if (value != null && attribute.sensitivity() == Sensitivity.CONTENT) {
				lines.add(attribute.key().getKey() + ": " + shortened(value.toString()));
			}
		}
		return lines;
	}

	private static String shortened(String text) {
		if (text.length() <= 2 * CONTENT_LENGTH) {
			return LogText.of(text);
		}
		return LogText.of(text, CONTENT_LENGTH) + " ... " + LogText.of(text.substring(text.length() - CONTENT_LENGTH));
	}

	private static boolean isContent(AttributeKey<?> key) {
		TelemetryAttribute<?> known = TelemetryAttributes.find(key.getKey());
		return known != null && known.sensitivity() == Sensitivity.CONTENT;
	}

	private static void addIfPresent(List<String> texts, Attributes attributes, Detail detail) {
		Object value = attributes.get(detail.attribute().key());
		if (value != null) {
			texts.add(detail.render(value));
		}
	}

	/**
	 * An attribute and how it is shown.
	 *
	 * @param attribute the attribute
	 * @param format how its value is shown
	 */
	private record Detail(TelemetryAttribute<?> attribute, String format) {

		String render(Object value) {
			Object shown = (value instanceof List<?> values)
					? String.join(" ", values.stream().map(String::valueOf).toList()) : value;
			return LogText.of(String.format(Locale.ROOT, this.format, shown));
		}

	}

}
