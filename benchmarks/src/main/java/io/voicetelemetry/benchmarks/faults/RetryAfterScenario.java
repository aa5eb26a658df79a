package io.voicetelemetry.benchmarks.faults;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Row 6: the backend asks to be left alone for a while.
 */
final class RetryAfterScenario implements Scenario {

	private static final Duration LATEST = Duration.ofMillis(1500);

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

	/** A request may have been under way when the answer was. */
	private static final Duration UNDER_WAY = Duration.ofMillis(500);

	@Override
	public String title(Options options) {
		return "429 and 503 with Retry-After: " + asked(options).toSeconds() + ", in seconds and as a date";
	}

	private static Duration asked(Options options) {
		return options.isShort() ? Duration.ofSeconds(1) : Duration.ofSeconds(3);
	}

	@Override
	public List<Check> play(Options options) {
		List<Check> checks = new ArrayList<>();
		checks.addAll(play(options, 429, false));
		checks.addAll(play(options, 503, true));
		if (!options.isShort()) {
			checks.addAll(play(options, 429, true));
			checks.addAll(play(options, 503, false));
		}
		return checks;
	}

	private static List<Check> play(Options options, int status, boolean asDate) {
		try (CapturedLog log = CapturedLog.open();
				Experiment experiment = new Experiment(options, VoiceDelivery.setup()::to)) {
			AtomicLong until = new AtomicLong();
			experiment.receiver().behave(once(status, asDate ? null : asked(options), until));
			Experiment.await(() -> until.get() != 0, LONGEST_WAIT);
			long answered = System.nanoTime();
			Experiment.await(() -> nextAfter(answered, experiment).isPresent(), LONGEST_WAIT);
			experiment.finish();
			long late = nextAfter(answered, experiment).orElse(Long.MAX_VALUE) - until.get();
			String what = status + ", Retry-After " + (asDate ? "as a date" : "in seconds");
			return List.of(
					Check.ofTime(what + ": next request 0 to 1.5 s after what was asked for",
							late >= 0 && late <= LATEST.toNanos(), "%.2f s after it", late / 1e9),
					Check.of("the log shows " + status, log.count((line) -> line.contains("answered " + status)) > 0,
							"%s", log.firstWith("answered " + status)),
					experiment.nothingLost(), experiment.balance().result());
		}
	}

	private static OptionalLong nextAfter(long answered, Experiment experiment) {
		return experiment.receiver()
			.exchanges()
			.stream()
			.mapToLong(Exchange::arrivedNanos)
			.filter((arrived) -> arrived > answered + UNDER_WAY.toNanos())
			.findFirst();
	}

	/**
	 * Asks once.
	 * @param asked how long to be left alone, or {@code null} for until a date
	 * @param until is set to when the client may come again, as {@link System#nanoTime()}
	 * tells
	 */
	private static Behaviour once(int status, @Nullable Duration asked, AtomicLong until) {
		AtomicBoolean done = new AtomicBoolean();
		return (request) -> {
			if (!done.compareAndSet(false, true)) {
				return Reaction.Answer.SUCCESS;
			}
			Instant now = Instant.now();
			// a date has no fractions of a second
			Instant date = (asked != null) ? now.plus(asked) : now.truncatedTo(ChronoUnit.SECONDS).plusSeconds(3);
			until.set(System.nanoTime() + Duration.between(now, date).toNanos());
			String value = (asked != null) ? String.valueOf(asked.toSeconds())
					: DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atZone(ZoneOffset.UTC));
			return Behaviour.answering(status, Map.of("Retry-After", value)).to(request);
		};
	}

}
