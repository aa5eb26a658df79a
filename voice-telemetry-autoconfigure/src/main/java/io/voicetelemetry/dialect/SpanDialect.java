package io.voicetelemetry.dialect;

import java.util.List;

/**
 * Writes a span the way a backend reads it. A bean of this type can be named in
 * {@code voice.telemetry.export.<backend>.dialect}.
 * <p>
 * It is a pure function of the span. It runs off the threads of the calls, on that of the
 * backend's pipeline, perhaps of several backends at a time, and must be thread-safe. If
 * it throws, the span is sent as it was recorded, but without anything that may tell what
 * was said: nobody knows what of it the dialect would have kept back.
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
	 * The keys that are meant for backends of this dialect alone. Where some dialects are
	 * chosen and this is one of those that come with this project and is not among them,
	 * what an application has put under such keys is not sent. The dialect itself may
	 * write any key.
	 * @return what such keys begin with, such as {@code langfuse.}; empty if there are
	 * none
	 */
	default List<String> ownPrefixes() {
		return List.of();
	}

	/**
	 * Writes a span.
	 * @param span the span as it was recorded
	 * @param rewrite what is sent: at first everything that was recorded, and what the
	 * dialects before this one have made of it
	 */
	void translate(CanonicalSpan span, SpanRewrite rewrite);

}
