package io.voicetelemetry.benchmarks.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Row 1: the backend is gone for a while and comes back. The same is done to
 * OpenTelemetry's own processor.
 */
final class OutageScenario implements Scenario {

	private static final long SLOW_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

	private static final int MOST_MEGABYTES = 128;

	private static final Duration LONGEST_DRAIN = Duration.ofSeconds(30);

	@Override
	public String title(Options options) {
		return String.format(Locale.ROOT, "backend down %d s, %d sessions, %.0f spans/s",
				options.lasting(60).toSeconds(), options.sessions(), options.rate());
	}

	@Override
	public List<Check> play(Options options) {
		List<Check> checks = new ArrayList<>();
		try (Experiment experiment = new Experiment(options, VoiceDelivery.setup()::to)) {
			Outage outage = Outage.play(experiment, options, LONGEST_DRAIN.multipliedBy(4));
			checks.add(experiment.nothingLost());
			checks.add(Check.ofTime("drained <= 30 s after recovery", outage.drained().compareTo(LONGEST_DRAIN) <= 0,
					"%.1f s for %d spans", outage.drained().toMillis() / 1e3, outage.produced()));
			checks.add(cost(outage));
			checks.add(Check.ofTime("heap <= +128 MB", outage.heapMegabytes() <= MOST_MEGABYTES,
					"+%d MB, %.1f MB of them queued", outage.heapMegabytes(),
					experiment.balance().mostBytes() / 1048576.0));
			checks.add(experiment.fewDuplicates());
			checks.add(experiment.balance().result());
		}
		if (options.compare()) {
			compare(options, checks);
		}
		return checks;
	}

	private static Check cost(Outage outage) {
		long down = outage.down().percentile(0.99);
		boolean pass = down <= SLOW_NANOS && down <= 1.1 * outage.healthy().percentile(0.99);
		return Check.ofTime("end of a span <= 100 us and within 10 % of healthy, p99", pass, "%s", outage.costs());
	}

	private static void compare(Options options, List<Check> checks) {
		try (Experiment experiment = new Experiment(options, OpenTelemetryDelivery::new)) {
			Outage outage = Outage.play(experiment, options, options.calm());
			long lost = experiment.lost();
			checks.add(Check.note("for comparison, " + experiment.delivery().name(),
					"%d of %d lost = %.1f %% of the outage; end of a span %s; heap +%d MB", lost,
					experiment.ended().count(), 100.0 * lost / outage.produced(), outage.costs(),
					outage.heapMegabytes()));
		}
	}

}
