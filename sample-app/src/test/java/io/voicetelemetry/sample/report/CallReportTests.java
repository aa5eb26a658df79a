package io.voicetelemetry.sample.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

import io.voicetelemetry.event.LatencyPart.Kind;
import io.voicetelemetry.event.TokenUsage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallReport}.
 */
class CallReportTests {

	private final List<String> printed = new ArrayList<>();

	private final CallReport report = new CallReport(this.printed::add);

	@Test
	void callsAreToldApart() {
		this.report.onSessionStart(Told.start("a"));
		this.report.onSessionStart(Told.start("b"));
		latency("a", "1", 100);
		latency("b", "2", 200);
		this.report.onMetrics(Told.request("b", TokenUsage.unknown()));
		latency("a", "3", 300);
		this.report.onMetrics(Told.reply("b", "2", 5, 1));
		this.report.onMetrics(Told.reply("a", "1", 1, 1));
		this.report.onMetrics(Told.reply("a", "3", 2, 1));
		this.report.onUsage(Told.usage("b", Told.llm("model-b", 7, TokenUsage.of(20, 2))));
		this.report.onUsage(Told.usage("a", Told.llm("model-a", 6, TokenUsage.of(10, 1).withCachedInput(5))));
		this.report.onSessionEnd(Told.end("b", 0, 1));
		this.report.onSessionEnd(Told.end("a", 1, 2));
		assertThat(this.printed).hasSize(2);
		assertThat(this.printed.get(0).lines())
			.contains("Figures of call b", "0 interruptions, 1 tool call, 1 model request told no tokens")
			.anySatisfy((line) -> assertThat(line).matches("     1   200 .* 200\\* .*"))
			.anySatisfy((line) -> assertThat(line).matches(" llm +embedded +model-b +7 +1 +2 +3 +20 +- +2 +- +-"))
			.noneSatisfy((line) -> assertThat(line).contains("model-a"));
		assertThat(this.printed.get(1).lines()).contains("Figures of call a")
			.anySatisfy((line) -> assertThat(line).matches("     1   100 .*"))
			.anySatisfy((line) -> assertThat(line).matches("     2   300 .*"))
			.anySatisfy((line) -> assertThat(line).matches(" llm +embedded +model-a +6 +1 +2 +3 +10 +5 +1 +- +-"))
			.last()
			.isEqualTo("1 interruption, 2 tool calls");
	}

	@Test
	void repliesAreNumberedAsTheyBegan() {
		this.report.onSessionStart(Told.start("a"));
		latency("a", "2", 200);
		latency("a", "3", 300);
		this.report.onMetrics(Told.reply("a", "3", 3, 1));
		this.report.onMetrics(Told.reply("a", "2", 2, 5));
		this.report.onMetrics(Told.reply("a", "1", 1, 9));
		this.report.onSessionEnd(Told.end("a", 0, 0));
		assertThat(this.printed.get(0).lines()).anySatisfy((line) -> assertThat(line).matches("     2   200 .*"))
			.anySatisfy((line) -> assertThat(line).matches("     3   300 .*"))
			.last()
			.isEqualTo("0 interruptions, 0 tool calls");
	}

	@Test
	void callWithoutAnythingIsReported() {
		this.report.onSessionStart(Told.start("a"));
		this.report.onMetrics(Told.request("a", TokenUsage.unknown()));
		this.report.onMetrics(Told.request("a", TokenUsage.of(0, 0)));
		this.report.onUsage(Told.usage("a"));
		this.report.onSessionEnd(Told.end("a", 0, 0));
		assertThat(this.printed.get(0).lines()).contains("No reply to a turn of the caller was heard",
				"No model was used", "0 interruptions, 0 tool calls, 1 model request told no tokens");
	}

	@Test
	void nothingIsKeptOfACallThatHasEnded() {
		this.report.onSessionStart(Told.start("a"));
		this.report.onSessionEnd(Told.end("a", 0, 0));
		latency("a", "1", 100);
		this.report.onUsage(Told.usage("a"));
		this.report.onSessionEnd(Told.end("a", 0, 0));
		assertThat(this.printed).hasSize(1);
	}

	@Test
	void figuresOutsideAnyCallAreLeftOut() {
		this.report.onMetrics(Told.latency(null, "1", OptionalDouble.empty(), Kind.LLM, 100));
		assertThat(this.printed).isEmpty();
	}

	@Test
	void callsWithoutEndAreForgotten() {
		for (int i = 0; i <= CallReport.MAX_CALLS; i++) {
			this.report.onSessionStart(Told.start("call-" + i));
		}
		this.report.onSessionEnd(Told.end("call-0", 0, 0));
		assertThat(this.printed).isEmpty();
		this.report.onSessionEnd(Told.end("call-1", 0, 0));
		assertThat(this.printed).hasSize(1);
	}

	@Test
	void longCallIsCutShort() {
		this.report.onSessionStart(Told.start("a"));
		for (int i = 0; i < ReportedCall.MAX_REPLIES + 5; i++) {
			latency("a", Integer.toString(i), 100);
			this.report.onMetrics(Told.reply("a", Integer.toString(i), i, 0.5));
		}
		this.report.onSessionEnd(Told.end("a", 0, 0));
		assertThat(this.printed.get(0).lines()).contains(" and 5 more")
			.filteredOn((line) -> line.endsWith("llllllllll"))
			.hasSize(ReportedCall.MAX_REPLIES);
	}

	private void latency(String call, String spanId, int millis) {
		this.report.onMetrics(Told.latency(call, spanId, OptionalDouble.empty(), Kind.LLM, millis));
	}

}
