package io.voicetelemetry.benchmarks.faults;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * What is logged while it is open, at every level.
 */
final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

	private static final String OURS = "io.voicetelemetry";

	private final List<Line> lines = new CopyOnWriteArrayList<>();

	private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

	private final Logger ours = (Logger) LoggerFactory.getLogger(OURS);

	private CapturedLog() {
	}

	static CapturedLog open() {
		takeOverJavaLogging();
		CapturedLog log = new CapturedLog();
		log.setContext(log.root.getLoggerContext());
		log.start();
		log.root.addAppender(log);
		log.ours.setLevel(Level.TRACE);
		return log;
	}

	/**
	 * Has what libraries tell {@code java.util.logging} appear with the rest.
	 */
	static void takeOverJavaLogging() {
		if (!SLF4JBridgeHandler.isInstalled()) {
			SLF4JBridgeHandler.removeHandlersForRootLogger();
			SLF4JBridgeHandler.install();
		}
	}

	@Override
	protected void append(ILoggingEvent event) {
		String text = event.getFormattedMessage();
		if (event.getThrowableProxy() != null) {
			text += "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy());
		}
		this.lines.add(new Line(System.nanoTime(), event.getLevel(), event.getLoggerName(), text));
	}

	/**
	 * What the telemetry says at the levels that applications log by default.
	 */
	List<Line> visible() {
		return this.lines.stream()
			.filter((line) -> line.logger().startsWith(OURS) && line.level().isGreaterOrEqual(Level.INFO))
			.toList();
	}

	long count(Predicate<String> text) {
		return visible().stream().filter((line) -> text.test(line.text())).count();
	}

	/**
	 * Waits for a line, which on a busy machine may be late.
	 */
	void await(String text) {
		Experiment.await(() -> count((line) -> line.contains(text)) > 0, LONGEST_WAIT);
	}

	String firstWith(String text) {
		return visible().stream()
			.map(Line::text)
			.filter((line) -> line.contains(text))
			.findFirst()
			.orElseGet(() -> "no line with \"" + text + "\" among " + visible());
	}

	/**
	 * Everything, of every level and every library.
	 */
	String everything() {
		return String.join("\n", this.lines.stream().map(Line::text).toList());
	}

	@Override
	public void close() {
		this.root.detachAppender(this);
		this.ours.setLevel(null);
		stop();
	}

	/**
	 * A line.
	 *
	 * @param nanos when, as {@link System#nanoTime()} tells
	 * @param level the level
	 * @param logger who says it
	 * @param text the message, and the exception with its causes
	 */
	record Line(long nanos, Level level, String logger, String text) {
	}

}
