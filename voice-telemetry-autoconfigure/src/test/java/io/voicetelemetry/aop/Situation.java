package io.voicetelemetry.aop;

/**
 * What may become of a result that comes after the method has returned.
 */
enum Situation {

	SUCCESS, ERROR_BEFORE_FIRST_ITEM, ERROR_AFTER, CANCEL_BEFORE, CANCEL_AFTER, NEVER_SUBSCRIBED, SUBSCRIBED_TWICE,
	EMPTY, SLOW_CONSUMER

}
