package io.voicetelemetry.dialect;

/**
 * Writes a span the way a backend reads it. A bean of this type can be named in
 * {@code voice.telemetry.export.<backend>.dialect}.
 * <p>
 * It is a pure function of the span. It runs off the threads of the calls, on that of the
 * backend's pipeline, perhaps of several backends at a time, and must be thread-safe. If
 * it throws, the span is sent as it was recorded.
 *
 * @since 0.1
 */
public interface SpanDialect {

	/**
	 * What it is called in the configuration, such as {@code langfuse}.
	 * @return the name
	 */
	String name();

	/**
	 * Writes a span.
	 * @param span the span as it was recorded
	 * @param rewrite what is sent: at first everything that was recorded, and what the
	 * dialects before this one have made of it
	 */
	void translate(CanonicalSpan span, SpanRewrite rewrite);

}
