package io.voicetelemetry.benchmarks.faults;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The faults of the rows 3 to 11, one after the other in random order, with calm between
 * them. The same seed gives the same sequence.
 */
final class RandomFaults {

	private static final int MAX_BODY = 8 * 1024;

	private final Map<String, Consumer<HostileReceiver>> faults = new LinkedHashMap<>();

	private final Random random;

	private final Map<String, Integer> played = new TreeMap<>();

	RandomFaults(long seed, HostileReceiver elsewhere) {
		this.random = new Random(seed);
		Map<String, String> location = Map.of("Location", elsewhere.endpoint().toString());
		this.faults.put("down", HostileReceiver::goDown);
		add("1 % resets", Behaviour.resetting(0.01, this.random));
		add("30 % resets", Behaviour.resetting(0.3, this.random));
		add("silent", Behaviour.silent());
		add("slow", Behaviour.accepting().after(Duration.ofMillis(700)));
		add("429", Behaviour.answering(429, Map.of("Retry-After", "2")));
		add("503", Behaviour.answering(503, Map.of()));
		add("500", Behaviour.answering(500, Map.of()));
		add("401", Behaviour.answering(401, Map.of()));
		add("302", Behaviour.answering(302, location));
		add("307", Behaviour.answering(307, location));
		add("HTML", Behaviour.answeringHtml());
		add("2 rejected", Behaviour.rejecting(2));
		add("413", Behaviour.limitedTo(MAX_BODY));
	}

	private void add(String name, Behaviour behaviour) {
		this.faults.put(name, (receiver) -> receiver.behave(behaviour));
	}

	/**
	 * Lets the next fault last for 2 to 10 seconds, and then all be well.
	 */
	void next(HostileReceiver receiver) {
		List<String> names = List.copyOf(this.faults.keySet());
		String name = names.get(this.random.nextInt(names.size()));
		Duration duration = Duration.ofMillis(2000 + this.random.nextInt(8000));
		this.played.merge(name, 1, Integer::sum);
		this.faults.get(name).accept(receiver);
		Experiment.pause(duration);
		receiver.comeUp();
		receiver.behave(Behaviour.accepting());
	}

	/**
	 * How often each of them was played.
	 */
	@Override
	public String toString() {
		return this.played.toString();
	}

}
