package io.voicetelemetry.inspector;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.export.StartedSpan;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A session in a line: what a list of sessions shows. Each span is read once, when
 * somebody looks. Not thread-safe.
 */
final class SessionRow {

	private static final Map<String, TelemetryAttribute<String>> NAMES = names();

	private final String key;

	private final String id;

	private final Function<StartedSpan, @Nullable SpanData> shown;

	private final Map<String, String> names = new LinkedHashMap<>();

	private final List<Double> latencies = new ArrayList<>();

	private final FailedSpans failed = new FailedSpans();

	private int read;

	private long start = Long.MAX_VALUE;

	private @Nullable SpanData session;

	private @Nullable String traceId;

	private int turns;

	private int replies;

	private int interruptions;

	private @Nullable Long inputTokens;

	private @Nullable Long outputTokens;

	SessionRow(String key, String id, Function<StartedSpan, @Nullable SpanData> shown) {
		this.shown = shown;
		this.key = key;
		this.id = id;
	}

	private static Map<String, TelemetryAttribute<String>> names() {
		Map<String, TelemetryAttribute<String>> names = new LinkedHashMap<>();
		names.put("agent", TelemetryAttributes.AGENT_NAME);
		names.put("tenant", TelemetryAttributes.TENANT_ID);
		names.put("room", TelemetryAttributes.ROOM_NAME);
		names.put("user", TelemetryAttributes.USER_ID);
		names.put("conversation", TelemetryAttributes.CONVERSATION_ID);
		return names;
	}

	/**
	 * Reads what has ended since the last time.
	 */
	void read(List<SpanData> ended) {
		for (; this.read < ended.size(); this.read++) {
			read(ended.get(this.read));
		}
	}

	private void read(SpanData span) {
		this.start = Math.min(this.start, span.getStartEpochNanos());
		readNames(span, this.names);
		this.failed.read(span);
		String stage = get(span, TelemetryAttributes.STAGE);
		if (stage == null) {
			return;
		}
		this.traceId = (this.traceId != null) ? this.traceId : span.getTraceId();
		this.inputTokens = sum(this.inputTokens, get(span, TelemetryAttributes.INPUT_TOKENS));
		this.outputTokens = sum(this.outputTokens, get(span, TelemetryAttributes.OUTPUT_TOKENS));
		if (stage.equals(Stage.USER_TURN.value())) {
			this.turns++;
		}
		else if (stage.equals(Stage.AGENT_TURN.value())) {
			this.replies++;
			this.interruptions += Boolean.TRUE.equals(get(span, TelemetryAttributes.INTERRUPTED)) ? 1 : 0;
			Double latency = get(span, TelemetryAttributes.E2E_LATENCY);
			if (latency != null) {
				this.latencies.add(latency);
			}
		}
		else if (stage.equals(Stage.AGENT_SESSION.value())) {
			this.session = span;
			this.traceId = span.getTraceId();
		}
	}

	private static void readNames(SpanData span, Map<String, String> names) {
		NAMES.forEach((name, attribute) -> {
			String value = get(span, attribute);
			if (value != null) {
				names.putIfAbsent(name, value);
			}
		});
	}

	private static @Nullable Long sum(@Nullable Long sum, @Nullable Long more) {
		return (sum == null) ? more : (more == null) ? sum : Long.valueOf(sum + more);
	}

	private static <T> @Nullable T get(SpanData span, TelemetryAttribute<T> attribute) {
		return span.getAttributes().get(attribute.key());
	}

	/**
	 * The line now. What is not known is not in it.
	 * @param closed whether the session is over
	 * @param open its spans that have not ended
	 * @param cut how many spans there was no room for
	 */
	Map<String, Object> describe(boolean closed, Collection<StartedSpan> open, long cut) {
		Map<String, Object> row = new LinkedHashMap<>();
		row.put("key", this.key);
		row.put("id", this.id);
		put(row, "traceId", (this.traceId != null) ? this.traceId
				: open.stream().findFirst().map((span) -> span.context().getTraceId()).orElse(null));
		Map<String, String> names = new LinkedHashMap<>(this.names);
		open.stream().findFirst().map(this.shown).ifPresent((span) -> {
			this.start = Math.min(this.start, span.getStartEpochNanos());
			readNames(span, names);
		});
		names.forEach((name, value) -> {
			// A conversation is the session itself where nobody named another.
			if (!value.equals(this.id)) {
				row.put(name, value);
			}
		});
		if (this.start != Long.MAX_VALUE) {
			row.put("start", TimeUnit.NANOSECONDS.toMillis(this.start));
		}
		row.put("live", !closed);
		SpanData session = this.session;
		if (session != null) {
			row.put("duration", millis(session.getEndEpochNanos() - session.getStartEpochNanos()));
			put(row, "outcome", get(session, TelemetryAttributes.OUTCOME));
			put(row, "reason", get(session, TelemetryAttributes.DISCONNECT_REASON));
		}
		row.put("turns", this.turns);
		row.put("replies", this.replies);
		row.put("interruptions", this.interruptions);
		row.put("errors", this.failed.count());
		List<Double> sorted = new ArrayList<>(this.latencies);
		Collections.sort(sorted);
		put(row, "latencyP50", percentile(sorted, 50));
		put(row, "latencyP95", percentile(sorted, 95));
		put(row, "inputTokens", this.inputTokens);
		put(row, "outputTokens", this.outputTokens);
		if (cut > 0) {
			row.put("cut", cut);
		}
		return row;
	}

	/**
	 * When it began, in nanoseconds since the epoch.
	 */
	long start() {
		return this.start;
	}

	/**
	 * The spans that count as errors.
	 */
	List<String> failed() {
		return this.failed.ids();
	}

	private static void put(Map<String, Object> row, String name, @Nullable Object value) {
		if (value != null) {
			row.put(name, value);
		}
	}

	/**
	 * By nearest rank: a latency that was felt, and not one in between.
	 */
	private static @Nullable Double percentile(List<Double> sorted, int percent) {
		return sorted.isEmpty() ? null : sorted.get((sorted.size() * percent + 99) / 100 - 1);
	}

	static double millis(long nanos) {
		return nanos / 1000 / 1e3;
	}

}
