package io.voicetelemetry.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A Java program in a process of its own, which is talked to in lines. It is ended when
 * this is closed, or when it lets wait for ten minutes. Not thread-safe.
 */
public final class JavaProcess implements AutoCloseable {

	private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

	/** What begins a line that is meant for who has started the program. */
	private static final String MARK = "@";

	private static final int LINES_KEPT = 50;

	private final Process process;

	private final BufferedReader output;

	private final Deque<String> lines = new ArrayDeque<>();

	private JavaProcess(Process process) {
		this.process = process;
		this.output = process.inputReader(StandardCharsets.UTF_8);
	}

	/**
	 * Starts a program on this process' own class path.
	 * @param program its class
	 * @param options of the JVM
	 * @param arguments of the program
	 * @return the process
	 */
	public static JavaProcess start(Class<?> program, List<String> options, List<String> arguments) {
		return start(System.getProperty("java.class.path"), program, options, arguments);
	}

	/**
	 * Starts a program.
	 * @param classPath where its classes are
	 * @param program its class
	 * @param options of the JVM
	 * @param arguments of the program
	 * @return the process
	 */
	public static JavaProcess start(String classPath, Class<?> program, List<String> options, List<String> arguments) {
		try {
			return new JavaProcess(
					new ProcessBuilder(command(classPath, program, options, arguments)).redirectErrorStream(true)
						.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Runs a program, and prints what it prints, but not what it
	 * {@linkplain #tell(String, Object) tells}.
	 * @param program its class
	 * @param options of the JVM
	 * @param arguments of the program
	 * @param longest after which it is ended
	 * @return what it has told, by word
	 * @throws IllegalStateException if it fails, or is ended
	 */
	public static Map<String, String> run(Class<?> program, List<String> options, List<String> arguments,
			Duration longest) {
		try {
			Process process = new ProcessBuilder(
					command(System.getProperty("java.class.path"), program, options, arguments))
				.redirectError(Redirect.INHERIT)
				.start();
			CompletableFuture<Void> end = endAfter(longest, process);
			try {
				Map<String, String> told = passOn(process);
				if (process.waitFor() != 0) {
					throw new IllegalStateException(program.getSimpleName()
							+ (end.isDone() ? " took longer than " + longest.toMinutes() + " min" : " failed"));
				}
				return told;
			}
			finally {
				end.cancel(false);
				process.destroyForcibly();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static CompletableFuture<Void> endAfter(Duration longest, Process process) {
		return CompletableFuture.runAsync(() -> {
			process.descendants().forEach(ProcessHandle::destroyForcibly);
			process.destroyForcibly();
		}, CompletableFuture.delayedExecutor(longest.toMillis(), TimeUnit.MILLISECONDS));
	}

	private static Map<String, String> passOn(Process process) {
		Map<String, String> told = new LinkedHashMap<>();
		// in the encoding of this process' own output, as it is only passed on
		process.inputReader().lines().forEach((line) -> {
			int space = line.indexOf(' ');
			if (line.startsWith(MARK) && space > 0) {
				told.put(line.substring(MARK.length(), space), line.substring(space + 1));
			}
			else {
				System.out.println(line);
			}
		});
		return told;
	}

	private static List<String> command(String classPath, Class<?> program, List<String> options,
			List<String> arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(options);
		command.addAll(List.of("-cp", classPath, program.getName()));
		command.addAll(arguments);
		return command;
	}

	/**
	 * Tells who has started this process something.
	 * @param word what it is about
	 * @param text the text, in one line
	 */
	public static void tell(String word, Object text) {
		System.out.println(MARK + word + " " + text);
	}

	/**
	 * Waits until the program tells something. What else it prints is passed over.
	 * @param word what it is about
	 * @return the text
	 * @throws IllegalStateException if it ends without
	 */
	public String await(String word) {
		String mark = MARK + word + " ";
		CompletableFuture<Void> end = endAfter(LONGEST_WAIT, this.process);
		try {
			for (String line = this.output.readLine(); line != null; line = this.output.readLine()) {
				if (line.startsWith(mark)) {
					return line.substring(mark.length());
				}
				this.lines.add(line);
				if (this.lines.size() > LINES_KEPT) {
					this.lines.remove();
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			end.cancel(false);
		}
		throw new IllegalStateException("The program has ended:\n" + String.join("\n", this.lines));
	}

	/**
	 * Tells the program something, and waits until it answers with the same word.
	 * @param word a word, which is a line of its standard input
	 * @return the text of the answer
	 */
	public String ask(String word) {
		try {
			this.process.getOutputStream().write((word + "\n").getBytes(StandardCharsets.UTF_8));
			this.process.getOutputStream().flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return await(word);
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
