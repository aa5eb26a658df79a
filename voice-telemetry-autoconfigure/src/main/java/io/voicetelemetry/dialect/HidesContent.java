package io.voicetelemetry.dialect;

/**
 * A dialect whose backend must not get some of what was said, whatever other dialects
 * make of it: those do not get to see it, and what is left of it is taken off when all
 * have written.
 */
interface HidesContent {

	/**
	 * Whether it hides anything at all.
	 */
	boolean hides();

	/**
	 * Takes off what is not to be sent.
	 * @param span the span as it was recorded
	 * @param rewrite what would be sent
	 */
	void hide(CanonicalSpan span, SpanRewrite rewrite);

}
