package io.voicetelemetry.export;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Objects;
import java.util.stream.Collectors;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A call in a few figures: how long the caller had to wait for each reply, and what the
 * call took in all.
 */
final class CallFigures {

	private final List<SpanData> spans;

	CallFigures(List<SpanData> spans) {
		this.spans = spans.stream().sorted(Comparator.comparingLong(SpanData::getStartEpochNanos)).toList();
	}

	String render() {
		List<String> lines = new ArrayList<>();
		lines.add("");
		List<SpanData> replies = ofStage(Stage.AGENT_TURN);
		if (!replies.isEmpty()) {
			lines.add("What the caller felt: end of their speech to the first audio they heard");
			for (int i = 0; i < replies.size(); i++) {
				lines.add("  reply " + (i + 1) + "  " + latency(replies.get(i)));
			}
			lines.add("");
		}
		lines.add("In all, as far as it was told");
		lines.add("  model calls  " + ofStage(Stage.LLM_REQUEST).size()
				+ sum(TelemetryAttributes.INPUT_TOKENS, "tokens in")
				+ sum(TelemetryAttributes.OUTPUT_TOKENS, "tokens out"));
		lines.add("  tool calls   " + ofStage(Stage.FUNCTION_TOOL).size());
		lines.add("  syntheses    " + ofStage(Stage.TTS_REQUEST).size()
				+ sum(TelemetryAttributes.TTS_CHARACTERS, "characters"));
		lines.add("");
		return lines.stream().map((line) -> line + System.lineSeparator()).collect(Collectors.joining());
	}

	private String latency(SpanData reply) {
		Double felt = get(reply, TelemetryAttributes.E2E_LATENCY);
		SpanData answered = answered(reply);
		if (answered == null) {
			return "-        answers no turn of the caller";
		}
		List<String> why = new ArrayList<>();
		Double endOfTurn = get(answered, TelemetryAttributes.END_OF_UTTERANCE_DELAY);
		if (endOfTurn != null) {
			why.add(String.format(Locale.ROOT, "end of turn decided after %.3f s", endOfTurn));
		}
		Long steps = get(reply, TelemetryAttributes.GENERATION_COUNT);
		if (steps != null) {
			why.add((steps == 1) ? "1 model call" : steps + " model calls");
		}
		if (Boolean.TRUE.equals(get(reply, TelemetryAttributes.INTERRUPTED))) {
			why.add("interrupted");
		}
		return ((felt != null) ? String.format(Locale.ROOT, "%.3f s", felt) : "not heard") + "  "
				+ String.join(", ", why);
	}

	/**
	 * Find the turn of the caller that a reply answers.
	 * @param reply the reply
	 * @return the turn that has the same id, if there is one
	 */
	private @Nullable SpanData answered(SpanData reply) {
		String speechId = get(reply, TelemetryAttributes.SPEECH_ID);
		return ofStage(Stage.USER_TURN).stream()
			.filter((turn) -> Objects.equals(get(turn, TelemetryAttributes.SPEECH_ID), speechId))
			.findFirst()
			.orElse(null);
	}

	private List<SpanData> ofStage(Stage stage) {
		return this.spans.stream()
			.filter((span) -> stage.value().equals(get(span, TelemetryAttributes.STAGE)))
			.toList();
	}

	/**
	 * Add up what the spans tell. A call that was cut off may not tell, and what nobody
	 * told is not 0.
	 * @param attribute what to add up
	 * @param unit what that is
	 * @return the sum to be appended to a line, empty if nothing is known
	 */
	private String sum(TelemetryAttribute<Long> attribute, String unit) {
		LongSummaryStatistics known = this.spans.stream()
			.map((span) -> get(span, attribute))
			.filter(Objects::nonNull)
			.mapToLong(Long::longValue)
			.summaryStatistics();
		return (known.getCount() > 0) ? ", " + known.getSum() + " " + unit : "";
	}

	private static <T> @Nullable T get(SpanData span, TelemetryAttribute<T> attribute) {
		return span.getAttributes().get(attribute.key());
	}

}
