package io.voicetelemetry.session;

/**
 * A stage with nothing of its own to record.
 */
final class OperationHandle extends SpanHandle {

	OperationHandle(SpanStart start) {
		super(start);
	}

}
