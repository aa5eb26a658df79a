package io.voicetelemetry.benchmarks.faults;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * Row 2: the backend is gone for so long that not everything can be kept.
 */
final class OverflowScenario implements Scenario {

	/** At 1000 spans a second, so much is there within a few seconds. */
	private static final long MAX_BYTES = 2 * 1024 * 1024;

	private static final long MAX_BYTES_SHORT = 512 * 1024;

	/** What ended within the schedule delay goes out and is dropped together. */
	private static final int BATCH_MILLIS = 1000;

	@Override
	public String title(Options options) {
		return String.format(Locale.ROOT, "backend down %d s, budget of %d KB exceeded", outage(options).toSeconds(),
				maxBytes(options) / 1024);
	}

	private static Duration outage(Options options) {
		return Duration.ofSeconds(Math.max(3, options.lasting(60).toSeconds()));
	}

	private static long maxBytes(Options options) {
		return (outage(options).toSeconds() < 20) ? MAX_BYTES_SHORT : MAX_BYTES;
	}

	@Override
	public List<Check> play(Options options) {
		long limit = maxBytes(options);
		try (CapturedLog log = CapturedLog.open();
				Experiment experiment = new Experiment(options, VoiceDelivery.setup().maxQueueBytes(limit)::to)) {
			Experiment.pause(options.calm());
			experiment.receiver().goDown();
			int from = experiment.ended().nowMillis();
			Experiment.pause(outage(options));
			long lines = log.visible().size();
			int until = experiment.ended().nowMillis();
			experiment.receiver().comeUp();
			experiment.finish();
			return List.of(bytes(experiment, limit), counter(experiment), oldestFirst(experiment, from, until),
					fewLines(lines, outage(options)), experiment.balance().result());
		}
	}

	private static Check bytes(Experiment experiment, long limit) {
		long most = experiment.balance().mostBytes();
		return Check.of("memory <= limit + 5 %", most <= 1.05 * limit, "at most %d KB = %.1f %%, %d spans", most / 1024,
				100.0 * most / limit, experiment.balance().mostQueued());
	}

	private static Check counter(Experiment experiment) {
		long lost = experiment.lost();
		SpanDelivery.Counts counts = experiment.counts();
		long full = counts.dropped().getOrDefault("queue_full", 0L);
		return Check.of("what is lost is counted exactly", lost > 0 && full == lost && counts.droppedInAll() == lost,
				"%d lost, %d counted as queue_full", lost, full);
	}

	private static Check oldestFirst(Experiment experiment, int from, int until) {
		EndedSpans ended = experiment.ended();
		BitSet received = experiment.receiver().spans().ids();
		BitSet lost = ended.missingFrom(received, (end) -> true);
		int lastLost = lost.stream().map(ended::endMillis).max().orElse(0);
		int firstKept = received.stream()
			.map(ended::endMillis)
			.filter((end) -> end > from + BATCH_MILLIS && end <= until)
			.min()
			.orElse(0);
		return Check.of("the oldest go first", lastLost <= firstKept + BATCH_MILLIS,
				"the last one lost ended %.1f s after the outage began, the first one kept %.1f s",
				(lastLost - from) / 1e3, (firstKept - from) / 1e3);
	}

	private static Check fewLines(long lines, Duration outage) {
		long minutes = Math.max(1, outage.toMinutes());
		return Check.ofTime("<= 2 log lines a minute", lines <= 2 * minutes, "%d in %d s", lines, outage.toSeconds());
	}

}
