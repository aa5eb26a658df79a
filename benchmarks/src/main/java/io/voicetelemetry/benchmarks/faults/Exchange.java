package io.voicetelemetry.benchmarks.faults;

/**
 * What the receiver remembers of a request.
 *
 * @param arrivedNanos when it was read to its end, as {@link System#nanoTime()} tells
 * @param client the value of its header {@value #CLIENT_HEADER}, or empty
 * @param length the length of its body as sent, in bytes
 * @param spans how many spans were in it
 * @param status the status of the answer, or 0 without one
 */
record Exchange(long arrivedNanos, String client, int length, int spans, int status) {

	/** Tells clients apart. */
	static final String CLIENT_HEADER = "x-client";

	static Exchange of(Request request, Reaction reaction) {
		return new Exchange(request.arrivedNanos(), request.header(CLIENT_HEADER), request.length(),
				request.spans().size(), (reaction instanceof Reaction.Answer answer) ? answer.status() : 0);
	}

}
