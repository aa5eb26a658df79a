package io.voicetelemetry.sample.report;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.voicetelemetry.event.LatencyPart;
import io.voicetelemetry.event.LatencyPart.Kind;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.ModelUsage;
import io.voicetelemetry.event.SttMetrics;
import io.voicetelemetry.event.TurnLatency;
import io.voicetelemetry.event.UsageKind;
import io.voicetelemetry.sample.RecordedCall;
import io.voicetelemetry.sample.ReportedUsage;
import io.voicetelemetry.test.ReceivedSpan;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link CallReport} of the scripted call, as it is printed.
 */
@ExtendWith(OutputCaptureExtension.class)
class ScriptedCallReportTests {

	private static final Pattern LATENCY_ROW = Pattern.compile(" +[0-9]+ +[0-9]+ +[0-9]+[* ].*");

	private static RecordedCall call;

	private static List<String> report;

	@BeforeAll
	static void play(CapturedOutput output) throws Exception {
		call = RecordedCall.play((uri) -> {
		}, "--sample.call=scripted", "--sample.playout-speed=20");
		report = output.getOut()
			.lines()
			.dropWhile((line) -> !line.equals("Figures of call " + call.ended().callId()))
			.toList();
	}

	@Test
	void hasARowForEachAnswer() {
		List<TurnLatency> latencies = call.figures().of(TurnLatency.class);
		assertThat(latencies).hasSize(4);
		List<List<String>> rows = latencyRows();
		assertThat(rows).extracting((row) -> row.get(0)).containsExactly("2", "3", "4", "5");
		for (int i = 0; i < rows.size(); i++) {
			TurnLatency latency = latencies.get(i);
			assertThat(rows.get(i)).hasSize(3 + Kind.values().length);
			assertThat(rows.get(i).get(1)).isEqualTo(Long.toString(Math.round(latency.e2eLatency() * 1000)));
		}
	}

	@Test
	void partsAddUpToWhatWasFelt() {
		for (TurnLatency latency : call.figures().of(TurnLatency.class)) {
			assertThat(latency.parts().stream().mapToDouble(LatencyPart::duration).sum())
				.isCloseTo(latency.e2eLatency(), within(1e-6));
			assertThat(latency.totalLatency().orElseThrow()).isLessThan(latency.e2eLatency());
		}
		for (List<String> row : latencyRows()) {
			long sum = row.subList(2, 2 + Kind.values().length)
				.stream()
				.filter((cell) -> !cell.equals("-"))
				.mapToLong((cell) -> Long.parseLong(cell.replace("*", "")))
				.sum();
			assertThat(sum).as("each part is rounded").isCloseTo(Long.parseLong(row.get(1)), within(5L));
			assertThat(row).filteredOn((cell) -> cell.endsWith("*")).hasSize(1);
		}
	}

	@Test
	void latencyIsThatOfTheSpan() {
		for (TurnLatency latency : call.figures().of(TurnLatency.class)) {
			ReceivedSpan reply = call.only("agent_turn", (span) -> span.spanId().equals(latency.origin().spanId()));
			assertThat(reply.attributes()).containsEntry("voice.e2e_latency", latency.e2eLatency());
		}
	}

	@Test
	void onlyRepliesThatCalledAToolWaitedForOne() {
		List<TurnLatency> latencies = call.figures().of(TurnLatency.class);
		assertThat(latencies).extracting((latency) -> latency.secondsOf(Kind.TOOL).isPresent())
			.containsExactly(true, false, true, false);
		assertThat(latencies).allSatisfy((latency) -> {
			Set<Kind> kinds = latency.parts().stream().map(LatencyPart::kind).collect(Collectors.toSet());
			assertThat(kinds).contains(Kind.TRANSCRIPTION, Kind.ENDPOINTING, Kind.LLM, Kind.FIRST_SENTENCE);
		});
	}

	@Test
	void tokensAreThoseThatTheModelReported() {
		long input = call.tokens().stream().mapToLong(ReportedUsage.Tokens::input).sum();
		long output = call.tokens().stream().mapToLong(ReportedUsage.Tokens::output).sum();
		assertThat(call.figures().usage()).singleElement().satisfies((usage) -> {
			assertThat(usage.tokens(UsageKind.LLM).input()).hasValue(input);
			assertThat(usage.tokens(UsageKind.LLM).output()).hasValue(output);
		});
		assertThat(report).filteredOn((line) -> line.startsWith(" llm "))
			.singleElement()
			.satisfies((line) -> assertThat(cells(line)).containsExactly("llm", "openai", "clinic-rules-1", "7", "0",
					"1", "0", Long.toString(input), "-", Long.toString(output), "-", "-"));
		assertThat(report).endsWith("1 interruption, 2 tool calls, 1 model request told no tokens");
	}

	@Test
	void hasARowForEachModel() {
		List<ModelUsage> models = call.figures().usage().get(0).models();
		assertThat(models).extracting((model) -> model.kind().value() + " " + model.provider() + " " + model.model())
			.containsExactlyInAnyOrder("llm openai clinic-rules-1", "tts freetts cmu_us_kal", "stt client ",
					"eot clinic punctuation");
		for (ModelUsage model : models) {
			assertThat(report).filteredOn((line) -> line.startsWith(" " + model.kind().value() + " ")).hasSize(1);
		}
	}

	@Test
	void libraryIsToldWhatItNeeds() {
		assertThat(call.figures().of(LlmMetrics.class)).filteredOn((request) -> !request.cancelled())
			.hasSize(6)
			.allSatisfy((request) -> {
				assertThat(request.ttft()).isPresent();
				assertThat(request.tokensPerSecond()).isPresent();
			});
		assertThat(call.figures().of(SttMetrics.class)).hasSize(4).allSatisfy((recognition) -> {
			assertThat(recognition.streamed()).isTrue();
			assertThat(recognition.duration()).as("it goes along with the speech").isEmpty();
			assertThat(recognition.audioDuration()).isPresent();
		});
	}

	@Test
	void fitsOnAScreen() {
		assertThat(report).allSatisfy((line) -> assertThat(line).hasSizeLessThanOrEqualTo(120))
			.allSatisfy((line) -> assertThat(line).matches("\\p{ASCII}*"))
			.hasSizeLessThan(40);
	}

	private static List<List<String>> latencyRows() {
		return report.stream()
			.filter((line) -> LATENCY_ROW.matcher(line).matches())
			.map(ScriptedCallReportTests::cells)
			.toList();
	}

	private static List<String> cells(String line) {
		return Arrays.asList(line.strip().split(" +"));
	}

}
