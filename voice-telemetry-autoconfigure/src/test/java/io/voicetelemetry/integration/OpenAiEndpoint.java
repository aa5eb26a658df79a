package io.voicetelemetry.integration;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An OpenAI-compatible endpoint on this machine that answers requests in the order they
 * come with the answers it was given, and remembers what it was asked, what it sent when,
 * and who hung up. A request for which it has no answer gets status 500. As a static
 * field with {@code @RegisterExtension}, it forgets all that before each test and is
 * closed after the last.
 */
public final class OpenAiEndpoint implements AutoCloseable, BeforeEachCallback, AfterAllCallback {

	private final Queue<EndpointAnswer> answers = new ConcurrentLinkedQueue<>();

	private final List<EndpointRequest> requests = new CopyOnWriteArrayList<>();

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "openai-endpoint");
		thread.setDaemon(true);
		return thread;
	});

	private final HttpServer server;

	private OpenAiEndpoint(HttpServer server) {
		this.server = server;
	}

	/**
	 * Starts one on a free port.
	 */
	public static OpenAiEndpoint start() {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
			OpenAiEndpoint endpoint = new OpenAiEndpoint(server);
			server.setExecutor(endpoint.threads);
			server.createContext("/", endpoint::handle);
			server.start();
			return endpoint;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What clients are given as the base URL.
	 */
	public String baseUrl() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort() + "/v1";
	}

	/**
	 * Answers the next requests that have no answer yet.
	 */
	public OpenAiEndpoint answer(EndpointAnswer... next) {
		this.answers.addAll(List.of(next));
		return this;
	}

	/**
	 * What it was asked, in the order in which it came.
	 */
	public List<EndpointRequest> requests() {
		return List.copyOf(this.requests);
	}

	/**
	 * What it was asked as the nth, from 0.
	 */
	public EndpointRequest request(int index) {
		return this.requests.get(index);
	}

	/**
	 * Forgets what it was asked, and what it was to answer.
	 * @return this
	 */
	public OpenAiEndpoint forget() {
		this.answers.clear();
		this.requests.clear();
		return this;
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange; InputStream body = exchange.getRequestBody()) {
			EndpointRequest request = new EndpointRequest(exchange.getRequestURI().getPath(),
					exchange.getRequestHeaders(), new String(body.readAllBytes(), StandardCharsets.ISO_8859_1));
			EndpointAnswer answer = this.answers.poll();
			this.requests.add(request);
			if (answer == null) {
				answer = EndpointAnswer.error(500, "There is no answer to " + request.path());
			}
			try {
				answer.send(exchange, request);
			}
			catch (IOException ex) {
				request.hungUp();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Stops it, and what it still sends.
	 */
	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		forget();
	}

	@Override
	public void afterAll(ExtensionContext context) {
		close();
	}

}
