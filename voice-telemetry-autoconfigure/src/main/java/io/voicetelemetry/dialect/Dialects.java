package io.voicetelemetry.dialect;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dialects, one after the other. Thread-safe.
 *
 * @since 0.1
 */
public final class Dialects implements UnaryOperator<SpanData> {

	private static final Logger logger = LoggerFactory.getLogger(Dialects.class);

	private final List<SpanDialect> dialects;

	private final AtomicBoolean failed = new AtomicBoolean();

	private Dialects(List<SpanDialect> dialects) {
		this.dialects = List.copyOf(dialects);
	}

	/**
	 * Dialects that compose.
	 * @param dialects the dialects; of what several write, the last one's stays
	 * @return a function from a span to what is sent of it
	 */
	public static Dialects of(List<SpanDialect> dialects) {
		return new Dialects(dialects);
	}

	/**
	 * Writes a span.
	 * @param span the span as it was recorded
	 * @return what is sent: if a dialect throws, the canonical span
	 */
	@Override
	public SpanData apply(SpanData span) {
		SpanData canonical = GenAiConventions.normalized(span);
		if (this.dialects.isEmpty()) {
			return canonical;
		}
		try {
			CanonicalSpan read = new CanonicalSpan(canonical);
			SpanRewrite rewrite = new SpanRewrite(canonical);
			for (SpanDialect dialect : this.dialects) {
				dialect.translate(read, rewrite);
			}
			return rewrite.toSpanData();
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			if (this.failed.compareAndSet(false, true)) {
				logger.warn("A dialect of {} failed: such spans are sent as they were recorded. Further failures are "
						+ "not logged", this, ex);
			}
			return canonical;
		}
	}

	@Override
	public String toString() {
		return this.dialects.stream().map(SpanDialect::name).toList().toString();
	}

}
