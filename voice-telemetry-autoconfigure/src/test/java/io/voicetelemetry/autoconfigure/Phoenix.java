package io.voicetelemetry.autoconfigure;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An Arize Phoenix in a process of its own: it takes OTLP over HTTP and gRPC from who has
 * its key, and tells through its API what it has made of the spans.
 */
final class Phoenix implements AutoCloseable {

	static final String PROGRAM = "phoenix.program";

	static final String MISSING = "no Arize Phoenix: .ci/phoenix installs one and runs these tests";

	/** It makes its database first. */
	private static final Duration PATIENCE = Duration.ofSeconds(180);

	private static final HttpClient client = HttpClient.newHttpClient();

	private static final JsonMapper json = new JsonMapper();

	private final Process process;

	private final Path log;

	private final int http;

	private final int grpc;

	private final String key = "key1" + UUID.randomUUID();

	private Phoenix(Path program, Path directory) throws IOException {
		List<Integer> ports = FreePorts.find(2);
		this.http = ports.get(0);
		this.grpc = ports.get(1);
		this.log = directory.resolve("phoenix.log");
		ProcessBuilder builder = new ProcessBuilder(program.toString(), "serve");
		Map<String, String> environment = builder.environment();
		// such as the database of who runs the tests
		environment.keySet().removeIf((name) -> name.startsWith("PHOENIX_") || name.startsWith("OTEL_"));
		environment.putAll(Map.of("PHOENIX_WORKING_DIR", directory.toString(), "PHOENIX_HOST", "127.0.0.1",
				"PHOENIX_PORT", "" + this.http, "PHOENIX_GRPC_PORT", "" + this.grpc));
		environment.putAll(Map.of("PHOENIX_TELEMETRY_ENABLED", "false", "PHOENIX_ALLOW_EXTERNAL_RESOURCES", "false"));
		// Its gRPC port is open to every interface, whatever its host is.
		environment.putAll(Map.of("PHOENIX_ENABLE_AUTH", "true", "PHOENIX_SECRET", "secret1" + UUID.randomUUID(),
				"PHOENIX_ADMIN_SECRET", this.key));
		this.process = builder.redirectErrorStream(true).redirectOutput(this.log.toFile()).start();
		// for a test process that is stopped before it could stop this one
		Runtime.getRuntime().addShutdownHook(new Thread(this.process::destroyForcibly, "stop phoenix"));
	}

	/**
	 * Starts one.
	 * @param program the phoenix
	 * @param directory where its files go
	 */
	static Phoenix start(Path program, Path directory) throws Exception {
		Phoenix phoenix = new Phoenix(program, directory);
		try {
			// It says that it has started before it listens.
			await().atMost(PATIENCE)
				.pollInterval(Duration.ofMillis(200))
				.ignoreException(ConnectException.class)
				.untilAsserted(() -> {
					assertThat(phoenix.process.isAlive()).as(() -> phoenix.log()).isTrue();
					assertThat(phoenix.log()).contains("Application startup complete");
					assertThat(phoenix.send("/v1/projects").statusCode()).isEqualTo(200);
				});
		}
		catch (Throwable ex) {
			phoenix.close();
			throw ex;
		}
		return phoenix;
	}

	/**
	 * Where it takes OTLP over HTTP.
	 */
	String http() {
		return "http://127.0.0.1:" + this.http + "/v1/traces";
	}

	/**
	 * Where it takes OTLP over gRPC.
	 */
	String grpc() {
		return "http://127.0.0.1:" + this.grpc;
	}

	/**
	 * The key that it takes spans with.
	 */
	String key() {
		return this.key;
	}

	/**
	 * The spans of a project, as soon as there are so many.
	 */
	List<PhoenixSpan> awaitSpans(String project, int count) {
		return await().atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(100))
			.until(() -> spans(project), (spans) -> spans.size() >= count);
	}

	/**
	 * What its pages show of the spans of a project; none if there is no such project.
	 */
	List<PhoenixSpan> spans(String project) throws IOException, InterruptedException {
		return show(project, """
				spans(first: 1000) { edges { node {
				  spanId parentId name spanKind statusCode statusMessage attributes
				  trace { traceId }
				  input { value mimeType } output { value mimeType }
				  cumulativeTokenCountPrompt cumulativeTokenCountCompletion
				  events { name message }
				} } }""").stream().map(PhoenixSpan::of).toList();
	}

	/**
	 * What its pages show of the sessions of a project; none if there is no such project.
	 */
	List<JsonNode> sessions(String project) throws IOException, InterruptedException {
		return show(project, """
				sessions(first: 1000) { edges { node {
				  sessionId userId numTraces numTracesWithError
				  firstInput { value mimeType } lastOutput { value mimeType }
				  tokenUsage { prompt completion }
				  traces(first: 1000) { edges { node { traceId } } }
				} } }""");
	}

	private List<JsonNode> show(String project, String connection) throws IOException, InterruptedException {
		HttpResponse<String> found = send("/v1/projects/" + project);
		if (found.statusCode() == 404) {
			return List.of();
		}
		assertThat(found.statusCode()).as(found::body).isEqualTo(200);
		String query = "query ($id: ID!) { node(id: $id) { ... on Project { " + connection + " } } }";
		String id = json.readTree(found.body()).at("/data/id").asString();
		String body = json.writeValueAsString(Map.of("query", query, "variables", Map.of("id", id)));
		HttpResponse<String> answer = client.send(request("/graphql").header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build(), HttpResponse.BodyHandlers.ofString());
		JsonNode read = json.readTree(answer.body());
		assertThat(read.has("errors")).as(answer::body).isFalse();
		return read.get("data").findValue("edges").valueStream().map((edge) -> edge.get("node")).toList();
	}

	private HttpResponse<String> send(String path) throws IOException, InterruptedException {
		return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.http + path))
			.header("Authorization", "Bearer " + this.key);
	}

	private String log() {
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
			this.process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
		}
	}

}
