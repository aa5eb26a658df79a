package io.voicetelemetry.benchmarks.faults;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Row 5: the backend accepts connections and never answers.
 */
final class SilenceScenario implements Scenario {

	private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	@Override
	public String title(Options options) {
		return String.format(Locale.ROOT, "no answer for %d s, timeout %d s", options.lasting(60).toSeconds(),
				timeout(options).toSeconds());
	}

	private static Duration timeout(Options options) {
		return Duration.ofSeconds(Math.max(1, Math.min(10, options.lasting(60).toSeconds() / 3)));
	}

	@Override
	public List<Check> play(Options options) {
		try (CapturedLog log = CapturedLog.open();
				Experiment experiment = new Experiment(options, VoiceDelivery.setup().timeout(timeout(options))::to)) {
			Experiment.pause(options.calm());
			CallTimes healthy = experiment.load().measure();
			Experiment.pause(options.calm());
			CallTimes silent = experiment.load().measure();
			experiment.receiver().behave(Behaviour.silent());
			Experiment.pause(options.lasting(60));
			experiment.load().measure();
			String said = "timed out after " + timeout(options).toSeconds() + "s";
			log.await(said);
			experiment.receiver().behave(Behaviour.accepting());
			experiment.finish();
			return List.of(experiment.nothingLost(), neverBlocked(healthy, silent),
					Check.of("the log names the timeout", log.count((line) -> line.contains(said)) > 0, "%s",
							log.firstWith(said)),
					Check.note("duplicates", "%d", experiment.receiver().spans().duplicates()),
					experiment.balance().result());
		}
	}

	/**
	 * Threads wait for a processor or the garbage collector in good times, too: so it is
	 * the rare ones that are compared.
	 */
	private static Check neverBlocked(CallTimes healthy, CallTimes silent) {
		double slowInGoodTimes = (double) healthy.countAbove(LONG_NANOS) / Math.max(1, healthy.count());
		double slow = (double) silent.countAbove(LONG_NANOS) / Math.max(1, silent.count());
		return Check.ofTime("no end of a span waits > 1 ms, but as in good times for a processor",
				silent.percentile(0.999) <= LONG_NANOS && slow <= 2 * slowInGoodTimes + 1e-4,
				"%d of %d > 1 ms (%d of %d in good times), p99.9 %.0f us, longest %.1f ms (%.1f ms)",
				silent.countAbove(LONG_NANOS), silent.count(), healthy.countAbove(LONG_NANOS), healthy.count(),
				silent.percentile(0.999) / 1e3, silent.longest() / 1e6, healthy.longest() / 1e6);
	}

}
