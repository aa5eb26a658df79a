package io.voicetelemetry.test;

import java.util.Map;

/**
 * How the receiver answers a request that it could read.
 *
 * @param status the HTTP status
 * @param headers headers of the answer
 */
record Answer(int status, Map<String, String> headers) {

	static final Answer SUCCESS = new Answer(200, Map.of());

	Answer {
		if (status < 200 || status > 599) {
			throw new IllegalArgumentException("Not a final HTTP status: " + status);
		}
		headers = Map.copyOf(headers);
	}

	boolean accepts() {
		return this.status < 300;
	}

}
