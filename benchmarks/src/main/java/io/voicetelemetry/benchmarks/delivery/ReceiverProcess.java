package io.voicetelemetry.benchmarks.delivery;

import java.util.List;

import io.voicetelemetry.benchmarks.process.JavaProcess;

/**
 * A receiver in a process of its own. Not thread-safe.
 */
public final class ReceiverProcess implements AutoCloseable {

	private final JavaProcess process = JavaProcess.start(Receiver.class,
			List.of("-Xmx512m", "-Dsun.net.httpserver.nodelay=true"), List.of());

	private final String[] ports = this.process.await(Receiver.PORTS).split(" ");

	/**
	 * Where it takes OTLP over HTTP, whatever the path.
	 * @return the URL without a path
	 */
	public String httpUrl() {
		return "http://127.0.0.1:" + this.ports[0];
	}

	/**
	 * Where it takes OTLP over gRPC.
	 */
	String grpcUrl() {
		return "http://127.0.0.1:" + this.ports[1];
	}

	/**
	 * Forgets what has arrived so far.
	 */
	void reset() {
		this.process.ask(Receiver.RESET);
	}

	/**
	 * What has arrived: {@code spans}, {@code requests}, {@code bytes} on the wire, and
	 * {@code p50}, {@code p99} and {@code max} of the nanoseconds from a span's end to
	 * its arrival.
	 */
	Figures report() {
		return Figures.parse(this.process.ask(Receiver.REPORT));
	}

	@Override
	public void close() {
		this.process.close();
	}

}
