package io.voicetelemetry.benchmarks.faults;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Row 9: something answers that is no backend: a redirect to another host, a login page.
 */
final class RedirectScenario implements Scenario {

	@Override
	public String title(Options options) {
		return String.format(Locale.ROOT, "302 and 307 to another host, 200 with HTML, %d s each",
				options.lasting(10).toSeconds());
	}

	@Override
	public List<Check> play(Options options) {
		List<Check> checks = new ArrayList<>();
		try (HostileReceiver target = HostileReceiver.start()) {
			Map<String, String> location = Map.of("Location", target.endpoint().toString());
			Map<String, Behaviour> behaviours = new LinkedHashMap<>();
			behaviours.put("answered 302", Behaviour.answering(302, location));
			behaviours.put("answered 307", Behaviour.answering(307, location));
			behaviours.put("answered 200 with text/html", Behaviour.answeringHtml());
			behaviours.forEach((said, behaviour) -> checks.addAll(play(options, said, behaviour)));
			checks.add(Check.of("never followed", target.exchanges().isEmpty(), "%d requests at the other host",
					target.exchanges().size()));
		}
		return checks;
	}

	private static List<Check> play(Options options, String said, Behaviour behaviour) {
		try (CapturedLog log = CapturedLog.open();
				Experiment experiment = new Experiment(options, VoiceDelivery.setup()::to)) {
			experiment.receiver().behave(behaviour);
			long taken = experiment.receiver().spans().distinct();
			Experiment.pause(options.lasting(10));
			log.await(said);
			long delivered = experiment.counts().delivered() - taken;
			experiment.receiver().behave(Behaviour.accepting());
			experiment.finish();
			String host = experiment.receiver().endpoint().getAuthority();
			boolean named = log.count((line) -> line.contains(said) && line.contains(host)) > 0;
			return List.of(
					Check.of("a failure, and the log names status and host", named && delivered == 0,
							"%d delivered; %s", delivered, log.firstWith(said)),
					experiment.nothingLost(), experiment.balance().result());
		}
	}

}
