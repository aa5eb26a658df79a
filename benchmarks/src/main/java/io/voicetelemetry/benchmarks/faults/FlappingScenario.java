package io.voicetelemetry.benchmarks.faults;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Row 3: the backend comes and goes.
 */
final class FlappingScenario implements Scenario {

	@Override
	public String title(Options options) {
		return String.format(Locale.ROOT, "%d s up, %d s down, for %d s", phase(options).toSeconds(),
				phase(options).toSeconds(), options.lasting(180).toSeconds());
	}

	private static Duration phase(Options options) {
		return Duration.ofSeconds(Math.max(1, Math.min(5, options.lasting(180).toSeconds() / 3)));
	}

	@Override
	public List<Check> play(Options options) {
		try (Experiment experiment = new Experiment(options, VoiceDelivery.setup()::to)) {
			long until = System.nanoTime() + options.lasting(180).toNanos();
			int outages = 0;
			while (System.nanoTime() < until) {
				Experiment.pause(phase(options));
				experiment.receiver().goDown();
				Experiment.pause(phase(options));
				experiment.receiver().comeUp();
				outages++;
			}
			experiment.finish();
			return List.of(experiment.nothingLost(), experiment.fewDuplicates(),
					Check.note("outages", "%d, at most %d spans queued", outages, experiment.balance().mostQueued()),
					experiment.balance().result());
		}
	}

}
