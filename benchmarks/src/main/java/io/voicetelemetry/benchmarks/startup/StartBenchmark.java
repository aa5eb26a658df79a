package io.voicetelemetry.benchmarks.startup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import io.voicetelemetry.benchmarks.delivery.ReceiverProcess;
import io.voicetelemetry.benchmarks.process.JavaProcess;
import io.voicetelemetry.benchmarks.targets.ProgramFigure;

/**
 * What a starter adds to the start of an application: time until it is ready, processor
 * time until then, memory, beans. Applications with different class paths start in turn,
 * so that a disturbance of the machine hits all of them, in an order that is another one
 * in each round, and the same in each run. Ratios are medians of those of the rounds.
 */
public final class StartBenchmark {

	private static final List<String> OPTIONS = List.of("-Xmx256m", "-Dlogging.level.root=warn");

	private static final long SEED = 1;

	private static final int DEFAULT_ROUNDS = 15;

	private StartBenchmark() {
	}

	/**
	 * Starts applications, and prints a table of medians.
	 * @param arguments how often each is started
	 * @throws IOException if there is no disk
	 */
	public static void main(String[] arguments) throws IOException {
		Starts starts = run((arguments.length > 0) ? Integer.parseInt(arguments[0]) : DEFAULT_ROUNDS);
		print(starts);
		ProgramFigure.tell(figures(starts));
	}

	/**
	 * Starts applications.
	 * @param rounds how often each is started after the first time, which counts only if
	 * it is the last
	 * @param moreOptions options of the JVM beside those of every start
	 */
	static Starts run(int rounds, String... moreOptions) throws IOException {
		List<String> options = Stream.concat(OPTIONS.stream(), Stream.of(moreOptions)).toList();
		Path classes = copyApplication();
		Starts starts = new Starts();
		Random random = new Random(SEED);
		List<Variant> order = new ArrayList<>(List.of(Variant.values()));
		try (ReceiverProcess receiver = new ReceiverProcess()) {
			for (int round = 0; round <= rounds; round++) {
				Collections.shuffle(order, random);
				for (Variant variant : order) {
					Start start = start(variant, classes, options, receiver.httpUrl() + "/v1/traces");
					// What the first round reads is in no cache yet.
					if (round > 0 || rounds == 0) {
						starts.add(variant, start);
					}
				}
			}
		}
		finally {
			delete(classes);
		}
		return starts;
	}

	private static Start start(Variant variant, Path classes, List<String> options, String url) {
		try (JavaProcess process = JavaProcess.start(
				classes + System.getProperty("path.separator") + classPath(variant), MinimalApplication.class, options,
				variant.arguments(url))) {
			return Start.parse(process.await(MinimalApplication.STARTED));
		}
	}

	/**
	 * The application alone, without what else is on this class path.
	 */
	private static Path copyApplication() throws IOException {
		Path classes = Files.createTempDirectory("start-benchmark");
		String name = MinimalApplication.class.getName().replace('.', '/') + ".class";
		Path file = classes.resolve(name);
		Files.createDirectories(file.getParent());
		try (InputStream content = MinimalApplication.class.getClassLoader().getResourceAsStream(name)) {
			Files.copy(content, file);
		}
		return classes;
	}

	private static void delete(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.sorted((first, second) -> second.compareTo(first)).toList()) {
				Files.delete(file);
			}
		}
	}

	private static String classPath(Variant variant) {
		String name = "startup/" + variant.module() + "/target/class-path";
		try (InputStream content = StartBenchmark.class.getClassLoader().getResourceAsStream(name)) {
			if (content == null) {
				throw new IllegalStateException("No " + name + ": build the module with Maven, with -am");
			}
			return new String(content.readAllBytes(), StandardCharsets.UTF_8).trim();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void print(Starts starts) {
		System.out.println("\n| application | ready ms | CPU ms | heap KB | RSS MB | beans | classes "
				+ "| ready x plain | CPU x plain | ready x bridge | CPU x bridge |");
		System.out.println("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
		for (Variant variant : Variant.values()) {
			System.out.printf(Locale.ROOT,
					"| %s | %.0f | %.0f | %,.0f | %.0f | %.0f | %,.0f | %.2f | %.2f | %.2f | %.2f |%n", variant.title(),
					starts.median(variant, Start::readyMillis), starts.median(variant, Start::cpuMillis),
					starts.median(variant, Start::heapKilobytes),
					starts.median(variant, Start::residentKilobytes) / 1000, starts.median(variant, Start::beans),
					starts.median(variant, Start::classes), starts.ratio(variant, Variant.PLAIN, Start::readyMillis),
					starts.ratio(variant, Variant.PLAIN, Start::cpuMillis),
					starts.ratio(variant, Variant.BRIDGE, Start::readyMillis),
					starts.ratio(variant, Variant.BRIDGE, Start::cpuMillis));
		}
	}

	private static Map<ProgramFigure, Double> figures(Starts starts) {
		return Map.of(ProgramFigure.START_READY, starts.ratio(Variant.VOICE, Variant.BRIDGE, Start::readyMillis),
				ProgramFigure.START_CPU, starts.ratio(Variant.VOICE, Variant.BRIDGE, Start::cpuMillis),
				ProgramFigure.START_WITH_BACKEND_READY,
				starts.ratio(Variant.VOICE_OTLP, Variant.BRIDGE, Start::readyMillis),
				ProgramFigure.START_WITH_BACKEND_CPU,
				starts.ratio(Variant.VOICE_OTLP, Variant.BRIDGE, Start::cpuMillis));
	}

}
