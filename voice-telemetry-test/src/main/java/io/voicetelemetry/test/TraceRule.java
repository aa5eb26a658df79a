package io.voicetelemetry.test;

/**
 * One group of rules about a span tree. Stateless.
 */
interface TraceRule {

	void check(SpanIndex spans, Violations violations);

}
