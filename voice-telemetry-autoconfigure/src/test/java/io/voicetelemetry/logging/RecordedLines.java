package io.voicetelemetry.logging;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What {@link MetricsLog} has logged, seen by an appender of the real Logback.
 */
final class RecordedLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final Logger logger = (Logger) LoggerFactory.getLogger(MetricsLog.class);

	private final @Nullable Level level = this.logger.getLevel();

	private final List<ILoggingEvent> lines = new ArrayList<>();

	private RecordedLines() {
	}

	static RecordedLines open() {
		RecordedLines recorded = new RecordedLines();
		recorded.setContext(recorded.logger.getLoggerContext());
		recorded.start();
		recorded.logger.addAppender(recorded);
		recorded.logger.setLevel(Level.INFO);
		return recorded;
	}

	@Override
	protected void append(ILoggingEvent event) {
		// The diagnostic context is read when asked for: later it is another.
		event.prepareForDeferredProcessing();
		this.lines.add(event);
	}

	void turnOff() {
		this.logger.setLevel(Level.WARN);
	}

	List<ILoggingEvent> lines() {
		return this.lines;
	}

	ILoggingEvent line() {
		if (this.lines.size() != 1) {
			throw new AssertionError("one line expected: " + this.lines);
		}
		return this.lines.get(0);
	}

	Map<String, Object> fields() {
		return fields(line());
	}

	static Map<String, Object> fields(ILoggingEvent line) {
		Map<String, Object> fields = new LinkedHashMap<>();
		line.getKeyValuePairs().forEach((pair) -> {
			if (fields.put(pair.key, pair.value) != null) {
				throw new AssertionError("twice: " + pair.key);
			}
		});
		return fields;
	}

	@Override
	public void close() {
		this.logger.detachAppender(this);
		this.logger.setLevel(this.level);
	}

}
