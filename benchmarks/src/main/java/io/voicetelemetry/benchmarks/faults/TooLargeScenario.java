package io.voicetelemetry.benchmarks.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;

/**
 * Row 11: one span of 500 is larger than the backend takes.
 */
final class TooLargeScenario implements Scenario {

	private static final int SPANS = 500;

	private static final int PROMPT_LENGTH = 5_000_000;

	private static final int LIMIT = 1024 * 1024;

	private static final String KEY = "llm.input";

	@Override
	public String title(Options options) {
		return "one prompt of 5 MB among 499 spans, 413 above 1 MiB";
	}

	@Override
	public List<Check> play(Options options) {
		List<Check> checks = new ArrayList<>();
		checks.addAll(play(options, "with default settings", VoiceDelivery.setup(), LIMIT));
		checks
			.addAll(play(options, "texts not limited", VoiceDelivery.setup().maxTextLength(2 * PROMPT_LENGTH), LIMIT));
		checks.addAll(play(options, "413 above 16 KiB", VoiceDelivery.setup(), 16 * 1024));
		return checks;
	}

	private static List<Check> play(Options options, String how, VoiceDelivery.Setup setup, int limit) {
		List<Integer> lengths = new ArrayList<>();
		try (Experiment experiment = new Experiment(options.withSessions(0, options.rate()), setup::to,
				(span) -> span.getAttributesList()
					.stream()
					.filter((attribute) -> attribute.getKey().equals(KEY))
					.forEach((attribute) -> lengths.add(attribute.getValue().getStringValue().length())))) {
			experiment.receiver().behave(Behaviour.limitedTo(limit));
			long start = System.nanoTime();
			end500Spans(experiment.sdk().getTracer("framework"));
			experiment.finish(Duration.ofSeconds(30));
			long first = experiment.receiver()
				.exchanges()
				.stream()
				.mapToLong(Exchange::arrivedNanos)
				.min()
				.orElse(start);
			long last = experiment.receiver()
				.exchanges()
				.stream()
				.mapToLong(Exchange::arrivedNanos)
				.max()
				.orElse(start);
			long refused = experiment.receiver().exchanges().stream().filter((each) -> each.status() == 413).count();
			boolean shortened = lengths.size() == 1 && lengths.get(0) < PROMPT_LENGTH;
			return List.of(
					Check.of(how + ": 499 intact, the 500th shortened", experiment.lost() == 0 && shortened,
							"%d lost, prompt of %s characters", experiment.lost(), lengths),
					Check.ofTime("done within 1 s", last - first <= TimeUnit.SECONDS.toNanos(1),
							"%.2f s from the first request to the last; %d of %d answered 413", (last - first) / 1e9,
							refused, experiment.receiver().exchanges().size()),
					experiment.balance().result());
		}
	}

	private static void end500Spans(Tracer tracer) {
		for (int number = 0; number < SPANS; number++) {
			Span span = tracer.spanBuilder("chat").startSpan();
			span.setAttribute("number", number);
			if (number == SPANS / 2) {
				span.setAttribute(KEY, "x".repeat(PROMPT_LENGTH));
			}
			span.end();
		}
	}

}
