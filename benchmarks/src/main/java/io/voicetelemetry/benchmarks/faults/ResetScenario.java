package io.voicetelemetry.benchmarks.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Row 4: connections are reset, before or after the backend has taken the spans.
 */
final class ResetScenario implements Scenario {

	private static final List<Integer> PERCENTAGES = List.of(1, 30);

	/** Many small requests, so that many are hit. */
	private static final Duration DELAY = Duration.ofMillis(20);

	@Override
	public String title(Options options) {
		return String.format(Locale.ROOT, "1 %% and 30 %% of the connections reset, %d s each",
				options.lasting(60).toSeconds());
	}

	@Override
	public List<Check> play(Options options) {
		List<Check> checks = new ArrayList<>();
		for (int percentage : PERCENTAGES) {
			try (Experiment experiment = new Experiment(options, VoiceDelivery.setup().scheduleDelay(DELAY)::to)) {
				experiment.receiver().behave(Behaviour.resetting(percentage / 100.0, new Random(options.seed())));
				Experiment.pause(options.lasting(60));
				experiment.finish();
				checks.add(experiment.nothingLost());
				List<Exchange> exchanges = experiment.receiver().exchanges();
				checks.add(Check.note("resets of " + percentage + " %",
						"%d of %d requests, %d duplicates (half of the resets come after the spans were taken)",
						exchanges.stream().filter((exchange) -> exchange.status() == 0).count(), exchanges.size(),
						experiment.receiver().spans().duplicates()));
				checks.add(experiment.balance().result());
			}
		}
		return checks;
	}

}
