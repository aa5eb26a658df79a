package io.voicetelemetry.logging;

import java.util.HashMap;
import java.util.Map;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.ToolMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class LogContextTests {

	private static final Map<String, String> IDS = Map.of("session.id", "call-1", "trace_id", SampleMetrics.TRACE_ID,
			"span_id", SampleMetrics.SPAN_ID, "speech_id", "speech_1");

	@BeforeEach
	@AfterEach
	void clear() {
		MDC.clear();
	}

	@Test
	void putsTheIdsInAndTakesThemOut() {
		try (LogContext context = open()) {
			assertThat(ids()).isEqualTo(IDS);
		}
		assertThat(ids()).isEmpty();
	}

	@Test
	void putsBackWhatWasThere() {
		Map<String, String> before = Map.of("session.id", "http-session", "trace_id", "t", "span_id", "s", "speech_id",
				"v", "tenant", "clinic");
		MDC.setContextMap(before);
		try (LogContext context = open()) {
			assertThat(ids()).containsAllEntriesOf(IDS).containsEntry("tenant", "clinic").hasSize(5);
		}
		assertThat(ids()).isEqualTo(before);
	}

	@Test
	void nests() {
		try (LogContext outer = open()) {
			try (LogContext inner = LogContext.of("call-2", null, null, null)) {
				assertThat(ids()).isEqualTo(Map.of("session.id", "call-2"));
			}
			assertThat(ids()).isEqualTo(IDS);
		}
		assertThat(ids()).isEmpty();
	}

	@Test
	void closesOnce() {
		LogContext context = open();
		context.close();
		MDC.put("session.id", "later");
		context.close();
		assertThat(ids()).isEqualTo(Map.of("session.id", "later"));
	}

	@Test
	void anUnknownIdIsNotAnotherCalls() {
		MDC.put("speech_id", "another");
		try (LogContext context = LogContext.of("call-1", null, null, null)) {
			assertThat(ids()).isEqualTo(Map.of("session.id", "call-1"));
		}
		assertThat(ids()).isEqualTo(Map.of("speech_id", "another"));
	}

	@Test
	void cutsAndCleansIds() {
		String pair = "\ud83d\ude00";
		try (LogContext context = LogContext.of("a\nb", "", "x".repeat(255) + pair, "x".repeat(254) + pair)) {
			assertThat(ids()).isEqualTo(Map.of("session.id", "a?b", "trace_id", "", "span_id", "x".repeat(255),
					"speech_id", "x".repeat(254) + pair));
		}
	}

	@Test
	void theIdsAreThereWhileALineIsWritten() {
		MDC.put("session.id", "http-session");
		MDC.put("tenant", "clinic");
		try (RecordedLines recorded = RecordedLines.open()) {
			new MetricsLog().onMetrics(SampleMetrics.llm());
			Map<String, String> seen = new HashMap<>(IDS);
			seen.put("tenant", "clinic");
			assertThat(recorded.line().getMDCPropertyMap()).isEqualTo(seen);
			assertThat(ids()).isEqualTo(Map.of("session.id", "http-session", "tenant", "clinic"));
		}
	}

	@Test
	void theIdsOfTheSessionAreThereWhileItsUsageIsWritten() {
		try (RecordedLines recorded = RecordedLines.open()) {
			new MetricsLog().onUsage(SampleMetrics.usage());
			assertThat(recorded.line().getMDCPropertyMap()).isEqualTo(Map.of("session.id", "call-1", "trace_id",
					SampleMetrics.TRACE_ID, "span_id", SampleMetrics.SPAN_ID));
			assertThat(ids()).isEmpty();
		}
	}

	@Test
	void figuresOutsideAnySessionHaveNoIds() {
		MDC.put("session.id", "another");
		try (RecordedLines recorded = RecordedLines.open()) {
			MetricsOrigin nowhere = SampleMetrics.nowhere();
			new MetricsLog().onMetrics(new ToolMetrics(nowhere, "find_slot", 1));
			assertThat(recorded.line().getMDCPropertyMap()).isEmpty();
		}
		assertThat(ids()).isEqualTo(Map.of("session.id", "another"));
	}

	@Test
	void nothingIsLeftBehindByAnAppenderThatThrows() {
		MDC.put("span_id", "mine");
		Logger logger = (Logger) LoggerFactory.getLogger(MetricsLog.class);
		try (RecordedLines recorded = RecordedLines.open(); ThrowingAppender throwing = new ThrowingAppender(logger)) {
			assertThatIllegalStateException().isThrownBy(() -> new MetricsLog().onMetrics(SampleMetrics.llm()));
			assertThat(ids()).isEqualTo(Map.of("span_id", "mine"));
			assertThatIllegalStateException().isThrownBy(() -> new MetricsLog().onUsage(SampleMetrics.usage()));
			assertThat(ids()).isEqualTo(Map.of("span_id", "mine"));
		}
	}

	private static LogContext open() {
		return LogContext.of("call-1", SampleMetrics.TRACE_ID, SampleMetrics.SPAN_ID, "speech_1");
	}

	private static Map<String, String> ids() {
		Map<String, String> ids = MDC.getCopyOfContextMap();
		return (ids != null) ? ids : Map.of();
	}

	/**
	 * Its base class would catch what it throws in {@code append}.
	 */
	private static final class ThrowingAppender extends AppenderBase<ILoggingEvent> implements AutoCloseable {

		private final Logger logger;

		ThrowingAppender(Logger logger) {
			this.logger = logger;
			setContext(logger.getLoggerContext());
			start();
			logger.addAppender(this);
		}

		@Override
		public synchronized void doAppend(ILoggingEvent event) {
			throw new IllegalStateException("disk full");
		}

		@Override
		protected void append(ILoggingEvent event) {
		}

		@Override
		public void close() {
			this.logger.detachAppender(this);
		}

	}

}
