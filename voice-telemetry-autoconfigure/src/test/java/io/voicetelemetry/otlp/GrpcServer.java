package io.voicetelemetry.otlp;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * As much of HTTP/2 in the clear as it takes to answer a gRPC call. It does not read
 * headers: for that, there is the collector.
 */
final class GrpcServer implements AutoCloseable {

	private static final int PREFACE_BYTES = 24;

	private static final int DATA = 0;

	private static final int HEADERS = 1;

	private static final int SETTINGS = 4;

	private static final int PING = 6;

	private static final int WINDOW_UPDATE = 8;

	private static final int ACK = 1;

	private static final int END_STREAM = 1;

	private static final int END_HEADERS = 4;

	/** So much that nobody waits for leave to send more. */
	private static final int WINDOW = 1 << 30;

	private final ServerSocket server;

	private final List<Socket> connections = new CopyOnWriteArrayList<>();

	private final List<byte[]> messages = new CopyOnWriteArrayList<>();

	private final AtomicInteger requests = new AtomicInteger();

	private final AtomicLong bodyBytes = new AtomicLong();

	private volatile Answer answer = new Answer(Map.of(), new byte[0], Map.of("grpc-status", "0"));

	private GrpcServer(ServerSocket server) {
		this.server = server;
	}

	static GrpcServer start() throws IOException {
		GrpcServer server = new GrpcServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
		daemon(server::accept);
		return server;
	}

	private static void daemon(Runnable work) {
		Thread thread = new Thread(work, "grpc-server");
		thread.setDaemon(true);
		thread.start();
	}

	String endpoint() {
		return "http://127.0.0.1:" + this.server.getLocalPort();
	}

	/** The answer is a status, and a message before it if the status is good. */
	void answer(int status, String description, byte[] message) {
		Map<String, String> trailers = Map.of("grpc-status", String.valueOf(status), "grpc-message", description);
		this.answer = new Answer(Map.of(), (status == 0) ? message : null, trailers);
	}

	/** The answer is one of HTTP, as a proxy's would be. */
	void answerHttp(int status, Map<String, String> headers) {
		Map<String, String> all = new HashMap<>(headers);
		all.put(":status", String.valueOf(status));
		this.answer = new Answer(all, null, null);
	}

	int requests() {
		return this.requests.get();
	}

	/** How much has come of requests, but for their headers. */
	long bodyBytes() {
		return this.bodyBytes.get();
	}

	/** The messages of whole calls, as they came. */
	List<byte[]> messages() {
		return this.messages;
	}

	private void accept() {
		try {
			while (true) {
				Socket connection = this.server.accept();
				this.connections.add(connection);
				daemon(() -> serve(connection));
			}
		}
		catch (IOException ex) {
			// It is closed.
		}
	}

	private void serve(Socket connection) {
		try (connection) {
			DataInputStream in = new DataInputStream(connection.getInputStream());
			DataOutputStream out = new DataOutputStream(connection.getOutputStream());
			in.readFully(new byte[PREFACE_BYTES]);
			write(out, SETTINGS, 0, 0, ByteBuffer.allocate(6).putShort((short) 4).putInt(WINDOW).array());
			write(out, WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(WINDOW).array());
			Map<Integer, ByteArrayOutputStream> bodies = new HashMap<>();
			while (true) {
				int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
				int type = in.readUnsignedByte();
				int flags = in.readUnsignedByte();
				int stream = in.readInt();
				byte[] content = in.readNBytes(length);
				if ((type == SETTINGS || type == PING) && (flags & ACK) == 0) {
					write(out, type, ACK, 0, (type == PING) ? content : new byte[0]);
				}
				if (type == HEADERS) {
					this.requests.incrementAndGet();
				}
				if (type == DATA) {
					this.bodyBytes.addAndGet(length);
					bodies.computeIfAbsent(stream, (id) -> new ByteArrayOutputStream()).writeBytes(content);
				}
				if ((type == HEADERS || type == DATA) && (flags & END_STREAM) != 0) {
					respond(out, stream, bodies.remove(stream));
				}
			}
		}
		catch (IOException ex) {
			// The client has gone, or this is closed.
		}
	}

	private void respond(DataOutputStream out, int stream, ByteArrayOutputStream body) throws IOException {
		if (body != null) {
			this.messages.add(Arrays.copyOfRange(body.toByteArray(), 5, body.size()));
		}
		Answer now = this.answer;
		ByteArrayOutputStream headers = new ByteArrayOutputStream();
		header(headers, ":status", now.headers.getOrDefault(":status", "200"));
		header(headers, "content-type", "application/grpc");
		now.headers.forEach((name, value) -> {
			if (!name.startsWith(":")) {
				header(headers, name, value);
			}
		});
		boolean more = now.trailers != null;
		write(out, HEADERS, END_HEADERS | (more ? 0 : END_STREAM), stream, headers.toByteArray());
		if (now.message != null) {
			write(out, DATA, 0, stream,
					ByteBuffer.allocate(5 + now.message.length)
						.put((byte) 0)
						.putInt(now.message.length)
						.put(now.message)
						.array());
		}
		if (more) {
			ByteArrayOutputStream trailers = new ByteArrayOutputStream();
			now.trailers.forEach((name, value) -> header(trailers, name, value));
			write(out, HEADERS, END_HEADERS | END_STREAM, stream, trailers.toByteArray());
		}
	}

	/** A literal that is not to be indexed, with a name of its own. */
	private static void header(ByteArrayOutputStream out, String name, String value) {
		out.write(0);
		for (String text : List.of(name, value)) {
			out.write(text.length());
			out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
		}
	}

	private static void write(DataOutputStream out, int type, int flags, int stream, byte[] content)
			throws IOException {
		ByteBuffer frame = ByteBuffer.allocate(9 + content.length);
		frame.put((byte) (content.length >> 16)).putShort((short) content.length);
		frame.put((byte) type).put((byte) flags).putInt(stream).put(content);
		out.write(frame.array());
		out.flush();
	}

	@Override
	public void close() {
		try {
			this.server.close();
			for (Socket connection : this.connections) {
				connection.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private record Answer(Map<String, String> headers, byte[] message, Map<String, String> trailers) {
	}

}
