package io.voicetelemetry.benchmarks.delivery;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.voicetelemetry.benchmarks.process.JavaProcess;

/**
 * A backend that takes everything, over HTTP and over gRPC, and looks at each span just
 * long enough to count it and to see when it ended. A program of its own, so that what it
 * takes is not the sender's.
 */
final class Receiver {

	static final String PORTS = "ports";

	static final String RESET = "reset";

	static final String REPORT = "report";

	private final Arrivals arrivals = new Arrivals();

	private Receiver() {
	}

	public static void main(String[] arguments) throws IOException {
		new Receiver().run();
	}

	private void run() throws IOException {
		HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		http.createContext("/", this::receive);
		http.setExecutor(Executors.newCachedThreadPool());
		http.start();
		GrpcReceiver grpc = GrpcReceiver.start(this.arrivals);
		JavaProcess.tell(PORTS, http.getAddress().getPort() + " " + grpc.port());
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = input.readLine(); line != null; line = input.readLine()) {
			if (line.equals(RESET)) {
				this.arrivals.reset();
				JavaProcess.tell(RESET, "");
			}
			else if (line.equals(REPORT)) {
				JavaProcess.tell(REPORT, this.arrivals.report());
			}
		}
		System.exit(0);
	}

	private void receive(HttpExchange exchange) throws IOException {
		try (exchange) {
			byte[] body = exchange.getRequestBody().readAllBytes();
			int onWire = body.length;
			if ("gzip".equals(exchange.getRequestHeaders().getFirst("content-encoding"))) {
				body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
			}
			this.arrivals.add(body, onWire);
			exchange.getResponseHeaders().set("content-type", "application/x-protobuf");
			exchange.sendResponseHeaders(200, -1);
		}
	}

}
