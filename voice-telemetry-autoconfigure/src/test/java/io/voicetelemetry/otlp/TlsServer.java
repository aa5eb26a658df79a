package io.voicetelemetry.otlp;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * Counts what it is told once a connection is secure, and answers that all is well.
 */
public final class TlsServer implements AutoCloseable {

	private static final byte[] ANSWER = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"
		.getBytes(StandardCharsets.US_ASCII);

	private final SSLServerSocket server;

	private final AtomicInteger connections = new AtomicInteger();

	private final AtomicLong bytes = new AtomicLong();

	private TlsServer(SSLServerSocket server) {
		this.server = server;
	}

	/**
	 * Starts one.
	 * @param context who it is
	 * @param mutual whether its clients have to say who they are
	 */
	public static TlsServer start(SSLContext context, boolean mutual) throws IOException {
		SSLServerSocket socket = (SSLServerSocket) context.getServerSocketFactory()
			.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
		socket.setNeedClientAuth(mutual);
		TlsServer server = new TlsServer(socket);
		daemon(server::accept);
		return server;
	}

	private static void daemon(Runnable work) {
		Thread thread = new Thread(work, "tls-server");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Where it takes OTLP over HTTP.
	 */
	public String endpoint() {
		return "https://127.0.0.1:" + this.server.getLocalPort() + "/v1/traces";
	}

	/**
	 * How many have connected.
	 */
	public int connections() {
		return this.connections.get();
	}

	/**
	 * How many bytes it was told, all in all.
	 */
	public long bytes() {
		return this.bytes.get();
	}

	private void accept() {
		try {
			while (true) {
				SSLSocket connection = (SSLSocket) this.server.accept();
				this.connections.incrementAndGet();
				daemon(() -> serve(connection));
			}
		}
		catch (IOException ex) {
			// It is closed.
		}
	}

	private void serve(SSLSocket connection) {
		try (connection) {
			connection.startHandshake();
			byte[] part = new byte[64 * 1024];
			InputStream in = connection.getInputStream();
			for (int length = in.read(part); length >= 0; length = in.read(part)) {
				this.bytes.addAndGet(length);
				if (in.available() == 0) {
					connection.getOutputStream().write(ANSWER);
				}
			}
		}
		catch (IOException ex) {
			// The client does not trust it, or is not trusted.
		}
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
