package io.voicetelemetry.benchmarks.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rows 13 and 14: an application is asked to end in the middle of its calls, with the
 * backend there or gone.
 */
final class TerminationScenario implements Scenario {

	private static final Pattern NOT_DELIVERED = Pattern.compile("(\\d+) spans could not be delivered");

	private static final Pattern ON_DISK = Pattern.compile("On disk for .*: (\\d+) spans");

	private static final Duration LONGEST_EXIT = Duration.ofSeconds(6);

	private static final Duration LONGEST_DRAIN = Duration.ofSeconds(60);

	private final boolean isDown;

	TerminationScenario(boolean isDown) {
		this.isDown = isDown;
	}

	@Override
	public String title(Options options) {
		return "SIGTERM in the middle of " + options.sessions() + " calls, backend " + (this.isDown ? "down" : "up");
	}

	@Override
	public List<Check> play(Options options) throws IOException {
		List<Check> checks = new ArrayList<>();
		if (this.isDown) {
			playDown(options, Map.of(), NOT_DELIVERED, checks);
			try (TemporaryDirectory spool = TemporaryDirectory.create()) {
				playDown(options, spoolIn(spool), ON_DISK, checks);
			}
		}
		else {
			playUp(options, checks);
		}
		return checks;
	}

	static Map<String, String> spoolIn(TemporaryDirectory directory) {
		return Map.of("voice.telemetry.export.spool.directory", directory.path().resolve("spool").toString());
	}

	private static void playUp(Options options, List<Check> checks) throws IOException {
		ReportedSessions sessions = new ReportedSessions();
		try (TemporaryDirectory directory = TemporaryDirectory.create();
				HostileReceiver receiver = HostileReceiver.start(sessions)) {
			Child.Notes notes = Child.Notes.in(directory.path());
			Duration exit;
			try (Child child = Child.start(receiver.endpoint(), notes, options.sessions(), options.rate(), Map.of())) {
				Experiment.pause(options.lasting(5));
				exit = child.terminate();
			}
			EndedSpans ended = notes.read();
			long lost = lost(ended, receiver);
			checks.add(Check.of("0 lost", lost == 0 && ended.count() > 0, "%d of %d lost, exit after %.1f s", lost,
					ended.count(), exit.toMillis() / 1e3));
			checks.add(Check.of("open calls end with reason shutdown", sessions.count("shutdown") == options.sessions(),
					"%d of %d", sessions.count("shutdown"), options.sessions()));
		}
	}

	private static void playDown(Options options, Map<String, String> properties, Pattern line, List<Check> checks)
			throws IOException {
		String how = properties.isEmpty() ? "" : "with spool: ";
		try (TemporaryDirectory directory = TemporaryDirectory.create();
				HostileReceiver receiver = HostileReceiver.start()) {
			Child.Notes notes = Child.Notes.in(directory.path());
			Duration exit;
			List<String> lines;
			try (Child child = Child.start(receiver.endpoint(), notes, options.sessions(), options.rate(),
					properties)) {
				Experiment.pause(Duration.ofSeconds(1));
				receiver.goDown();
				Experiment.pause(options.lasting(5));
				exit = child.terminate();
				lines = child.lines();
			}
			EndedSpans ended = notes.read();
			long left = lost(ended, receiver);
			List<String> told = lines.stream()
				.map(line::matcher)
				.filter(Matcher::find)
				.map((found) -> found.group(1))
				.toList();
			checks.add(Check.ofTime(how + "exit <= 5 s + 1 s", exit.compareTo(LONGEST_EXIT) <= 0, "%.1f s",
					exit.toMillis() / 1e3));
			if (told.size() != 1) {
				lines.forEach(System.out::println);
			}
			checks.add(Check.of(how + "one line with the exact number left",
					left > 0 && told.equals(List.of(String.valueOf(left))), "%s told, %d of %d left", told, left,
					ended.count()));
			if (!properties.isEmpty()) {
				receiver.comeUp();
				recover(receiver, directory, properties, () -> lost(ended, receiver) == 0);
				checks.add(Check.of(how + "all delivered after the next start", lost(ended, receiver) == 0,
						"%d of %d lost, %d duplicates", lost(ended, receiver), ended.count(),
						receiver.spans().duplicates()));
			}
		}
	}

	/**
	 * Starts the application again, without calls, until what was left is delivered.
	 */
	static List<String> recover(HostileReceiver receiver, TemporaryDirectory directory, Map<String, String> properties,
			BooleanSupplier done) throws IOException {
		Child.Notes others = new Child.Notes(directory.path().resolve("no-spans"), System.currentTimeMillis());
		try (Child child = Child.start(receiver.endpoint(), others, 0, 1, properties)) {
			Experiment.await(done, LONGEST_DRAIN);
			child.terminate();
			return child.lines();
		}
	}

	static long lost(EndedSpans ended, HostileReceiver receiver) {
		return ended.missingFrom(receiver.spans().ids(), (end) -> true).cardinality();
	}

}
