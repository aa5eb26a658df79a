package io.voicetelemetry.benchmarks;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who talks in the sessions of the benchmarks.
 */
final class SessionValues {

	static final String USER = "caller-7";

	static final String TENANT = "clinic";

	static final String ROOM = "reception";

	private static final AtomicInteger sessions = new AtomicInteger();

	private SessionValues() {
	}

	static String nextId() {
		return "call-20261121-" + sessions.incrementAndGet();
	}

}
