package io.voicetelemetry.benchmarks.faults;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Row 8: the backend refuses the credential until somebody mends it there.
 */
final class CredentialScenario implements Scenario {

	private static final String HEADER = "x-api-key";

	private static final String SECRET = "sk-4f1d-hush-hush-77aa";

	@Override
	public String title(Options options) {
		return String.format(Locale.ROOT, "401, then 403, %d s each", options.lasting(60).toSeconds());
	}

	@Override
	public List<Check> play(Options options) {
		try (CapturedLog log = CapturedLog.open();
				Experiment experiment = new Experiment(options, VoiceDelivery.setup().header(HEADER, SECRET)::to)) {
			HostileReceiver receiver = experiment.receiver();
			long start = System.nanoTime();
			receiver.behave(Behaviour.requiring(HEADER, "another key", 401));
			Experiment.pause(options.lasting(60));
			log.await("401");
			receiver.behave(Behaviour.requiring(HEADER, "another key", 403));
			Experiment.pause(options.lasting(60));
			long lines = log.visible().size();
			receiver.behave(Behaviour.requiring(HEADER, SECRET, 401));
			experiment.finish();
			return List.of(warning(log, start, receiver), fewLines(lines, options), secret(log, experiment),
					Check.of("kept, and delivered when the credential was mended: 0 lost", experiment.lost() == 0,
							"%d of %d lost, %d were queued", experiment.lost(), experiment.ended().count(),
							experiment.balance().mostQueued()),
					experiment.balance().result());
		}
	}

	private static Check warning(CapturedLog log, long start, HostileReceiver receiver) {
		String host = receiver.endpoint().getAuthority();
		return log.visible()
			.stream()
			.filter((line) -> line.text().contains("401") && line.text().contains("authentication")
					&& line.text().contains(host))
			.findFirst()
			.map((line) -> Check.ofTime("within 5 s, a line says that authentication is refused, and by which host",
					line.nanos() - start <= Duration.ofSeconds(5).toNanos(), "after %.1f s: %s",
					(line.nanos() - start) / 1e9, line.text()))
			.orElseGet(() -> Check.of("a line says that authentication is refused, and by which host", false, "%s",
					log.visible()));
	}

	private static Check fewLines(long lines, Options options) {
		long seconds = 2 * options.lasting(60).toSeconds();
		return Check.of("then <= 1 line a minute", lines <= 1 + seconds / 60, "%d lines in %d s", lines, seconds);
	}

	private static Check secret(CapturedLog log, Experiment experiment) {
		String everything = log.everything() + experiment.delivery() + experiment.sdk();
		String encoded = Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8));
		boolean found = everything.contains(SECRET) || everything.contains(encoded);
		return Check.of("the secret is in no log line of any level, nor in toString", !found, "%s in %d characters",
				found ? "found" : "not found", everything.length());
	}

}
