package io.voicetelemetry.stream;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * Finds what failed inside of what futures wrap it in.
 */
final class Causes {

	private static final int MAX_WRAPPERS = 10;

	private Causes() {
	}

	/**
	 * What a method threw that was called by reflection.
	 */
	static Throwable thrownBy(InvocationTargetException wrapper) {
		Throwable thrown = wrapper.getCause();
		return (thrown != null) ? thrown : wrapper;
	}

	static Throwable of(Throwable error) {
		Throwable cause = error;
		for (int i = 0; i < MAX_WRAPPERS; i++) {
			Throwable inner = cause.getCause();
			if (inner == null || !(cause instanceof CompletionException || cause instanceof ExecutionException)) {
				break;
			}
			cause = inner;
		}
		return cause;
	}

}
