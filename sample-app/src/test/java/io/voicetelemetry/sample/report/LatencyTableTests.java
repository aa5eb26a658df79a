package io.voicetelemetry.sample.report;

import java.util.List;
import java.util.OptionalDouble;

import io.voicetelemetry.event.LatencyPart.Kind;
import io.voicetelemetry.event.TurnLatency;
import io.voicetelemetry.sample.report.ReportedCall.Answer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LatencyTable}.
 */
class LatencyTableTests {

	@Test
	void showsWhatEachReplyWasWaitedFor() {
		TurnLatency withTool = Told.latency("call", "1", OptionalDouble.of(0.15), Kind.TRANSCRIPTION, 40,
				Kind.ENDPOINTING, 50, Kind.LLM, 70, Kind.FIRST_SENTENCE, 30, Kind.TOOL, 110, Kind.LLM, 60,
				Kind.FIRST_SENTENCE, 20, Kind.TTS, 10, Kind.PLAYOUT, 10, Kind.OTHER, 10);
		TurnLatency slowCallback = Told.latency("call", "2", OptionalDouble.empty(), Kind.ENDPOINTING, 95.4,
				Kind.ON_USER_TURN_COMPLETED, 204.6);
		assertThat(new LatencyTable(List.of(new Answer(2, withTool), new Answer(10, slowCallback))).lines()
			.stream()
			.skip(2))
			.containsExactly(
					" reply  felt  transcription  endpointing  callback  llm  first sentence  tool  tts  playout  other"
							+ "  total_latency",
					"                          t            e         c    l               s     T    v        p      .",
					"     2   410             40           50         -  130*             50   110   10       10     10"
							+ "            150",
					"    10   300              -           95       205*   -               -     -    -        -      -"
							+ "              -",
					"",
					" total_latency is LiveKit's sum: end of turn decided + first token + first byte of audio,"
							+ " but nothing in between",
					"", " reply  as it happened, a letter for each 5 ms",
					"     2  tttttttteeeeeeeeeellllllllllllllssssssTTTTTTTTTTTTTTTTTTTTTTllllllllllllssssvvpp..",
					"    10  eeeeeeeeeeeeeeeeeeeccccccccccccccccccccccccccccccccccccccccc");
	}

	@Test
	void scaleFitsTheSlowestReply() {
		assertThat(bars(0.4)).endsWith("a letter for each 1 ms");
		assertThat(bars(100)).endsWith("a letter for each 1 ms");
		assertThat(bars(101)).endsWith("a letter for each 2 ms");
		assertThat(bars(2500)).endsWith("a letter for each 50 ms");
		assertThat(bars(90_000)).endsWith("a letter for each 1000 ms");
	}

	@Test
	void barsAreNeverTooLong() {
		assertThat(lines(9e9)).filteredOn((line) -> line.endsWith("llll")).singleElement().asString().hasSize(108);
	}

	@Test
	void replyWithoutWaitHasNoLongestPart() {
		assertThat(lines(0)).filteredOn((line) -> line.startsWith("     1"))
			.hasSize(2)
			.noneSatisfy((line) -> assertThat(line).contains("*"));
	}

	@Test
	void saysWhenNothingWasHeard() {
		assertThat(new LatencyTable(List.of()).lines()).containsExactly("No reply to a turn of the caller was heard");
	}

	@Test
	void replyWithoutNumberIsUnknown() {
		TurnLatency latency = Told.latency("call", "1", OptionalDouble.empty(), Kind.LLM, 10);
		assertThat(new LatencyTable(List.of(new Answer(0, latency))).lines()).contains("     -  llllllllll");
	}

	private static String bars(double millis) {
		return lines(millis).stream().filter((line) -> line.contains("a letter")).findFirst().orElseThrow();
	}

	private static List<String> lines(Number millis) {
		TurnLatency latency = Told.latency("call", "1", OptionalDouble.empty(), Kind.LLM, millis);
		return new LatencyTable(List.of(new Answer(1, latency))).lines();
	}

}
