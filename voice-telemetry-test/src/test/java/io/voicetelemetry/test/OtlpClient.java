package io.voicetelemetry.test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Sends requests to a receiver.
 */
final class OtlpClient {

	private final HttpClient http = HttpClient.newHttpClient();

	private final URI endpoint;

	OtlpClient(OtlpReceiver receiver) {
		this.endpoint = URI.create(receiver.endpoint());
	}

	HttpRequest.Builder post(byte[] body) {
		return post("/v1/traces", body);
	}

	HttpRequest.Builder post(String path, byte[] body) {
		return HttpRequest.newBuilder(this.endpoint.resolve(path))
			.timeout(Duration.ofSeconds(60))
			.header("Content-Type", "application/x-protobuf")
			.POST(HttpRequest.BodyPublishers.ofByteArray(body));
	}

	HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
	}

	CompletableFuture<HttpResponse<byte[]>> sendAsync(byte[] body) {
		return this.http.sendAsync(post(body).build(), HttpResponse.BodyHandlers.ofByteArray());
	}

}
