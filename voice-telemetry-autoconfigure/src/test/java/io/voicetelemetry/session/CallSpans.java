package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Keeps the spans of each call until it is checked, which is when it has ended: those of
 * millions would not fit into memory.
 */
final class CallSpans implements SpanProcessor {

	private final Map<String, Call> calls = new ConcurrentHashMap<>();

	private Call call(String traceId) {
		return this.calls.computeIfAbsent(traceId,
				(id) -> new Call(new AtomicInteger(), new ConcurrentLinkedQueue<>()));
	}

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
		call(span.getSpanContext().getTraceId()).started().incrementAndGet();
	}

	@Override
	public boolean isStartRequired() {
		return true;
	}

	@Override
	public void onEnd(ReadableSpan span) {
		call(span.getSpanContext().getTraceId()).ended().add(Ended.of(span.toSpanData()));
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

	/** How many calls are not checked yet. */
	int size() {
		return this.calls.size();
	}

	/**
	 * What became of a call that has ended. It is forgotten.
	 */
	Tree take(String traceId) {
		Call call = this.calls.remove(traceId);
		return new Tree(call.started().get(), List.copyOf(call.ended()));
	}

	private record Call(AtomicInteger started, Queue<Ended> ended) {
	}

	/**
	 * The spans of one call.
	 *
	 * @param started how many were started
	 * @param spans those that have ended
	 */
	record Tree(int started, List<Ended> spans) {

		long count(Stage... stages) {
			return this.spans.stream().filter((span) -> List.of(stages).contains(span.stage())).count();
		}

		/**
		 * Whether there was a request for each span of some stages, but perhaps not for
		 * those that were over before they began, because the call ended in that moment.
		 */
		boolean isUsed(long requests, Stage... stages) {
			long neverBegun = this.spans.stream()
				.filter((span) -> List.of(stages).contains(span.stage()) && span.start() == span.end()
						&& span.outcome().equals("cancelled"))
				.count();
			return requests <= count(stages) && requests + neverBegun >= count(stages);
		}

		@Override
		public String toString() {
			Map<String, List<Ended>> children = new HashMap<>();
			this.spans
				.forEach((span) -> children.computeIfAbsent(span.parentId(), (id) -> new ArrayList<>()).add(span));
			return children.getOrDefault("", List.of())
				.stream()
				.map((root) -> toString(root, children))
				.sorted()
				.toList()
				.toString();
		}

		private static String toString(Ended span, Map<String, List<Ended>> children) {
			return CallFacts.node(span.stage(), span.outcome(), span.attributes(), span.events(),
					children.getOrDefault(span.id(), List.of())
						.stream()
						.map((child) -> toString(child, children))
						.toList());
		}

		/**
		 * What is wrong whatever was done: a second root, orphans, spans that are outside
		 * their parent or stand where they may not, or that never ended or twice.
		 */
		List<String> violations(String sessionId) {
			List<String> violations = new ArrayList<>();
			if (this.started != this.spans.size()) {
				violations.add(this.started + " started and " + this.spans.size() + " ended");
			}
			Map<String, Ended> byId = new HashMap<>();
			for (Ended span : this.spans) {
				if (byId.put(span.id(), span) != null) {
					violations.add(span + " ended twice");
				}
			}
			if (count(Stage.AGENT_SESSION) != 1) {
				violations.add("there are " + count(Stage.AGENT_SESSION) + " roots");
			}
			for (Ended span : this.spans) {
				if (span.end() < span.start() || !sessionId.equals(span.sessionId())) {
					violations.add(span + " is wrong in itself");
				}
				Ended parent = byId.get(span.parentId());
				if (span.stage() == Stage.AGENT_SESSION) {
					continue;
				}
				if (parent == null || !span.stage().mayStandUnder(parent.stage()) || span.start() < parent.start()
						|| span.end() > parent.end()) {
					violations.add(span + " is not in its place under " + parent);
				}
			}
			return violations;
		}

	}

	/**
	 * A span that has ended.
	 */
	record Ended(String id, String parentId, Stage stage, String outcome, String sessionId, long attributes,
			long events, long start, long end) {

		static Ended of(SpanData span) {
			long[] own = new long[1];
			span.getAttributes().forEach((key, value) -> own[0] += key.getKey().startsWith("app.") ? 1 : 0);
			return new Ended(span.getSpanId(), span.getParentSpanContext().isValid() ? span.getParentSpanId() : "",
					Stage.valueOf(span.getAttributes()
						.get(TelemetryAttributes.STAGE.key())
						.toUpperCase(java.util.Locale.ROOT)),
					span.getAttributes().get(TelemetryAttributes.OUTCOME.key()),
					span.getAttributes().get(TelemetryAttributes.SESSION_ID.key()), own[0], span.getEvents().size(),
					span.getStartEpochNanos(), span.getEndEpochNanos());
		}

	}

}
