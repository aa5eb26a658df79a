package io.voicetelemetry.otlp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;

import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What a gRPC sender is told about a destination. Trying again is not its business.
 */
final class GrpcSettings implements GrpcSenderConfig {

	private static final String METHOD = "opentelemetry.proto.collector.trace.v1.TraceService/Export";

	private final OtlpDestination destination;

	private final Map<String, List<String>> headers = new LinkedHashMap<>();

	GrpcSettings(OtlpDestination destination) {
		this.destination = destination;
		this.headers.put("user-agent", List.of("voice-telemetry-spring-boot"));
		destination.headers().forEach((name, value) -> this.headers.put(name.toLowerCase(Locale.ROOT), List.of(value)));
	}

	@Override
	public URI getEndpoint() {
		return this.destination.endpoint();
	}

	@Override
	public String getFullMethodName() {
		return METHOD;
	}

	@Override
	public @Nullable Compressor getCompressor() {
		return this.destination.gzip() ? new Gzip() : null;
	}

	@Override
	public Duration getTimeout() {
		return this.destination.timeout();
	}

	@Override
	public Duration getConnectTimeout() {
		return this.destination.timeout();
	}

	@Override
	public Supplier<Map<String, List<String>>> getHeadersSupplier() {
		return () -> this.headers;
	}

	@Override
	public @Nullable RetryPolicy getRetryPolicy() {
		return null;
	}

	@Override
	public @Nullable SSLContext getSslContext() {
		return this.destination.ssl();
	}

	@Override
	public @Nullable X509TrustManager getTrustManager() {
		return (this.destination.ssl() != null) ? new DecidedByContext() : null;
	}

	@Override
	public @Nullable ExecutorService getExecutorService() {
		return null;
	}

	private static final class Gzip implements Compressor {

		@Override
		public String getEncoding() {
			return "gzip";
		}

		@Override
		public OutputStream compress(OutputStream out) throws IOException {
			return new GZIPOutputStream(out);
		}

	}

	/**
	 * The SSL context decides whom to trust, with managers that it does not tell. Senders
	 * want one of them nevertheless, to arrange certificates that were trusted already.
	 * Should one ask it to decide, it trusts nobody.
	 */
	private static final class DecidedByContext implements X509TrustManager {

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
			throw new CertificateException("not trusted");
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
			throw new CertificateException("not trusted");
		}

		@Override
		public X509Certificate[] getAcceptedIssuers() {
			return new X509Certificate[0];
		}

	}

}
