package io.voicetelemetry.benchmarks.faults;

import java.util.List;
import java.util.Map;

import io.opentelemetry.proto.trace.v1.Span;

/**
 * A request as the receiver read it.
 *
 * @param arrivedNanos when it was read to its end, as {@link System#nanoTime()} tells
 * @param path the path
 * @param headers the headers, with names in lower case
 * @param length the length of its body as sent, in bytes
 * @param spans the spans in it
 */
record Request(long arrivedNanos, String path, Map<String, String> headers, int length, List<Span> spans) {

	String header(String name) {
		return this.headers.getOrDefault(name, "");
	}

}
