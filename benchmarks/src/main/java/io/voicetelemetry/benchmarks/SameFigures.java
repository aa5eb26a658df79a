package io.voicetelemetry.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.usage.UsageCollector;

/**
 * Makes sure that like is compared with like where everything is on: both ways of writing
 * emit the same spans, count the same in the same meters, have the same used and tell the
 * listener the same.
 */
final class SameFigures {

	private static final int CALLS = 3;

	private final FinishedSpans finished = new FinishedSpans();

	private final MeterRegistry ours = new SimpleMeterRegistry();

	private final MeterRegistry byHand = new SimpleMeterRegistry();

	private final FullApplication application;

	private final Call call = new Call();

	private SameFigures(boolean content, boolean redaction) {
		this.application = new FullApplication(SdkTracerProvider.builder().addSpanProcessor(this.finished).build(),
				this.ours, this.byHand, content, redaction);
	}

	static void check() {
		SameFigures figures = new SameFigures(false, false);
		figures.checkOutsideSession();
		figures.checkInSession();
		figures.checkSums();
		for (boolean redaction : new boolean[] { false, true }) {
			SameFigures content = new SameFigures(true, redaction);
			content.checkContent();
			content.checkSums();
		}
	}

	private void checkOutsideSession() {
		LanguageModel annotated = this.application.annotated();
		FullHandWrittenModel handWritten = this.application.handWritten();
		List<SpanData> ours = spansOf(
				() -> annotated.answer(this.call.model, this.call.conversation, this.call.maxTokens));
		List<SpanData> theirs = spansOf(
				() -> handWritten.answer(this.call.model, this.call.conversation, this.call.maxTokens));
		for (int i = 0; i < CALLS; i++) {
			SameSpans.requireSame(ours.get(i), theirs.get(i), SameSpans.ATTRIBUTES);
		}
	}

	private void checkInSession() {
		LanguageModel annotated = this.application.annotated();
		FullHandWrittenModel handWritten = this.application.handWritten();
		List<SpanData> ours;
		String ourUsage;
		try (OpenReply reply = this.application.openReply("call-1")) {
			ours = spansOf(() -> annotated.answerInSession(this.call.model, this.call.maxTokens));
			ourUsage = linesOf(reply.session().usage());
		}
		try (HandWrittenTurn turn = this.application.openTurn("call-1")) {
			List<SpanData> theirs = spansOf(
					() -> handWritten.answerInSession(turn, this.call.model, this.call.maxTokens));
			for (int i = 0; i < CALLS; i++) {
				SameSpans.requireSame(ours.get(i), theirs.get(i), SameSpans.ATTRIBUTES_IN_SESSION);
			}
			SameSpans.require(ourUsage.equals(turn.usage().lines()),
					"Not the same used: " + ourUsage + " and " + turn.usage().lines());
		}
	}

	private void checkContent() {
		LanguageModel annotated = this.application.annotated();
		FullHandWrittenModel handWritten = this.application.handWritten();
		List<SpanData> ours;
		try (OpenReply reply = this.application.openReply("call-1")) {
			ours = spansOf(() -> annotated.answerAtLength(this.call.model, this.call.prompt));
		}
		try (HandWrittenTurn turn = this.application.openTurn("call-1")) {
			List<SpanData> theirs = spansOf(
					() -> handWritten.answerWithContent(turn, this.call.model, this.call.prompt));
			for (int i = 0; i < CALLS; i++) {
				// One more than the maximum of tokens, which this call does not tell.
				SameSpans.requireSame(ours.get(i), theirs.get(i), SameSpans.ATTRIBUTES_IN_SESSION + 1);
			}
		}
	}

	private void checkSums() {
		String ours = linesOf(this.application.application().usage());
		String theirs = this.application.figures().usage().lines();
		SameSpans.require(ours.equals(theirs), "Not the same used: " + ours + " and " + theirs);
		checkMeters();
		this.application.close();
	}

	private List<SpanData> spansOf(Supplier<Answer> call) {
		Listener listener = this.application.listener();
		long told = listener.told();
		long tokens = listener.tokens();
		List<SpanData> spans = new ArrayList<>();
		for (int i = 0; i < CALLS; i++) {
			this.finished.take();
			Answer answer = call.get();
			tokens += answer.usage().total().orElse(0);
			spans.add(this.finished.takeOne());
		}
		long deadline = System.nanoTime() + 30_000_000_000L;
		while (listener.told() < told + CALLS && System.nanoTime() < deadline) {
			LockSupport.parkNanos(1_000_000);
		}
		SameSpans.require(listener.told() == told + CALLS && listener.tokens() == tokens,
				"Told " + listener.told() + " and not " + (told + CALLS));
		return spans;
	}

	private void checkMeters() {
		Map<String, String> theirs = valuesOf(this.byHand);
		Map<String, String> same = valuesOf(this.ours);
		same.keySet().removeIf((meter) -> !meter.startsWith("llm.") && !meter.startsWith("gen_ai.client."));
		SameSpans.require(same.equals(theirs), "Not the same meters:\n" + same + "\n" + theirs);
	}

	/**
	 * What meters have counted, without what depends on the clock.
	 */
	private static Map<String, String> valuesOf(MeterRegistry registry) {
		Map<String, String> values = new TreeMap<>();
		for (Meter meter : registry.getMeters()) {
			String id = meter.getId().getName() + meter.getId()
				.getTags()
				.stream()
				.map((Tag tag) -> tag.getKey() + "=" + tag.getValue())
				.collect(Collectors.joining(", ", " {", "}"));
			if (meter instanceof Counter counter) {
				values.put(id, Double.toString(counter.count()));
			}
			else if (meter instanceof Timer timer) {
				values.put(id, timer.count() + ", buckets " + timer.takeSnapshot().histogramCounts().length);
			}
			else if (meter instanceof DistributionSummary summary) {
				values.put(id,
						summary.count() + ", " + summary.totalAmount() + ", buckets "
								+ Arrays.stream(summary.takeSnapshot().histogramCounts())
									.map(CountAtBucket::toString)
									.toList());
			}
		}
		return values;
	}

	private static String linesOf(UsageCollector usage) {
		return usage.usage()
			.stream()
			.map((row) -> HandWrittenUsage.line(row.provider(), row.model(), row.requests(),
					row.tokens().input().orElse(0), row.tokens().output().orElse(0)))
			.collect(Collectors.joining());
	}

	/**
	 * Checks, and says nothing if all is well.
	 */
	public static void main(String[] arguments) {
		SameSpans.check();
		check();
		SamePeers.check();
	}

}
