package io.voicetelemetry.integration.resilience;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.LlmResult;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Asks a model over HTTP, in each of the ways in which an answer may come.
 */
class ModelClient implements AskedModel {

	private static final String BODY = """
			{"model":"gpt-4o","stream":%s,"stream_options":{"include_usage":true},
			"messages":[{"role":"user","content":"When?"}]}
			""";

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final Supplier<String> baseUrl;

	ModelClient(Supplier<String> baseUrl) {
		this.baseUrl = baseUrl;
	}

	@Override
	public Piece value() throws InterruptedException {
		return Piece.of(body(send(request(false), HttpResponse.BodyHandlers.ofString())));
	}

	@Override
	public CompletableFuture<Piece> future() {
		return this.client.sendAsync(request(false), HttpResponse.BodyHandlers.ofString())
			.thenApply((response) -> Piece.of(body(response)));
	}

	@Override
	public Mono<Piece> mono() {
		return web(false).retrieve().bodyToMono(String.class).map(Piece::of);
	}

	@Override
	public Flux<Piece> flux() {
		return web(true).retrieve().bodyToFlux(String.class).filter((event) -> !event.equals("[DONE]")).map(Piece::of);
	}

	@Override
	public Stream<Piece> stream() throws InterruptedException {
		return body(send(request(true), HttpResponse.BodyHandlers.ofLines()))
			.filter((line) -> line.startsWith("data: {"))
			.map((line) -> Piece.of(line.substring("data: ".length())));
	}

	@Override
	public Iterator<Piece> iterator() throws InterruptedException {
		return stream().iterator();
	}

	private HttpRequest request(boolean stream) {
		return HttpRequest.newBuilder(URI.create(url()))
			.POST(HttpRequest.BodyPublishers.ofString(BODY.formatted(stream)))
			.build();
	}

	private WebClient.RequestHeadersSpec<?> web(boolean stream) {
		return WebClient.create(url()).post().contentType(MediaType.APPLICATION_JSON).bodyValue(BODY.formatted(stream));
	}

	private String url() {
		return this.baseUrl.get() + "/chat/completions";
	}

	private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
			throws InterruptedException {
		try {
			return this.client.send(request, handler);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static <T> T body(HttpResponse<T> response) {
		if (response.statusCode() != 200) {
			throw new UncheckedIOException(new IOException("status " + response.statusCode()));
		}
		return response.body();
	}

	/**
	 * An answer, or a piece of one.
	 */
	record Piece(String text, @Nullable TokenUsage usage) implements LlmResult {

		static Piece of(String json) {
			JsonNode answer = JsonMapper.shared().readTree(json);
			if (answer.has("error")) {
				throw new UncheckedIOException(new IOException("the model failed"));
			}
			JsonNode choice = answer.path("choices").path(0);
			JsonNode usage = answer.path("usage");
			return new Piece(
					choice.path("message").path("content").asString("")
							+ choice.path("delta").path("content").asString(""),
					usage.isObject() ? TokenUsage.of(usage.path("prompt_tokens").asLong(),
							usage.path("completion_tokens").asLong()) : null);
		}

		static String textOf(List<Piece> pieces) {
			return String.join("", pieces.stream().map(Piece::text).toList());
		}

	}

}
