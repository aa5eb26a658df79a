package io.voicetelemetry.benchmarks.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.opentelemetry.sdk.trace.SdkTracerProvider;

/**
 * Row 7: many clients lose the backend at the same moment, and must not come back at the
 * same moment.
 */
final class HerdScenario implements Scenario {

	private static final int CLIENTS = 50;

	private static final double LEAST_SPREAD = 0.2;

	private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	@Override
	public String title(Options options) {
		return String.format(Locale.ROOT, "%d clients, 503 for %d s", CLIENTS, options.lasting(30).toSeconds());
	}

	@Override
	public List<Check> play(Options options) {
		HostileReceiver receiver = HostileReceiver.start();
		SequentialSpanIds ids = new SequentialSpanIds();
		EndedSpans ended = EndedSpans.inMemory(CLIENTS + 1);
		List<SdkTracerProvider> clients = new ArrayList<>();
		try (receiver) {
			receiver.behave(Behaviour.answering(503, Map.of()));
			for (int number = 0; number < CLIENTS; number++) {
				SpanDelivery delivery = VoiceDelivery.setup()
					.header(Exchange.CLIENT_HEADER, "client-" + number)
					.to(receiver.endpoint());
				clients.add(SdkTracerProvider.builder()
					.setIdGenerator(ids)
					.addSpanProcessor(ended)
					.addSpanProcessor(delivery.processor())
					.build());
			}
			clients.forEach((client) -> client.get("herd").spanBuilder("call").startSpan().end());
			Experiment.pause(options.lasting(30));
			long recovered = System.nanoTime();
			receiver.behave(Behaviour.accepting());
			Experiment.await(() -> receiver.spans().distinct() == ended.count(), Duration.ofSeconds(60));
			return List.of(spread(receiver.exchanges()), noBurst(receiver.exchanges(), recovered), Check.of("0 lost",
					receiver.spans().distinct() == CLIENTS, "%d of %d received", receiver.spans().distinct(), CLIENTS));
		}
		finally {
			clients.forEach(SdkTracerProvider::close);
		}
	}

	/**
	 * How far apart the waits of the clients are, in each round of retries.
	 */
	private static Check spread(List<Exchange> exchanges) {
		Map<String, List<Exchange>> byClient = exchanges.stream().collect(Collectors.groupingBy(Exchange::client));
		List<String> rounds = new ArrayList<>();
		double least = Double.MAX_VALUE;
		for (int round = 1;; round++) {
			int next = round;
			double[] waits = byClient.values()
				.stream()
				.filter((own) -> own.size() > next && own.get(next - 1).status() == 503)
				.mapToDouble((own) -> (own.get(next).arrivedNanos() - own.get(next - 1).arrivedNanos()) / 1e9)
				.sorted()
				.toArray();
			if (waits.length < CLIENTS) {
				break;
			}
			double low = waits[CLIENTS / 20];
			double high = waits[CLIENTS - 1 - CLIENTS / 20];
			least = Math.min(least, (high - low) / waits[CLIENTS / 2]);
			rounds.add(String.format(Locale.ROOT, "%.1f to %.1f s", low, high));
		}
		return Check.ofTime("the waits spread over >= 20 % of the back-off (p5 to p95 of each round)",
				!rounds.isEmpty() && least >= LEAST_SPREAD, "%.0f %% at least; rounds: %s", 100 * least,
				String.join(", ", rounds));
	}

	private static Check noBurst(List<Exchange> exchanges, long recovered) {
		long[] times = exchanges.stream()
			.filter((exchange) -> exchange.arrivedNanos() >= recovered)
			.mapToLong(Exchange::arrivedNanos)
			.sorted()
			.toArray();
		int most = 0;
		for (int first = 0, last = 0; last < times.length; last++) {
			while (times[last] - times[first] > BURST_NANOS) {
				first++;
			}
			most = Math.max(most, last - first + 1);
		}
		return Check.ofTime("no second burst: <= 25 % of the clients within 100 ms of the recovery",
				most <= CLIENTS / 4, "at most %d of %d requests within 100 ms", most, times.length);
	}

}
