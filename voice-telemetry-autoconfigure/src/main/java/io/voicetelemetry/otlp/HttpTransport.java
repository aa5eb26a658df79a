package io.voicetelemetry.otlp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

import org.jspecify.annotations.Nullable;

/**
 * OTLP over HTTP with protobuf, sent by the JDK's client. A redirect is never followed:
 * it would take spans to a host that nobody has chosen.
 *
 * @since 0.1
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp">OTLP/HTTP</a>
 */
public final class HttpTransport implements OtlpTransport {

	/** More than any answer to OTLP needs. */
	private static final int MAX_ANSWER_BYTES = 64 * 1024;

	private final OtlpDestination destination;

	private volatile @Nullable HttpClient client;

	private final HttpRequest.Builder request;

	private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();

	/**
	 * A transport.
	 * @param destination where to send to
	 * @throws IllegalArgumentException if the JDK's client would refuse the endpoint or a
	 * header; its message may hold a header's value
	 */
	public HttpTransport(OtlpDestination destination) {
		this.destination = destination;
		this.request = HttpRequest.newBuilder(destination.endpoint())
			.timeout(destination.timeout())
			.setHeader("user-agent", "voice-telemetry-spring-boot");
		destination.headers().forEach(this.request::setHeader);
		this.request.setHeader("content-type", "application/x-protobuf");
		if (destination.gzip()) {
			this.request.setHeader("content-encoding", "gzip");
		}
	}

	/**
	 * Made for the first request, and thus not while the application starts: even for an
	 * endpoint without TLS, the client reads all certificates of the JDK.
	 */
	private HttpClient client() {
		HttpClient client = this.client;
		return (client != null) ? client : createClient();
	}

	private synchronized HttpClient createClient() {
		HttpClient client = this.client;
		if (client == null) {
			HttpClient.Builder builder = HttpClient.newBuilder()
				.version(HttpClient.Version.HTTP_1_1)
				.followRedirects(HttpClient.Redirect.NEVER)
				.connectTimeout(this.destination.timeout());
			if (this.destination.ssl() != null) {
				builder.sslContext(this.destination.ssl());
			}
			client = builder.build();
			this.client = client;
		}
		return client;
	}

	@Override
	public CompletableFuture<OtlpAnswer> send(byte[] request) {
		CompletableFuture<HttpResponse<byte[]>> exchange;
		try {
			exchange = client().sendAsync(this.request.copy()
				.POST(new RequestBody(this.destination.gzip() ? gzip(request) : request))
				.build(), (response) -> new LimitedBody(MAX_ANSWER_BYTES));
		}
		catch (RuntimeException ex) {
			return CompletableFuture.completedFuture(FailedExchange.read(ex, this.destination.timeout()));
		}
		this.underWay.add(exchange);
		// The client's own timeout ends with the headers of the answer.
		return exchange.copy()
			.orTimeout(this.destination.timeout().toNanos(), TimeUnit.NANOSECONDS)
			.handle((response, error) -> {
				this.underWay.remove(exchange);
				if (error == null) {
					return HttpAnswer.read(response.statusCode(),
							(name) -> response.headers().firstValue(name).orElse(null), response.body(),
							Clock.systemUTC().instant());
				}
				exchange.cancel(true);
				return FailedExchange.read(error, this.destination.timeout());
			});
	}

	private static byte[] gzip(byte[] request) {
		ByteArrayOutputStream out = new ByteArrayOutputStream(request.length / 4 + 64);
		try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
			gzip.write(request);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return out.toByteArray();
	}

	@Override
	public void close() {
		// The client's own threads end when nothing refers to it any more.
		this.underWay.forEach((exchange) -> exchange.cancel(true));
	}

	@Override
	public String toString() {
		return this.destination.toString();
	}

}
