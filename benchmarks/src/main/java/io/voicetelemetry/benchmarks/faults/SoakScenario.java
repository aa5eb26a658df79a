package io.voicetelemetry.benchmarks.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;

/**
 * Row 30: many faults in random order, for long.
 */
final class SoakScenario implements Scenario {

	private static final int SECONDS = 600;

	private static final int SECONDS_SHORT = 20;

	/** As many requests as may be under way have a connection and a thread each. */
	private static final int UNDER_WAY = 8;

	private static final double MEGABYTE = 1024 * 1024;

	@Override
	public String title(Options options) {
		return String.format(Locale.ROOT, "random faults for %d s, %d sessions, %.0f spans/s",
				duration(options).toSeconds(), options.sessions(), options.rate());
	}

	private static Duration duration(Options options) {
		if (options.seconds() != null) {
			return Duration.ofSeconds(options.seconds());
		}
		return Duration.ofSeconds(options.isShort() ? SECONDS_SHORT : SECONDS);
	}

	@Override
	public List<Check> play(Options options) {
		AtomicInteger uncaught = new AtomicInteger();
		Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {
			uncaught.incrementAndGet();
			error.printStackTrace(System.out);
		});
		ProcessWatch process = new ProcessWatch();
		try (HostileReceiver elsewhere = HostileReceiver.start();
				Experiment experiment = new Experiment(options,
						VoiceDelivery.setup().timeout(Duration.ofSeconds(3))::to)) {
			RandomFaults faults = new RandomFaults(options.seed(), elsewhere);
			long until = System.nanoTime() + duration(options).toNanos();
			process.sample();
			long spans = experiment.ended().count();
			while (System.nanoTime() < until) {
				faults.next(experiment.receiver());
				experiment.awaitBacklog(Duration.ofSeconds(60));
				experiment.receiver().forgetExchanges();
				process.sample();
			}
			long produced = experiment.ended().count() - spans;
			experiment.finish();
			List<Check> checks = new ArrayList<>();
			checks.add(lost(experiment));
			checks.add(experiment.balance().result());
			checks.add(Check.of("nothing sent to another host", elsewhere.exchanges().isEmpty(), "%d requests",
					elsewhere.exchanges().size()));
			checks.addAll(resources(process, produced, uncaught.get()));
			checks.add(Check.note("faults", "%s; %d duplicates, at most %d spans = %.1f MB queued", faults,
					experiment.receiver().spans().duplicates(), experiment.balance().mostQueued(),
					experiment.balance().mostBytes() / MEGABYTE));
			return checks;
		}
		finally {
			Thread.setDefaultUncaughtExceptionHandler(null);
		}
	}

	private static Check lost(Experiment experiment) {
		long rejected = experiment.receiver().spans().rejected();
		SpanDelivery.Counts counts = experiment.counts();
		boolean pass = experiment.lost() == rejected && counts.droppedInAll() == rejected
				&& counts.dropped().getOrDefault("rejected", 0L) == rejected;
		return Check.of("0 lost but what the backend rejected, which is counted", pass,
				"%d of %d lost, %d rejected, %s dropped", experiment.lost(), experiment.ended().count(), rejected,
				counts.dropped());
	}

	private static List<Check> resources(ProcessWatch process, long produced, int uncaught) {
		List<ProcessWatch.Sample> samples = process.settled();
		ProcessWatch.Sample first = samples.get(0);
		ProcessWatch.Sample last = samples.get(samples.size() - 1);
		double hours = last.hours() - first.hours();
		double growth = process.heapSlope() * Math.min(hours, 1) / MEGABYTE;
		return List.of(
				Check.ofTime("live heap grows <= 1 MB (in an hour, or in all if it is shorter)", growth <= 1,
						"%+.2f MB in %.2f h, %d samples, %.1f MB at the end", growth, hours, samples.size(),
						last.heap() / MEGABYTE),
				Check.ofTime("threads and files constant, but for requests under way",
						isConstant(samples, ProcessWatch.Sample::threads)
								&& isConstant(samples, ProcessWatch.Sample::files),
						"threads %s, files %s", range(samples, ProcessWatch.Sample::threads),
						range(samples, ProcessWatch.Sample::files)),
				Check.of("0 uncaught exceptions", uncaught == 0, "%d", uncaught),
				Check.note("processor time of the exporting threads", "%.1f us per span",
						last.exportNanos() / 1e3 / produced));
	}

	/**
	 * Whether the highest of the second half is not above the highest of the first, but
	 * for requests under way.
	 */
	private static boolean isConstant(List<ProcessWatch.Sample> samples, ToLongFunction<ProcessWatch.Sample> value) {
		int half = samples.size() / 2;
		long early = samples.subList(0, half + 1).stream().mapToLong(value).max().orElse(0);
		long late = samples.subList(half, samples.size()).stream().mapToLong(value).max().orElse(0);
		return late <= early + UNDER_WAY;
	}

	private static String range(List<ProcessWatch.Sample> samples, ToLongFunction<ProcessWatch.Sample> value) {
		return samples.stream().mapToLong(value).min().orElse(0) + " to "
				+ samples.stream().mapToLong(value).max().orElse(0);
	}

}
