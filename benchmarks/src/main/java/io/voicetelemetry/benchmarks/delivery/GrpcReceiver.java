package io.voicetelemetry.benchmarks.delivery;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * As much of HTTP/2 in the clear as it takes to say yes to calls of gRPC.
 */
final class GrpcReceiver {

	private static final int PREFACE_BYTES = 24;

	private static final int DATA = 0;

	private static final int HEADERS = 1;

	private static final int SETTINGS = 4;

	private static final int PING = 6;

	private static final int WINDOW_UPDATE = 8;

	private static final int ACK = 1;

	private static final int END_STREAM = 1;

	private static final int END_HEADERS = 4;

	/** Before each message: whether it is compressed, and its length. */
	private static final int MESSAGE_HEAD = 5;

	/** So much that a connection never waits for leave to send more while it is used. */
	private static final int WINDOW = Integer.MAX_VALUE;

	private static final int RENEWED_AFTER = 1 << 24;

	private final ServerSocket server;

	private final Arrivals arrivals;

	private GrpcReceiver(ServerSocket server, Arrivals arrivals) {
		this.server = server;
		this.arrivals = arrivals;
	}

	static GrpcReceiver start(Arrivals arrivals) throws IOException {
		GrpcReceiver receiver = new GrpcReceiver(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), arrivals);
		startThread(receiver::accept);
		return receiver;
	}

	private static void startThread(Runnable task) {
		Thread thread = new Thread(task, "grpc-receiver");
		thread.setDaemon(true);
		thread.start();
	}

	int port() {
		return this.server.getLocalPort();
	}

	private void accept() {
		try {
			while (true) {
				Socket connection = this.server.accept();
				connection.setTcpNoDelay(true);
				startThread(() -> serve(connection));
			}
		}
		catch (IOException ex) {
			// The process ends.
		}
	}

	private void serve(Socket connection) {
		try (connection) {
			DataInputStream in = new DataInputStream(new BufferedInputStream(connection.getInputStream(), 1 << 16));
			OutputStream out = connection.getOutputStream();
			in.readFully(new byte[PREFACE_BYTES]);
			// the initial window of each stream, and that of the connection
			out.write(frame(SETTINGS, 0, 0, ByteBuffer.allocate(6).putShort((short) 4).putInt(WINDOW).array()));
			out.write(frame(WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(WINDOW - 65_535).array()));
			Map<Integer, ByteArrayOutputStream> calls = new HashMap<>();
			int unacknowledged = 0;
			while (true) {
				int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
				int type = in.readUnsignedByte();
				int flags = in.readUnsignedByte();
				int stream = in.readInt();
				byte[] content = in.readNBytes(length);
				if ((type == SETTINGS || type == PING) && (flags & ACK) == 0) {
					out.write(frame(type, ACK, 0, (type == PING) ? content : new byte[0]));
				}
				else if (type == DATA) {
					calls.computeIfAbsent(stream, (id) -> new ByteArrayOutputStream()).writeBytes(content);
					unacknowledged += length;
					if (unacknowledged > RENEWED_AFTER) {
						out.write(frame(WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(unacknowledged).array()));
						unacknowledged = 0;
					}
					if ((flags & END_STREAM) != 0) {
						ByteArrayOutputStream call = calls.remove(stream);
						take(call.toByteArray());
						out.write(success(stream));
					}
				}
			}
		}
		catch (IOException ex) {
			// The client has gone.
		}
	}

	private void take(byte[] call) throws IOException {
		byte[] message = Arrays.copyOfRange(call, MESSAGE_HEAD, call.length);
		boolean compressed = call[0] == 1;
		this.arrivals.add(compressed ? new GZIPInputStream(new ByteArrayInputStream(message)).readAllBytes() : message,
				call.length);
	}

	/**
	 * Headers, an empty message and trailers.
	 */
	private static byte[] success(int stream) {
		ByteArrayOutputStream answer = new ByteArrayOutputStream();
		answer.writeBytes(
				frame(HEADERS, END_HEADERS, stream, headers(":status", "200", "content-type", "application/grpc")));
		answer.writeBytes(frame(DATA, 0, stream, new byte[MESSAGE_HEAD]));
		answer.writeBytes(frame(HEADERS, END_HEADERS | END_STREAM, stream, headers("grpc-status", "0")));
		return answer.toByteArray();
	}

	/**
	 * Literals that are not to be indexed, with names of their own.
	 */
	private static byte[] headers(String... namesAndValues) {
		ByteArrayOutputStream headers = new ByteArrayOutputStream();
		for (int i = 0; i < namesAndValues.length; i++) {
			if (i % 2 == 0) {
				headers.write(0);
			}
			headers.write(namesAndValues[i].length());
			headers.writeBytes(namesAndValues[i].getBytes(StandardCharsets.US_ASCII));
		}
		return headers.toByteArray();
	}

	private static byte[] frame(int type, int flags, int stream, byte[] content) {
		return ByteBuffer.allocate(9 + content.length)
			.put((byte) (content.length >> 16))
			.putShort((short) content.length)
			.put((byte) type)
			.put((byte) flags)
			.putInt(stream)
			.put(content)
			.array();
	}

}
