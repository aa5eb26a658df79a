package io.voicetelemetry.metrics;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import io.voicetelemetry.event.DiscardedMetrics;
import io.voicetelemetry.event.EouMetrics;
import io.voicetelemetry.event.InterruptionMetrics;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.RealtimeMetrics;
import io.voicetelemetry.event.SttMetrics;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.TtsMetrics;
import io.voicetelemetry.event.TurnLatency;
import io.voicetelemetry.event.TurnMetrics;
import io.voicetelemetry.event.VoiceMetrics;
import io.voicetelemetry.session.Stage;
import org.junit.jupiter.api.Test;

import static io.voicetelemetry.metrics.Figures.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The names of stages, of which this package has a copy, are those of the spans.
 */
class StageNamesTests {

	private static final MetricsOrigin ORIGIN = Figures.failed(Figures.origin());

	private static final List<VoiceMetrics> ONE_OF_EACH = List.of(Figures.llm(ORIGIN), Figures.tool(ORIGIN),
			new TtsMetrics(ORIGIN, 1, UNKNOWN, UNKNOWN, OptionalLong.empty(), TokenUsage.unknown(), true, null, 1,
					UNKNOWN, null),
			new SttMetrics(ORIGIN, UNKNOWN, UNKNOWN, TokenUsage.unknown(), true, UNKNOWN, null),
			new RealtimeMetrics(ORIGIN, 1, UNKNOWN, TokenUsage.unknown(), UNKNOWN, UNKNOWN, UNKNOWN, null),
			new EouMetrics(ORIGIN, OptionalDouble.of(1), UNKNOWN, UNKNOWN, UNKNOWN, 0),
			new InterruptionMetrics(ORIGIN, null, 1, 0, 0, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
			new TurnMetrics(ORIGIN, TurnMetrics.Role.USER, 1, false, false),
			new TurnMetrics(ORIGIN, TurnMetrics.Role.AGENT, 1, false, false),
			new TurnLatency(ORIGIN, null, 1, UNKNOWN, List.of()), new DiscardedMetrics(ORIGIN, Figures.llm(ORIGIN)));

	@Test
	void everyEventIsRecordedAndEachFailureIsCountedOnce() {
		assertThat(ONE_OF_EACH).extracting((event) -> (Object) event.getClass())
			.contains((Object[]) VoiceMetrics.class.getPermittedSubclasses());
		for (VoiceMetrics event : ONE_OF_EACH) {
			Recorded recorded = new Recorded().told(event);
			boolean repeats = event instanceof TurnLatency || event instanceof DiscardedMetrics
					|| event instanceof EouMetrics || event instanceof InterruptionMetrics;
			assertThat(recorded.lines()).as(event.type())
				.anyMatch((line) -> !line.startsWith("voice.errors") || event instanceof SttMetrics)
				.filteredOn((line) -> line.startsWith("voice.errors"))
				.hasSize(repeats ? 0 : 1)
				.allMatch((line) -> line.endsWith(" 1") && !line.contains("voice.stage=none"));
			assertThat(recorded.recorder().failures()).isZero();
		}
	}

	@Test
	void areThoseOfTheSpans() {
		assertThat(ONE_OF_EACH).filteredOn((event) -> !(event instanceof InterruptionMetrics))
			.extracting(StageNames::of)
			.containsExactlyInAnyOrder(Stage.LLM_REQUEST.value(), Stage.FUNCTION_TOOL.value(),
					Stage.TTS_REQUEST.value(), Stage.STT_REQUEST.value(), Stage.REALTIME_INFERENCE.value(),
					Stage.EOU_DETECTION.value(), Stage.USER_TURN.value(), Stage.AGENT_TURN.value(), "none", "none");
		assertThat(StageNames.SESSION).isEqualTo(Stage.AGENT_SESSION.value());
	}

	@Test
	void operationsAreThoseOfTheSpans() {
		assertThat(StageNames.CHAT).isEqualTo(Stage.LLM_REQUEST.operationName());
		assertThat(StageNames.GENERATE_CONTENT).isEqualTo(Stage.REALTIME_INFERENCE.operationName());
		assertThat(StageNames.EXECUTE_TOOL).isEqualTo(Stage.FUNCTION_TOOL.operationName());
		assertThat(StageNames.INVOKE_AGENT).isEqualTo(Stage.AGENT_TURN.operationName());
	}

}
