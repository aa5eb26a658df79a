package io.voicetelemetry.benchmarks.faults;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;

/**
 * How the receiver reacts to requests. Called by several threads.
 */
interface Behaviour {

	Reaction to(Request request);

	static Behaviour accepting() {
		return (request) -> Reaction.Answer.SUCCESS;
	}

	static Behaviour answering(int status, Map<String, String> headers) {
		return (request) -> new Reaction.Answer(status, headers, new byte[0], Reaction.Answer.ALL);
	}

	/**
	 * Answers as a proxy does with a login page: success, but nothing was taken.
	 */
	static Behaviour answeringHtml() {
		byte[] page = "<!DOCTYPE html><html><body>Please log in</body></html>".getBytes(StandardCharsets.UTF_8);
		return (request) -> new Reaction.Answer(200, Map.of("Content-Type", "text/html; charset=utf-8"), page,
				Reaction.Answer.ALL);
	}

	static Behaviour silent() {
		return (request) -> new Reaction.Silence();
	}

	/**
	 * Resets some connections, half of them before and half of them after the spans were
	 * taken.
	 * @param probability how many, between 0 and 1
	 */
	static Behaviour resetting(double probability, Random random) {
		return (request) -> (random.nextDouble() < probability) ? new Reaction.Reset(random.nextBoolean())
				: Reaction.Answer.SUCCESS;
	}

	/**
	 * Takes all but a few spans of each request, and says so.
	 */
	static Behaviour rejecting(int spans) {
		return (request) -> {
			int rejected = Math.min(spans, request.spans().size());
			byte[] body = ExportTraceServiceResponse.newBuilder()
				.setPartialSuccess(ExportTracePartialSuccess.newBuilder()
					.setRejectedSpans(rejected)
					.setErrorMessage("attribute names must not be empty"))
				.build()
				.toByteArray();
			return new Reaction.Answer(200, Map.of("Content-Type", "application/x-protobuf"), body, rejected);
		};
	}

	static Behaviour limitedTo(int bytes) {
		return (request) -> (request.length() <= bytes) ? Reaction.Answer.SUCCESS
				: new Reaction.Answer(413, Map.of(), new byte[0], Reaction.Answer.ALL);
	}

	/**
	 * Lets only requests in that carry a credential.
	 * @param status what others are answered
	 */
	static Behaviour requiring(String header, String value, int status) {
		return (request) -> request.header(header).equals(value) ? Reaction.Answer.SUCCESS
				: new Reaction.Answer(status, Map.of(), new byte[0], Reaction.Answer.ALL);
	}

	default Behaviour after(Duration delay) {
		return (request) -> {
			long until = System.nanoTime() + delay.toNanos();
			for (long left = delay.toNanos(); left > 0; left = until - System.nanoTime()) {
				LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)));
			}
			return to(request);
		};
	}

}
