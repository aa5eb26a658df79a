package io.voicetelemetry.sample.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.voicetelemetry.event.SessionStart;
import io.voicetelemetry.event.SessionSummary;
import io.voicetelemetry.event.UsageSummary;
import io.voicetelemetry.event.VoiceMetrics;
import io.voicetelemetry.event.VoiceMetricsListener;

/**
 * Reports each call when it has ended, in one piece: how long the caller waited and for
 * what, and what was used. All calls are told here, mixed, but by one thread at a time,
 * so nothing is locked.
 */
class CallReport implements VoiceMetricsListener {

	/** A call whose end was missed is not kept for ever. */
	static final int MAX_CALLS = 1000;

	private final Map<String, ReportedCall> calls = new LinkedHashMap<>();

	private final Consumer<String> printer;

	/**
	 * Make a report.
	 * @param printer prints the report of a call
	 */
	CallReport(Consumer<String> printer) {
		this.printer = printer;
	}

	@Override
	public void onSessionStart(SessionStart session) {
		this.calls.put(session.sessionId(), new ReportedCall());
		if (this.calls.size() > MAX_CALLS) {
			this.calls.remove(this.calls.keySet().iterator().next());
		}
	}

	@Override
	public void onMetrics(VoiceMetrics metrics) {
		// What is told outside a call, or after its end, has no entry.
		ReportedCall call = this.calls.get(metrics.origin().sessionId());
		if (call != null) {
			call.add(metrics);
		}
	}

	@Override
	public void onUsage(UsageSummary usage) {
		ReportedCall call = this.calls.get(usage.sessionId());
		if (call != null) {
			call.used(usage);
		}
	}

	@Override
	public void onSessionEnd(SessionSummary session) {
		ReportedCall call = this.calls.remove(session.sessionId());
		if (call != null) {
			this.printer.accept(call.report(session));
		}
	}

}
