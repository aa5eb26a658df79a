package io.voicetelemetry.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Row 15: an application with a spool is killed in the middle of its calls, and started
 * again.
 */
final class KillScenario implements Scenario {

	private static final int SESSIONS = 50;

	private static final double RATE = 250;

	private static final int KILLS = 20;

	private static final int KILLS_SHORT = 3;

	/** What ended at the last moment may be lost: as much as waits for others. */
	private static final int LAST_MILLIS = 500;

	private static final int SAFE_MILLIS = 1000;

	@Override
	public String title(Options options) {
		return "kill -9 in the middle of " + SESSIONS + " calls, with spool, and start again, " + kills(options)
				+ " times";
	}

	private static int kills(Options options) {
		if (options.kills() > 0) {
			return options.kills();
		}
		return options.isShort() ? KILLS_SHORT : KILLS;
	}

	@Override
	public List<Check> play(Options options) throws IOException {
		Random random = new Random(options.seed());
		List<Kill> kills = new ArrayList<>();
		for (int number = 0; number < kills(options); number++) {
			Kill kill = kill(Backend.values()[number % Backend.values().length], random);
			System.out.println("    " + kill);
			kills.add(kill);
		}
		long produced = kills.stream().mapToLong(Kill::produced).sum();
		long lost = kills.stream().mapToLong(Kill::lost).sum();
		long last = kills.stream().mapToLong(Kill::lastMillis).max().orElse(0);
		long interrupted = kills.stream().mapToLong(Kill::interrupted).sum();
		return List.of(
				Check.of("of what ended > 1 s before the kill, 0 lost", last <= SAFE_MILLIS,
						"%d of %d lost in all, at most %d in a run", lost, produced,
						kills.stream().mapToLong(Kill::lost).max().orElse(0)),
				Check.ofTime("of what ended later, at most what ended in the last 0.5 s", last <= LAST_MILLIS,
						"the earliest that was lost ended %d ms before the kill", last),
				Check.of("open calls are reported as interrupted", interrupted == (long) SESSIONS * kills.size(),
						"%d of %d", interrupted, SESSIONS * kills.size()),
				Check.note("duplicates", "%d of %d", kills.stream().mapToLong(Kill::duplicates).sum(), produced));
	}

	private static Kill kill(Backend backend, Random random) throws IOException {
		ReportedSessions sessions = new ReportedSessions();
		try (TemporaryDirectory directory = TemporaryDirectory.create();
				HostileReceiver receiver = HostileReceiver.start(sessions)) {
			Map<String, String> properties = TerminationScenario.spoolIn(directory);
			Child.Notes notes = Child.Notes.in(directory.path());
			int killed;
			EndedSpans ended;
			try (Child child = Child.start(receiver.endpoint(), notes, SESSIONS, RATE, properties)) {
				backend.fail(receiver);
				Experiment.pause(Duration.ofMillis(2000 + random.nextInt(2000)));
				killed = (int) (System.currentTimeMillis() - notes.baseMillis());
				child.kill();
				ended = notes.read();
			}
			if (random.nextBoolean()) {
				tear(directory.path().resolve("spool"), random);
			}
			receiver.comeUp();
			receiver.behave(Behaviour.accepting());
			int until = killed - LAST_MILLIS;
			TerminationScenario.recover(receiver, directory, properties,
					() -> ended.missingFrom(receiver.spans().ids(), (end) -> end < until).isEmpty()
							&& sessions.count("interrupted") >= SESSIONS);
			BitSet missing = ended.missingFrom(receiver.spans().ids(), (end) -> true);
			int earliest = missing.stream().map(ended::endMillis).min().orElse(killed);
			return new Kill(backend, ended.count(), missing.cardinality(), Math.max(0, killed - earliest),
					sessions.count("interrupted"), receiver.spans().duplicates());
		}
	}

	/**
	 * Leaves the file that was written last as if the process had died within a record.
	 */
	private static void tear(Path spool, Random random) throws IOException {
		byte[] half = new byte[100];
		random.nextBytes(half);
		try (Stream<Path> files = Files.walk(spool)) {
			Path last = files.filter(Files::isRegularFile)
				.filter((file) -> !file.getFileName().toString().contains("lock"))
				.max(Comparator.comparing((file) -> file.toFile().lastModified()))
				.orElseThrow();
			Files.write(last, half, StandardOpenOption.APPEND);
		}
	}

	/**
	 * How the backend is when the application is killed.
	 */
	private enum Backend {

		DOWN, SILENT, UP;

		void fail(HostileReceiver receiver) {
			switch (this) {
				case DOWN -> receiver.goDown();
				case SILENT -> receiver.behave(Behaviour.silent());
				case UP -> receiver.behave(Behaviour.accepting());
			}
		}

	}

	/**
	 * What a kill did.
	 *
	 * @param produced how many spans had ended
	 * @param lost how many of them never arrived
	 * @param lastMillis how long before the kill the earliest of those ended
	 * @param interrupted how many calls were reported as interrupted
	 */
	private record Kill(Backend backend, long produced, long lost, long lastMillis, long interrupted, long duplicates) {
	}

}
