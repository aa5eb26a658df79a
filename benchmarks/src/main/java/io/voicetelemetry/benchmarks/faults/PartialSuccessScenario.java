package io.voicetelemetry.benchmarks.faults;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Row 10: the backend takes a request but for two of its spans.
 */
final class PartialSuccessScenario implements Scenario {

	private static final int REJECTED = 2;

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

	@Override
	public String title(Options options) {
		return "partial_success with rejected_spans = 2, twice";
	}

	@Override
	public List<Check> play(Options options) {
		try (CapturedLog log = CapturedLog.open();
				Experiment experiment = new Experiment(options, VoiceDelivery.setup()::to)) {
			for (int times = 0; times < 2; times++) {
				AtomicBoolean done = new AtomicBoolean();
				Behaviour rejecting = Behaviour.rejecting(REJECTED);
				experiment.receiver()
					.behave((request) -> (request.spans().size() > REJECTED && done.compareAndSet(false, true))
							? rejecting.to(request) : Reaction.Answer.SUCCESS);
				Experiment.pause(options.lasting(5));
				Experiment.await(done::get, LONGEST_WAIT);
			}
			experiment.finish();
			long rejected = experiment.counts().dropped().getOrDefault("rejected", 0L);
			long lines = log.count((line) -> line.contains("rejected"));
			return List.of(
					Check.of("counted",
							rejected == 2 * REJECTED && rejected == experiment.receiver().spans().rejected(),
							"%d counted as rejected, %d told", rejected, experiment.receiver().spans().rejected()),
					Check.of("one line", lines == 1, "%d: %s", lines, log.firstWith("rejected")),
					Check.of("not sent again, and nothing else lost",
							experiment.lost() == rejected && experiment.receiver().spans().duplicates() == 0,
							"%d lost, %d duplicates", experiment.lost(), experiment.receiver().spans().duplicates()),
					experiment.balance().result());
		}
	}

}
