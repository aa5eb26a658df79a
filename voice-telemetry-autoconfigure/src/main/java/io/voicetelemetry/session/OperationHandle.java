package io.voicetelemetry.session;

/**
 * Work of which nothing but its time is known.
 */
final class OperationHandle extends SpanHandle {

	OperationHandle(SpanStart start) {
		super(start);
		if (this.parent instanceof RetriedRequestHandle request && request.isAttempt(stage())) {
			request.runBegins(this);
		}
	}

}
