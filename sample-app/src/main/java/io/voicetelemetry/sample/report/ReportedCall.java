package io.voicetelemetry.sample.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.ModelUsage;
import io.voicetelemetry.event.SessionSummary;
import io.voicetelemetry.event.TurnLatency;
import io.voicetelemetry.event.TurnMetrics;
import io.voicetelemetry.event.UsageSummary;
import io.voicetelemetry.event.VoiceMetrics;

/**
 * What was told about one call. Of a call that goes on and on, the first replies are
 * kept: a table of more is not read.
 */
final class ReportedCall {

	static final int MAX_REPLIES = 100;

	private final List<TurnMetrics> replies = new ArrayList<>();

	private final List<TurnLatency> latencies = new ArrayList<>();

	private int untoldLatencies;

	private int requestsWithoutTokens;

	private List<ModelUsage> usage = List.of();

	void add(VoiceMetrics metrics) {
		if (metrics instanceof TurnLatency latency) {
			if (this.latencies.size() < MAX_REPLIES) {
				this.latencies.add(latency);
			}
			else {
				this.untoldLatencies++;
			}
		}
		else if (metrics instanceof TurnMetrics turn && turn.role() == TurnMetrics.Role.AGENT) {
			if (this.replies.size() < MAX_REPLIES) {
				this.replies.add(turn);
			}
		}
		else if (metrics instanceof LlmMetrics request && request.tokens().total().isEmpty()) {
			this.requestsWithoutTokens++;
		}
	}

	void used(UsageSummary summary) {
		this.usage = summary.models();
	}

	String report(SessionSummary session) {
		List<String> lines = new ArrayList<>();
		lines.add("");
		lines.add("Figures of call " + session.sessionId());
		lines.add("");
		lines.addAll(new LatencyTable(answers()).lines());
		if (this.untoldLatencies > 0) {
			lines.add(" and " + this.untoldLatencies + " more");
		}
		lines.add("");
		lines.addAll(UsageTable.lines(this.usage));
		lines.add("");
		lines.add(sums(session));
		return String.join(System.lineSeparator(), lines);
	}

	/**
	 * Number the replies as they began, those that answer nobody included.
	 */
	private List<Answer> answers() {
		this.replies.sort(Comparator.comparing(ReportedCall::start));
		List<String> ids = this.replies.stream().map(ReportedCall::spanId).toList();
		return this.latencies.stream().map((latency) -> new Answer(ids.indexOf(spanId(latency)) + 1, latency)).toList();
	}

	private static String spanId(VoiceMetrics metrics) {
		return Objects.requireNonNullElse(metrics.origin().spanId(), "");
	}

	private static Instant start(TurnMetrics turn) {
		return turn.origin().timestamp().minus(Duration.ofNanos((long) (turn.duration() * 1e9)));
	}

	private String sums(SessionSummary session) {
		String sums = count(session.interruptions(), "interruption") + ", " + count(session.toolCalls(), "tool call");
		return (this.requestsWithoutTokens > 0)
				? sums + ", " + count(this.requestsWithoutTokens, "model request") + " told no tokens" : sums;
	}

	private static String count(int number, String what) {
		return number + " " + what + ((number != 1) ? "s" : "");
	}

	/**
	 * A reply that answered the caller.
	 *
	 * @param number its number in the call, 0 if that is not known
	 * @param latency how long the caller waited for it
	 */
	record Answer(int number, TurnLatency latency) {

		String name() {
			return (this.number > 0) ? Integer.toString(this.number) : TextTable.UNKNOWN;
		}

	}

}
