package io.voicetelemetry.benchmarks.delivery;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.voicetelemetry.benchmarks.process.JavaProcess;
import io.voicetelemetry.benchmarks.targets.ProgramFigure;

/**
 * How many spans a pipeline brings to backends in a second, at which cost and how soon,
 * beside OpenTelemetry's batch processor with each of its senders. Each trial is a
 * process of its own, and so is the receiver, so that processor time is the sender's.
 */
public final class PipelineBenchmark {

	private static final List<String> OPTIONS = List.of("-Xmx512m");

	private static final List<String> TABLES = List.of("delivered", "rates", "latency");

	private final ReceiverProcess receiver;

	private final List<Sender> senders;

	private final int seconds;

	private final Map<ProgramFigure, Double> figures = new EnumMap<>(ProgramFigure.class);

	private PipelineBenchmark(ReceiverProcess receiver, List<Sender> senders, int seconds) {
		this.receiver = receiver;
		this.senders = senders;
		this.seconds = seconds;
	}

	/**
	 * Measures, and prints tables.
	 * @param arguments {@code --seconds=3} of a trial,
	 * {@code --tables=delivered,rates,latency}, {@code --senders=VOICE,JDK,OKHTTP,GRPC};
	 * of the first table, {@code --spans=small,large}, {@code --backends=1,4} and
	 * {@code --compression=plain,gzip}
	 */
	public static void main(String[] arguments) {
		Arguments given = new Arguments(arguments, "seconds", "tables", "senders", "spans", "backends", "compression");
		List<Sender> senders = given.list("senders", "VOICE,JDK,OKHTTP,GRPC").stream().map(Sender::valueOf).toList();
		List<String> tables = given.list("tables", String.join(",", TABLES));
		if (!TABLES.containsAll(tables)) {
			throw new IllegalArgumentException(tables + " are not all of " + TABLES);
		}
		try (ReceiverProcess receiver = new ReceiverProcess()) {
			PipelineBenchmark benchmark = new PipelineBenchmark(receiver, senders, given.number("seconds", 3));
			if (tables.contains("delivered")) {
				benchmark.printDelivered(given);
			}
			if (tables.contains("rates")) {
				benchmark.printRates();
			}
			if (tables.contains("latency")) {
				benchmark.printLatency();
			}
			ProgramFigure.tell(benchmark.figures);
		}
	}

	private void printDelivered(Arguments given) {
		System.out.println("\nAs many spans as are taken without dropping any\n");
		System.out.println("| spans | backends | | sender | spans/s | dropped | bytes/span | spans/request "
				+ "| CPU us/span | without making it | x JDK |");
		System.out.println("| --- | ---: | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
		for (String spans : given.list("spans", "small,large")) {
			for (int backends : given.numbers("backends", "1,4")) {
				for (String compression : given.list("compression", "plain,gzip")) {
					List<Outcome> outcomes = new ArrayList<>();
					this.senders.forEach((sender) -> outcomes.add(run(new Trial(sender, compression.equals("gzip"),
							spans.equals("large"), backends, Trial.AS_TAKEN, this.seconds))));
					outcomes.forEach((outcome) -> printDelivered(outcome, outcomes));
					outcomes.stream().filter((outcome) -> outcome.trial().isPlainest()).forEach(this::keepDelivered);
				}
			}
		}
	}

	private static void printDelivered(Outcome outcome, List<Outcome> all) {
		Trial trial = outcome.trial();
		print("| %s | %d | %s | %s | %,.0f | %,d | %.0f | %.0f | %.2f | %.2f | %s |", trial.large() ? "large" : "small",
				trial.backends(), gzip(trial), trial.sender().title(), outcome.deliveredPerSecond(), outcome.dropped(),
				outcome.bytesOfSpan(), outcome.spansOfRequest(), outcome.cpuMicros(), outcome.exportCpuMicros(),
				ratio(outcome, all));
	}

	private void keepDelivered(Outcome outcome) {
		this.figures.put(ProgramFigure.SPANS_PER_SECOND, outcome.deliveredPerSecond());
		this.figures.put(ProgramFigure.SPANS_DROPPED, (double) outcome.dropped());
		this.figures.put(ProgramFigure.EXPORT_CPU_MICROS, outcome.exportCpuMicros());
	}

	private static String ratio(Outcome outcome, List<Outcome> all) {
		return all.stream()
			.filter((other) -> other.trial().sender() == Sender.JDK)
			.map((other) -> String.format(Locale.ROOT, "%.2f", outcome.exportCpuMicros() / other.exportCpuMicros()))
			.findFirst()
			.orElse("–");
	}

	private void printRates() {
		System.out.println("\nAs many spans as are offered, small ones, to one backend\n");
		System.out.println(
				"| | sender | offered/s | made/s | delivered/s | dropped | | CPU us/span | p50 ms | p99 ms | RSS MB |");
		System.out.println("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
		for (boolean gzip : new boolean[] { false, true }) {
			for (Sender sender : this.senders) {
				for (int rate : new int[] { 20_000, 50_000, 100_000, Trial.UNBOUNDED }) {
					Outcome outcome = run(new Trial(sender, gzip, false, 1, rate, this.seconds));
					print("| %s | %s | %s | %,.0f | %,.0f | %,d | %.1f %% | %.2f | %.1f | %.1f | %.0f |",
							gzip(outcome.trial()), sender.title(),
							(rate > 0) ? String.format(Locale.ROOT, "%,d", rate) : "unbounded",
							outcome.sent().get("made") * 1e9 / outcome.sent().get("nanos"),
							outcome.deliveredPerSecond(), outcome.dropped(), 100 * outcome.droppedPart(),
							outcome.cpuMicros(), outcome.millis("p50"), outcome.millis("p99"),
							outcome.residentMegabytes());
				}
			}
		}
	}

	private void printLatency() {
		System.out.println("\nFrom the end of a span to its arrival, at 20 spans/s\n");
		System.out.println("| sender | spans | dropped | p50 ms | p99 ms | max ms |");
		System.out.println("| --- | ---: | ---: | ---: | ---: | ---: |");
		for (Sender sender : this.senders) {
			// Three times as long as the batch processor waits.
			Outcome outcome = run(new Trial(sender, false, false, 1, 20, 5 * this.seconds));
			print("| %s | %d | %d | %.0f | %.0f | %.0f |", sender.title(), outcome.arrived().get("spans"),
					outcome.dropped(), outcome.millis("p50"), outcome.millis("p99"), outcome.millis("max"));
			if (outcome.trial().isPlainest()) {
				this.figures.put(ProgramFigure.ARRIVAL_P50_MILLIS, outcome.millis("p50"));
				this.figures.put(ProgramFigure.ARRIVAL_MAX_MILLIS, outcome.millis("max"));
			}
		}
	}

	private Outcome run(Trial trial) {
		try (JavaProcess process = JavaProcess.start(TrialProgram.class, options(trial),
				trial.toArguments(this.receiver))) {
			process.await(TrialProgram.WARM);
			this.receiver.reset();
			Figures sent = Figures.parse(process.ask(TrialProgram.RESULT));
			return new Outcome(trial, sent, this.receiver.report());
		}
	}

	private static List<String> options(Trial trial) {
		List<String> options = new ArrayList<>(OPTIONS);
		options.addAll(trial.sender().options());
		return options;
	}

	private static String gzip(Trial trial) {
		return trial.gzip() ? "gzip" : "plain";
	}

	private static void print(String format, Object... values) {
		System.out.printf(Locale.ROOT, format + "%n", values);
	}

}
