package io.voicetelemetry.benchmarks.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * An application in a process of its own.
 */
final class Child implements AutoCloseable {

	private static final Duration LONGEST_START = Duration.ofSeconds(120);

	private final Process process;

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private final Thread reader;

	private Child(Process process) {
		this.process = process;
		this.reader = new Thread(this::read, "child-output");
		this.reader.setDaemon(true);
		this.reader.start();
	}

	/**
	 * Starts an application, and waits until it is under load.
	 * @param endpoint where its spans go
	 * @param notes where it notes which spans have ended
	 * @param properties more of its configuration
	 */
	static Child start(URI endpoint, Notes notes, int sessions, double rate, Map<String, String> properties)
			throws IOException {
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
				ChildApplication.class.getName(), "--voice.telemetry.export.otlp.endpoint=" + endpoint,
				"--voice.telemetry.log-metrics=false", "--child.file=" + notes.file(),
				"--child.base-millis=" + notes.baseMillis(), "--child.sessions=" + sessions, "--child.rate=" + rate));
		properties.forEach((key, value) -> command.add("--" + key + "=" + value));
		Child child = new Child(new ProcessBuilder(command).redirectErrorStream(true).start());
		Experiment.await(() -> child.lines.contains(ChildApplication.READY) || !child.process.isAlive(), LONGEST_START);
		if (!child.lines.contains(ChildApplication.READY)) {
			child.close();
			throw new IllegalStateException("The application did not start:\n" + String.join("\n", child.lines));
		}
		return child;
	}

	private void read() {
		try (BufferedReader output = this.process.inputReader(StandardCharsets.UTF_8)) {
			output.lines().forEach(this.lines::add);
		}
		catch (IOException | UncheckedIOException ex) {
			// it was killed
		}
	}

	/**
	 * Everything it has printed so far.
	 */
	List<String> lines() {
		return List.copyOf(this.lines);
	}

	/**
	 * Asks it to end, as an operator does.
	 * @return how long that took
	 */
	Duration terminate() {
		long start = System.nanoTime();
		// Process.destroy() would close the streams, and the last lines would be missed.
		this.process.toHandle().destroy();
		awaitEnd();
		return Duration.ofNanos(System.nanoTime() - start);
	}

	/**
	 * Ends it without any notice.
	 */
	void kill() {
		this.process.destroyForcibly();
		awaitEnd();
	}

	private void awaitEnd() {
		try {
			if (!this.process.waitFor(60, TimeUnit.SECONDS)) {
				throw new IllegalStateException("The application did not end");
			}
			this.reader.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		kill();
	}

	/**
	 * Where an application notes which spans have ended.
	 *
	 * @param file the file
	 * @param baseMillis from when on times are counted
	 */
	record Notes(Path file, long baseMillis) {

		static Notes in(Path directory) {
			return new Notes(directory.resolve("ended-spans"), System.currentTimeMillis());
		}

		EndedSpans read() throws IOException {
			return EndedSpans.in(this.file, this.baseMillis);
		}

	}

}
