package io.voicetelemetry.logging;

import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.UsageSummary;
import io.voicetelemetry.event.VoiceMetrics;
import io.voicetelemetry.event.VoiceMetricsListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes figures to the log: a line at {@code INFO} for each stage of a call, and one
 * about its usage when it has ended. The message is for a person at a terminal; the exact
 * figures are beside it as key-value pairs, which become fields under Boot's
 * {@code logging.structured.format.*}. Times are in seconds, rounded to milliseconds;
 * what is not known is left out. Nothing that was said is in any of it.
 * <p>
 * The ids of session, trace, span and turn are in the {@link org.slf4j.MDC} while a line
 * is written: see {@link LogContext}. The logger's name is that of this class, so
 * {@code logging.level.io.voicetelemetry.logging.MetricsLog=off} turns the lines off.
 * <p>
 * May be called by any thread. What an appender throws passes to the caller.
 *
 * @since 0.1
 */
public final class MetricsLog implements VoiceMetricsListener {

	private static final Logger logger = LoggerFactory.getLogger(MetricsLog.class);

	/**
	 * Whether a line would be written now.
	 * @return {@code true} if the logger is on
	 */
	public boolean isEnabled() {
		return logger.isInfoEnabled();
	}

	@Override
	public void onMetrics(VoiceMetrics metrics) {
		if (!isEnabled()) {
			return;
		}
		MetricsOrigin origin = metrics.origin();
		LogLine line = MetricsLines.of(metrics, logger.atInfo()).outcome(origin);
		try (LogContext context = LogContext.of(origin.sessionId(), origin.traceId(), origin.spanId(),
				origin.speechId())) {
			line.log(origin.sessionId(), origin.speechId());
		}
	}

	@Override
	public void onUsage(UsageSummary usage) {
		if (!isEnabled()) {
			return;
		}
		LogLine line = UsageLine.of(usage, logger.atInfo());
		try (LogContext context = LogContext.of(usage.sessionId(), usage.traceId(), usage.spanId(), null)) {
			line.log(usage.sessionId());
		}
	}

}
