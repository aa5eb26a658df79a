package io.voicetelemetry.benchmarks.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

import io.opentelemetry.proto.trace.v1.Span;
import org.jspecify.annotations.Nullable;

/**
 * A trace backend that fails in every way: OTLP over HTTP/1.1 on a port of the loopback
 * interface, on plain sockets, so that it can refuse, drop and reset connections.
 * Thread-safe. Its threads are daemons.
 */
final class HostileReceiver implements AutoCloseable {

	private static final String HOST = "127.0.0.1";

	private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

	private final List<Exchange> exchanges = new ArrayList<>();

	/** Read while a request is taken and answered, written while it goes down. */
	private final ReadWriteLock answering = new ReentrantReadWriteLock();

	private final ReceivedSpans spans;

	private final int port;

	private volatile Behaviour behaviour = Behaviour.accepting();

	private @Nullable ServerSocket server;

	private HostileReceiver(ServerSocket server, Consumer<Span> listener) {
		this.spans = new ReceivedSpans(listener);
		this.port = server.getLocalPort();
		listen(server);
	}

	static HostileReceiver start() {
		return start((span) -> {
		});
	}

	/**
	 * Starts a receiver that takes everything.
	 * @param listener is told each span that is taken, one at a time
	 */
	static HostileReceiver start(Consumer<Span> listener) {
		// Not from the seed: others with the same one would be at the same port, which is
		// free while the receiver is down.
		Random random = new Random();
		while (true) {
			// Below the ports from which connections are made: such a port could be taken
			// while the receiver is down, even by the very connection to it.
			try {
				return new HostileReceiver(bind(20_000 + random.nextInt(12_000)), listener);
			}
			catch (UncheckedIOException ex) {
				// taken: the next
			}
		}
	}

	private static ServerSocket bind(int port) {
		try {
			ServerSocket server = new ServerSocket();
			server.setReuseAddress(true);
			server.bind(new InetSocketAddress(InetAddress.getByName(HOST), port), 512);
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	URI endpoint() {
		return URI.create("http://" + HOST + ":" + this.port + "/v1/traces");
	}

	void behave(Behaviour behaviour) {
		this.behaviour = behaviour;
	}

	ReceivedSpans spans() {
		return this.spans;
	}

	/**
	 * All requests so far, in the order of arrival.
	 */
	List<Exchange> exchanges() {
		synchronized (this.exchanges) {
			return List.copyOf(this.exchanges);
		}
	}

	void forgetExchanges() {
		synchronized (this.exchanges) {
			this.exchanges.clear();
		}
	}

	/**
	 * Closes the port and all connections. What it has taken was answered by then: who
	 * delivers to it can know exactly what was taken.
	 */
	synchronized void goDown() {
		this.answering.writeLock().lock();
		try {
			ServerSocket current = this.server;
			this.server = null;
			if (current != null) {
				close(current);
			}
			this.connections.forEach(HostileReceiver::close);
		}
		finally {
			this.answering.writeLock().unlock();
		}
	}

	/**
	 * Opens the same port again.
	 */
	synchronized void comeUp() {
		if (this.server == null) {
			listen(bind(this.port));
		}
	}

	private synchronized void listen(ServerSocket server) {
		this.server = server;
		startThread("hostile-receiver", () -> accept(server));
	}

	private void accept(ServerSocket server) {
		while (!server.isClosed()) {
			try {
				Socket connection = server.accept();
				this.connections.add(connection);
				if (server.isClosed()) {
					close(connection);
				}
				startThread("hostile-connection", () -> serve(connection));
			}
			catch (IOException ex) {
				// it went down
			}
		}
	}

	private void serve(Socket connection) {
		try (connection; HttpConnection http = new HttpConnection(connection)) {
			while (serveNext(http)) {
				continue;
			}
		}
		catch (IOException ex) {
			// the client or goDown() has closed it
		}
		finally {
			this.connections.remove(connection);
		}
	}

	/**
	 * Serves a request, and keeps nothing of it while the next one is waited for: the
	 * heap of this process is measured.
	 * @return whether the connection goes on
	 */
	private boolean serveNext(HttpConnection http) throws IOException {
		Reaction reaction = readAndAnswer(http);
		return reaction != null && (reaction instanceof Reaction.Answer || http.react(reaction));
	}

	/**
	 * Reads a request, and answers it if it is to be answered.
	 * @return what is done to the client, or {@code null} if the connection is closed
	 */
	private @Nullable Reaction readAndAnswer(HttpConnection http) throws IOException {
		Request request = http.read();
		if (request == null) {
			return null;
		}
		this.answering.readLock().lock();
		try {
			if (http.isClosed()) {
				return null;
			}
			Reaction reaction = this.behaviour.to(request);
			remember(request, reaction);
			if (reaction instanceof Reaction.Answer) {
				http.react(reaction);
			}
			return reaction;
		}
		finally {
			this.answering.readLock().unlock();
		}
	}

	private void remember(Request request, Reaction reaction) {
		synchronized (this.exchanges) {
			this.exchanges.add(Exchange.of(request, reaction));
		}
		int all = request.spans().size();
		int taken = reaction.taken(all);
		this.spans.add(request.spans(), taken);
		if (reaction instanceof Reaction.Answer answer && answer.rejected() != Reaction.Answer.ALL) {
			this.spans.addRejected(all - taken);
		}
	}

	private static void startThread(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

	private static void close(AutoCloseable closeable) {
		try {
			closeable.close();
		}
		catch (Exception ex) {
			throw new IllegalStateException("Closing a socket failed", ex);
		}
	}

	@Override
	public void close() {
		goDown();
	}

}
