package io.voicetelemetry.test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;

/**
 * Takes OTLP trace requests on any path, as backends differ in theirs. Thread-safe.
 */
final class TraceHandler implements HttpHandler {

	private static final String PROTOBUF = "application/x-protobuf";

	private final Inbox inbox;

	private volatile Answer answer = Answer.SUCCESS;

	TraceHandler(Inbox inbox) {
		this.inbox = inbox;
	}

	void answerWith(Answer answer) {
		this.answer = answer;
	}

	@Override
	public void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			byte[] body = exchange.getRequestBody().readAllBytes();
			Answer answer = this.answer;
			List<ReceivedSpan> spans = List.of();
			int refusal = refusal(exchange);
			if (refusal == 0) {
				try {
					spans = OtlpDecoder.decode(unpacked(exchange, body));
				}
				catch (IOException ex) {
					refusal = 400;
				}
			}
			// a backend in trouble does not look at what it is sent
			if (refusal != 0 && answer.accepts()) {
				answer = new Answer(refusal, Map.of());
			}
			record(exchange, body.length, spans, answer);
			respond(exchange, answer);
		}
	}

	private static int refusal(HttpExchange exchange) {
		String path = exchange.getRequestURI().getPath();
		if (!exchange.getRequestMethod().equals("POST")) {
			return 405;
		}
		// metrics and logs share the numbers of their fields with traces: they would be
		// read as spans without an error
		if (path.endsWith("/v1/metrics") || path.endsWith("/v1/logs")) {
			return 404;
		}
		String type = header(exchange, "Content-Type");
		boolean knownEncoding = List.of("", "identity", "gzip").contains(header(exchange, "Content-Encoding"));
		return (type.equals(PROTOBUF) || type.startsWith(PROTOBUF + ";")) && knownEncoding ? 0 : 415;
	}

	private static byte[] unpacked(HttpExchange exchange, byte[] body) throws IOException {
		if (!isGzip(exchange)) {
			return body;
		}
		try (GZIPInputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(body))) {
			return unzipped.readAllBytes();
		}
	}

	private void record(HttpExchange exchange, long length, List<ReceivedSpan> spans, Answer answer) {
		ReceivedRequest request = new ReceivedRequest(exchange.getRequestMethod(), exchange.getRequestURI().getPath(),
				lowerCase(exchange.getRequestHeaders()), length, isGzip(exchange), spans.size(), answer.status());
		this.inbox.add(request, answer.accepts() ? spans : List.of());
	}

	private static void respond(HttpExchange exchange, Answer answer) throws IOException {
		exchange.getResponseHeaders().set("Content-Type", PROTOBUF);
		answer.headers().forEach(exchange.getResponseHeaders()::set);
		// an empty ExportTraceServiceResponse is encoded in no bytes at all
		exchange.sendResponseHeaders(answer.status(), -1);
	}

	private static boolean isGzip(HttpExchange exchange) {
		return header(exchange, "Content-Encoding").equals("gzip");
	}

	private static String header(HttpExchange exchange, String name) {
		String value = exchange.getRequestHeaders().getFirst(name);
		return (value != null) ? value.trim().toLowerCase(Locale.ROOT) : "";
	}

	private static Map<String, List<String>> lowerCase(Headers headers) {
		Map<String, List<String>> copy = new TreeMap<>();
		headers.forEach((name, values) -> copy.put(name.toLowerCase(Locale.ROOT), values));
		return copy;
	}

}
