package io.voicetelemetry.autoconfigure;

import io.voicetelemetry.annotation.TracedOperation;

/**
 * A bean with an annotated method.
 */
class TracedBean {

	@TracedOperation(name = "work")
	String work() {
		return "done";
	}

}
