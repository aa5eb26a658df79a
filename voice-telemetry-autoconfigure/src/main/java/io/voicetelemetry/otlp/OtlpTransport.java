package io.voicetelemetry.otlp;

import java.util.concurrent.CompletableFuture;

/**
 * Takes encoded requests to one backend. Thread-safe; several requests may be under way.
 *
 * @since 0.1
 */
public interface OtlpTransport extends AutoCloseable {

	/**
	 * Sends a request.
	 * @param request an encoded {@code ExportTraceServiceRequest}
	 * @return what came of it, at the latest when the request has timed out; it never
	 * fails with an exception
	 */
	CompletableFuture<OtlpAnswer> send(byte[] request);

	/**
	 * Breaks off what is under way. Nothing can be sent any more.
	 */
	@Override
	void close();

}
