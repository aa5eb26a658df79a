package io.voicetelemetry.benchmarks.faults;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import org.jspecify.annotations.Nullable;

/**
 * The little of HTTP/1.1 that clients of OTLP speak, over one connection.
 */
final class HttpConnection implements AutoCloseable {

	private final Socket socket;

	private final InputStream input;

	HttpConnection(Socket socket) throws IOException {
		this.socket = socket;
		this.socket.setTcpNoDelay(true);
		this.input = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
	}

	/**
	 * Reads a request.
	 * @return the request, or {@code null} if the client has closed the connection
	 */
	@Nullable Request read() throws IOException {
		String requestLine = line();
		if (requestLine == null) {
			return null;
		}
		Map<String, String> headers = headers();
		byte[] body = body(headers);
		String path = requestLine.split(" ")[1];
		return new Request(System.nanoTime(), path, headers, body.length,
				spans(body, headers.getOrDefault("content-encoding", "")));
	}

	private Map<String, String> headers() throws IOException {
		Map<String, String> headers = new HashMap<>();
		for (String line = line(); line != null && !line.isEmpty(); line = line()) {
			int colon = line.indexOf(':');
			headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
		}
		return headers;
	}

	private byte[] body(Map<String, String> headers) throws IOException {
		if (!headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
			return bytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
		}
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		for (int size = chunkSize(); size > 0; size = chunkSize()) {
			body.write(bytes(size));
			line();
		}
		line();
		return body.toByteArray();
	}

	private int chunkSize() throws IOException {
		String line = line();
		if (line == null) {
			throw new EOFException();
		}
		return Integer.parseInt(line, 16);
	}

	private byte[] bytes(int length) throws IOException {
		byte[] bytes = this.input.readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException();
		}
		return bytes;
	}

	private @Nullable String line() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int read = this.input.read(); read != '\n'; read = this.input.read()) {
			if (read < 0) {
				return null;
			}
			line.append((char) read);
		}
		return line.toString().trim();
	}

	private static List<Span> spans(byte[] body, String encoding) throws IOException {
		ExportTraceServiceRequest request = encoding.equals("gzip")
				? ExportTraceServiceRequest.parseFrom(new GZIPInputStream(new ByteArrayInputStream(body)))
				: ExportTraceServiceRequest.parseFrom(body);
		List<Span> spans = new ArrayList<>();
		request.getResourceSpansList()
			.forEach((resource) -> resource.getScopeSpansList().forEach((scope) -> spans.addAll(scope.getSpansList())));
		return spans;
	}

	/**
	 * Does to the client what was decided.
	 * @return whether the connection goes on
	 */
	boolean react(Reaction reaction) throws IOException {
		if (reaction instanceof Reaction.Answer answer) {
			write(answer);
			return true;
		}
		if (reaction instanceof Reaction.Reset) {
			this.socket.setSoLinger(true, 0);
			return false;
		}
		// Until the client has had enough, or the receiver goes down.
		while (this.input.read() >= 0) {
			continue;
		}
		return false;
	}

	private void write(Reaction.Answer answer) throws IOException {
		StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " Whatever\r\n");
		answer.headers().forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
		head.append("Content-Length: ").append(answer.body().length).append("\r\n\r\n");
		ByteArrayOutputStream response = new ByteArrayOutputStream();
		response.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
		response.write(answer.body());
		this.socket.getOutputStream().write(response.toByteArray());
	}

	boolean isClosed() {
		return this.socket.isClosed();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
