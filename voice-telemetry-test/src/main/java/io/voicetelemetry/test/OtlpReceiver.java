package io.voicetelemetry.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

import com.sun.net.httpserver.HttpServer;

/**
 * A trace backend for tests: OTLP over HTTP with protobuf, plain or gzip, on a free port
 * of the loopback interface. It takes any path, so that the endpoint of every backend can
 * be imitated, except those of OTLP metrics and logs.
 * <p>
 * Thread-safe. Its threads are daemons, so a receiver left open holds no JVM.
 *
 * @since 0.1.0
 */
public final class OtlpReceiver implements AutoCloseable {

	private static final String HOST = "127.0.0.1";

	private final Inbox inbox = new Inbox();

	private final TraceHandler handler = new TraceHandler(this.inbox);

	private final AtomicBoolean closed = new AtomicBoolean();

	private final ExecutorService threads;

	private final HttpServer server;

	private final String endpoint;

	private OtlpReceiver(HttpServer server, ExecutorService threads) {
		this.server = server;
		this.threads = threads;
		this.endpoint = "http://" + HOST + ":" + server.getAddress().getPort() + "/v1/traces";
	}

	/**
	 * Start a receiver that answers every readable request with success.
	 * @return the receiver, listening
	 */
	public static OtlpReceiver start() {
		HttpServer server = bind();
		OtlpReceiver receiver = new OtlpReceiver(server, Executors.newCachedThreadPool(OtlpReceiver::daemon));
		server.setExecutor(receiver.threads);
		server.createContext("/", receiver.handler);
		// the server's own thread is a daemon only when it was started by one
		CompletableFuture.runAsync(server::start, receiver.threads).join();
		return receiver;
	}

	private static HttpServer bind() {
		try {
			return HttpServer.create(new InetSocketAddress(HOST, 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No port of " + HOST + " could be opened", ex);
		}
	}

	private static Thread daemon(Runnable task) {
		Thread thread = new Thread(task, "otlp-receiver");
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Return where to send traces.
	 * @return the full URL, {@code http://127.0.0.1:PORT/v1/traces}
	 */
	public String endpoint() {
		return this.endpoint;
	}

	/**
	 * Return the accepted spans.
	 * @return a snapshot, in the order of arrival
	 */
	public List<ReceivedSpan> spans() {
		return this.inbox.spans();
	}

	/**
	 * Return all requests, also those that were not accepted.
	 * @return a snapshot, in the order of arrival
	 */
	public List<ReceivedRequest> requests() {
		return this.inbox.requests();
	}

	/**
	 * Wait until enough spans were accepted.
	 * @param count how many there must be at least
	 * @param timeout how long to wait at most
	 * @return all spans accepted so far, in the order of arrival
	 * @throws AssertionError after the timeout, naming what did arrive
	 */
	public List<ReceivedSpan> awaitSpans(int count, Duration timeout) {
		return this.inbox.awaitSpans(count, timeout);
	}

	/**
	 * Wait until enough requests came, accepted or not.
	 * @param count how many there must be at least
	 * @param timeout how long to wait at most
	 * @return all requests so far, in the order of arrival
	 * @throws AssertionError after the timeout, naming what did arrive
	 */
	public List<ReceivedRequest> awaitRequests(int count, Duration timeout) {
		return this.inbox.awaitRequests(count, timeout);
	}

	/**
	 * Answer the next requests with this status, until {@link #reset()}. Spans answered
	 * with 300 or above are not accepted: they are counted in {@link #requests()} but are
	 * not among the {@link #spans()}.
	 * @param status an HTTP status, 200 to 599
	 */
	public void respondWith(int status) {
		respondWith(status, Map.of());
	}

	/**
	 * As {@link #respondWith(int)}, with headers such as {@code Retry-After} or
	 * {@code Location}.
	 * @param status an HTTP status, 200 to 599
	 * @param headers headers of the answer
	 */
	public void respondWith(int status, Map<String, String> headers) {
		this.handler.answerWith(new Answer(status, headers));
	}

	/**
	 * Answer with success again. What has arrived is kept.
	 */
	public void reset() {
		this.handler.answerWith(Answer.SUCCESS);
	}

	/**
	 * Forget the spans and requests that have arrived. How requests are answered is kept.
	 */
	public void clear() {
		this.inbox.clear();
	}

	/**
	 * Stop listening at once, cutting open exchanges. What has arrived can still be read.
	 */
	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			this.server.stop(0);
			this.threads.shutdownNow();
		}
	}

}
