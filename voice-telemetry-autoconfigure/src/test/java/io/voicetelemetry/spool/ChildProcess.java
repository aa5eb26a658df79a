package io.voicetelemetry.spool;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * A second JVM with a main class of the tests, and what it prints.
 */
final class ChildProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader output;

	private ChildProcess(List<String> command) throws IOException {
		this.process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
		this.output = new BufferedReader(new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
	}

	static ChildProcess start(Class<?> main, Object... arguments) throws IOException {
		return new ChildProcess(command(main, arguments));
	}

	static List<String> command(Class<?> main, Object... arguments) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
						"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classPath(), main.getName()));
		Stream.of(arguments).map(String::valueOf).forEach(command::add);
		return command;
	}

	/**
	 * Runs a command to its end.
	 * @return what it printed
	 */
	static List<String> run(List<String> command) throws Exception {
		try (ChildProcess process = new ChildProcess(command)) {
			return process.rest();
		}
	}

	/**
	 * The next line.
	 * @return null if it is dead
	 */
	@Nullable String line() throws IOException {
		return this.output.readLine();
	}

	/**
	 * All lines until it is dead.
	 */
	List<String> rest() throws Exception {
		List<String> lines = new ArrayList<>();
		for (String line = line(); line != null; line = line()) {
			lines.add(line);
		}
		if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
			throw new IllegalStateException("It does not end");
		}
		return lines;
	}

	/**
	 * As by kill -9. By its handle, since destroying a process closes what it printed.
	 */
	void kill() {
		this.process.toHandle().destroyForcibly();
	}

	@Override
	public void close() throws Exception {
		kill();
		this.process.waitFor(30, TimeUnit.SECONDS);
		this.output.close();
	}

	private static String classPath() {
		return Stream.of(Spool.class, SpoolTests.class, Logger.class)
			.map((type) -> type.getProtectionDomain().getCodeSource())
			.map(Objects::requireNonNull)
			.map(CodeSource::getLocation)
			.map((url) -> new File(URI.create(url.toString())).getPath())
			.collect(Collectors.joining(File.pathSeparator));
	}

}
