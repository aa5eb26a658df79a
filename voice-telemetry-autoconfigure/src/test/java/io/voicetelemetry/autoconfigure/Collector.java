package io.voicetelemetry.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.voicetelemetry.otlp.Certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An OpenTelemetry Collector in a process of its own: it takes OTLP over HTTP and gRPC,
 * in the clear, with TLS, and from known clients alone, and passes on what it has
 * understood. What it has accepted it counts itself.
 */
final class Collector implements AutoCloseable {

	static final String PLAIN = "otlp";

	static final String TLS = "otlp/tls";

	/** TLS for clients that have a certificate. */
	static final String MUTUAL_TLS = "otlp/mutual";

	private static final List<String> RECEIVERS = List.of(PLAIN, TLS, MUTUAL_TLS);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final HttpClient client = HttpClient.newHttpClient();

	private final Process process;

	private final Path log;

	/** HTTP and gRPC for each receiver, and the counts. */
	private final List<Integer> ports;

	private Collector(Process process, Path log, List<Integer> ports) {
		this.process = process;
		this.log = log;
		this.ports = ports;
	}

	/**
	 * Starts one.
	 * @param program the collector
	 * @param directory where its files go
	 * @param certificates its own certificate, and the authority for its clients
	 * @param next where it passes spans on to
	 */
	static Collector start(Path program, Path directory, Certificates certificates, String next) throws Exception {
		List<Integer> ports = FreePorts.find(2 * RECEIVERS.size() + 1);
		Path configuration = directory.resolve("collector.yaml");
		Files.writeString(configuration, configuration(ports, certificates, next));
		Path log = directory.resolve("collector.log");
		Process process = new ProcessBuilder(program.toString(), "--config", configuration.toString())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		Collector collector = new Collector(process, log, ports);
		try {
			await().atMost(PATIENCE).untilAsserted(() -> {
				assertThat(process.isAlive()).as(() -> collector.log()).isTrue();
				assertThat(collector.log()).contains("Everything is ready");
			});
		}
		catch (Throwable ex) {
			collector.close();
			throw ex;
		}
		return collector;
	}

	private static String configuration(List<Integer> ports, Certificates certificates, String next) throws Exception {
		String tls = """
				        tls:
				          cert_file: %s
				          key_file: %s
				""".formatted(certificates.certificate(Certificates.SERVER),
				certificates.privateKey(Certificates.SERVER));
		String mutual = tls + "          client_ca_file: " + certificates.certificate(Certificates.AUTHORITY) + "\n";
		StringBuilder receivers = new StringBuilder("receivers:\n");
		for (int i = 0; i < RECEIVERS.size(); i++) {
			String security = List.of("", tls, mutual).get(i);
			receivers.append("  ").append(RECEIVERS.get(i)).append(":\n    protocols:\n");
			receivers.append("      http:\n        endpoint: 127.0.0.1:").append(ports.get(2 * i)).append('\n');
			receivers.append(security);
			receivers.append("      grpc:\n        endpoint: 127.0.0.1:").append(ports.get(2 * i + 1)).append('\n');
			receivers.append(security);
		}
		return receivers + """
				processors:
				  batch:
				    timeout: 50ms
				exporters:
				  otlp_http:
				    traces_endpoint: %s
				    compression: none
				service:
				  telemetry:
				    metrics:
				      readers:
				        - pull:
				            exporter:
				              prometheus:
				                host: 127.0.0.1
				                port: %s
				  pipelines:
				    traces:
				      receivers: %s
				      processors: [batch]
				      exporters: [otlp_http]
				""".formatted(next, ports.get(ports.size() - 1), RECEIVERS);
	}

	/**
	 * Where a receiver takes OTLP over HTTP.
	 */
	String http(String receiver) {
		return scheme(receiver) + "://127.0.0.1:" + this.ports.get(2 * RECEIVERS.indexOf(receiver)) + "/v1/traces";
	}

	/**
	 * Where a receiver takes OTLP over gRPC.
	 */
	String grpc(String receiver) {
		return scheme(receiver) + "://127.0.0.1:" + this.ports.get(2 * RECEIVERS.indexOf(receiver) + 1);
	}

	private static String scheme(String receiver) {
		return receiver.equals(PLAIN) ? "http" : "https";
	}

	/**
	 * How many spans a receiver has accepted, by the collector's own count.
	 * @param transport {@code http} or {@code grpc}
	 */
	long accepted(String receiver, String transport) throws IOException, InterruptedException {
		return count("accepted", receiver, transport);
	}

	/**
	 * How many spans a receiver has refused, by the collector's own count.
	 * @param transport {@code http} or {@code grpc}
	 */
	long refused(String receiver, String transport) throws IOException, InterruptedException {
		return count("refused", receiver, transport);
	}

	private long count(String what, String receiver, String transport) throws IOException, InterruptedException {
		String series = "otelcol_receiver_" + what + "_spans{receiver=\"" + receiver + "\",transport=\"" + transport
				+ "\"} ";
		URI uri = URI.create("http://127.0.0.1:" + this.ports.get(this.ports.size() - 1) + "/metrics");
		String all = client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()).body();
		return all.lines()
			.filter((line) -> line.startsWith(series))
			.mapToLong((line) -> (long) Double.parseDouble(line.substring(series.length())))
			.sum();
	}

	String log() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	@Override
	public void close() throws InterruptedException {
		this.process.destroy();
		if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
			this.process.destroyForcibly();
		}
	}

}
