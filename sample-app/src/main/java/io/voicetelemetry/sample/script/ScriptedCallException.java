package io.voicetelemetry.sample.script;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the call doesn't go as it should.
 */
class ScriptedCallException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	ScriptedCallException(String message) {
		this(message, null);
	}

	ScriptedCallException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
